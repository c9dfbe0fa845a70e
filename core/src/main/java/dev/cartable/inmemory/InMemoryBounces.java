package dev.cartable.inmemory;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** E-mails that came back, in memory. Safe for use by several threads. */
final class InMemoryBounces implements BounceStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<NoticeId, Bounce> bounces;

    InMemoryBounces(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.bounces = new InMemoryTable<>(unitOfWork, Comparator.comparing(NoticeId::toString));
    }

    @Override
    public boolean add(Tx tx, Bounce bounce) {
        return bounces.putIfAbsent(tx, bounce.notice(), bounce);
    }

    @Override
    public boolean replace(Tx tx, Bounce bounce, Instant sentAgain) {
        unitOfWork.own(tx);
        Bounce old = bounces.get(bounce.notice());
        if (old == null || !old.at().isBefore(sentAgain)) {
            return false;
        }
        bounces.put(tx, bounce.notice(), bounce);
        return true;
    }

    @Override
    public int lift(Tx tx, EmailAddress address, Instant now) {
        unitOfWork.own(tx);
        List<Bounce> some =
                of(address).stream().filter(bounce -> bounce.liftedAt() == null).toList();
        some.forEach(bounce -> bounces.put(tx, bounce.notice(), with(bounce, bounce.detail(), now)));
        return some.size();
    }

    @Override
    public Set<EmailAddress> suppressed() {
        return all().filter(Bounce::isInForce).map(Bounce::address).collect(Collectors.toSet());
    }

    @Override
    public List<Bounce> of(EmailAddress address) {
        return all().filter(bounce -> bounce.address().equals(address)).toList();
    }

    @Override
    public Stream<Bounce> all() {
        return bounces.backwards();
    }

    /** Removes all bounces of a recipient. Returns how many. */
    int clear(Tx tx, Recipient recipient) {
        return bounces.removeWhere(tx, bounce -> bounce.recipient().equals(recipient), Integer.MAX_VALUE);
    }

    /** Changes the servers' words. */
    void redact(Tx tx, UnaryOperator<String> change) {
        all().forEach(bounce ->
                bounces.put(tx, bounce.notice(), with(bounce, change.apply(bounce.detail()), bounce.liftedAt())));
    }

    private static Bounce with(Bounce bounce, String detail, @Nullable Instant liftedAt) {
        return new Bounce(
                bounce.notice(),
                bounce.type(),
                bounce.address(),
                bounce.recipient(),
                bounce.status(),
                detail,
                bounce.at(),
                bounce.suppresses(),
                liftedAt);
    }
}
