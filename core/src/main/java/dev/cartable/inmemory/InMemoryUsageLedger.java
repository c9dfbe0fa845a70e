package dev.cartable.inmemory;

import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was counted in memory, to be proven. Safe for use by several threads. */
final class InMemoryUsageLedger implements UsageLedger {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryUsage usage;
    private final InMemorySessions sessions;

    InMemoryUsageLedger(InMemoryUnitOfWork unitOfWork, InMemoryUsage usage, InMemorySessions sessions) {
        this.unitOfWork = unitOfWork;
        this.usage = usage;
        this.sessions = sessions;
    }

    @Override
    public Stream<UserLedger> read(UserLedger.Span span, @Nullable UserId user) {
        return unitOfWork
                .read(() -> usage.known().stream()
                        .filter(known -> user == null || known.equals(user))
                        .map(known -> usage.ledger(known, span, sessions.uses(known)))
                        .toList())
                .stream();
    }

    @Override
    public Map<UserId, UserLedger> byUser(Collection<UserId> users, UserLedger.Span span) {
        return unitOfWork.read(() -> {
            Map<UserId, UserLedger> found = new LinkedHashMap<>();
            Set<UserId> known = usage.known();
            new TreeSet<>(users)
                    .stream()
                            .filter(known::contains)
                            .forEach(user -> found.put(user, usage.ledger(user, span, sessions.uses(user))));
            return found;
        });
    }

    @Override
    public Map<UserId, UserLedger> lock(Tx tx, Collection<UserId> users, UserLedger.Span span) {
        unitOfWork.own(tx);
        return byUser(users, span);
    }

    @Override
    public void putDays(Tx tx, Map<UserId, Map<LocalDate, Traffic>> days) {
        unitOfWork.own(tx);
        days.forEach((user, changed) -> usage.putDays(tx, user, changed));
    }
}
