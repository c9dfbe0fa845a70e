package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.AuditFinding.OutdatedCounters;
import dev.cartable.quota.model.AuditFinding.Step;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that proves counters by the ledger, and repairs those that are wrong. The records of days are compared with the
 * events of those days that are {@linkplain #provableFrom() still remembered}, and counters with their days and adjustments:
 * see {@link dev.cartable.quota.model.UserLedger}. It also brings counters in step with what is assigned now: opens those that
 * are missing, moves those of another profile, and disables those that no profile serves, or whose user is gone.
 *
 * <p>What is found is repaired only if it is wrong by the same amount when it is looked at again under a lock, so that nothing
 * that is counted meanwhile is lost. A second run finds nothing. One run repairs at a time, held by the lease {@value #LEASE}.
 * Reads in the order of users, some hundred at a time; safe for use by several threads and nodes.
 *
 * <p>No digest approves a repair: use is counted meanwhile, so that a plan is out of date at once.
 */
public final class AuditUsage {
    /** The lease that a repairing run holds. */
    public static final String LEASE = "quota.repair";

    private static final String CAUSE = "repair";

    private final QuotaPorts ports;
    private final UsageLedger ledger;
    private final QuotaReader reader;
    private final UsageRepair repair;
    private final AssignmentSync assignmentSync;
    private final InstantSource time;

    AuditUsage(
            QuotaPorts ports, UsageLedger ledger, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.ledger = requireNonNull(ledger, "ledger");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.repair = new UsageRepair(ports, ledger, reader);
        this.assignmentSync = new AssignmentSync(ports.usage(), reader);
        this.time = requireNonNull(time, "time");
    }

    /**
     * A run in numbers.
     *
     * @param users users who were looked at
     * @param wrong numbers that are wrong; in a repair, those that it has repaired
     * @param behind counters that were not in step; in a repair, those that it has brought in step
     * @param skipped numbers that were wrong and were otherwise when they were to be repaired; another run looks again
     */
    public record Counts(long users, long wrong, long behind, long skipped) implements dev.cartable.work.Counts {
        Counts plus(long moreUsers, long moreWrong, long moreBehind, long moreSkipped) {
            return new Counts(users + moreUsers, wrong + moreWrong, behind + moreBehind, skipped + moreSkipped);
        }
    }

    /** The first day whose events are all remembered now: this one and those after it are proven from events. */
    public LocalDate provableFrom() {
        return reader.span(time.instant()).firstDay();
    }

    /**
     * What is wrong, and what is not in step. Writes nothing.
     *
     * @param user only this user; null for everybody
     * @throws QuotaException if the host does not know the user
     */
    public Counts plan(@Nullable UserId user, Consumer<? super AuditFinding> each) {
        return pass(user, "", each, null);
    }

    /**
     * Repairs what is wrong and brings counters in step, chunk by chunk. What was repaired stands in the history.
     *
     * @param user only this user; null for everybody
     * @param actor who asks for it, as the host calls them; may be empty
     * @param each receives each thing that was repaired, after the commit of its chunk
     * @throws QuotaException if the host does not know the user
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts run(@Nullable UserId user, String actor, Consumer<? super AuditFinding> each) {
        return new BulkRun(ports.unitOfWork(), ports.leases(), LEASE, "a repair of counters")
                .chunks(transactions -> pass(user, actor, each, transactions));
    }

    /** @param transactions null to write nothing */
    private Counts pass(
            @Nullable UserId user,
            String actor,
            Consumer<? super AuditFinding> each,
            @Nullable UnitOfWork transactions) {
        Instant now = time.instant();
        if (user != null && ports.users().byId(List.of(user)).isEmpty()) {
            throw QuotaException.unknown(user);
        }
        Counts counts = new Counts(0, 0, 0, 0);
        UserLedger.Span span = reader.span(now);
        try (Stream<UserLedger> ledgers = ledger.read(span, user)) {
            for (List<UserLedger> chunk :
                    (Iterable<List<UserLedger>>) () -> Chunks.of(ledgers.iterator(), BulkRun.CHUNK)) {
                counts = numbers(chunk, span, actor, now, each, transactions, counts);
            }
        }
        try (Stream<UserId> users = user == null ? ports.users().all().map(User::id) : Stream.of(user)) {
            for (List<UserId> chunk : (Iterable<List<UserId>>) () -> Chunks.of(users.iterator(), BulkRun.CHUNK)) {
                List<OutdatedCounters> behind =
                        transactions == null ? behind(chunk, now) : sync(chunk, actor, now, transactions);
                behind.forEach(each);
                counts = counts.plus(chunk.size(), 0, behind.size(), 0);
            }
        }
        return counts;
    }

    private Counts numbers(
            List<UserLedger> chunk,
            UserLedger.Span span,
            String actor,
            Instant now,
            Consumer<? super AuditFinding> each,
            @Nullable UnitOfWork transactions,
            Counts counts) {
        Map<UserId, ResolvedProfile> known =
                reader.of(chunk.stream().map(UserLedger::user).toList(), now);
        Map<UserId, List<WrongFigure>> wrong = new LinkedHashMap<>();
        List<UserId> gone = new ArrayList<>();
        for (UserLedger one : chunk) {
            ResolvedProfile user = known.get(one.user());
            List<WrongFigure> faults = repair.faults(one, user, now);
            if (!faults.isEmpty()) {
                wrong.put(one.user(), faults);
            }
            Usage usage = one.usage();
            if (user == null && usage != null && usage.active()) {
                gone.add(one.user());
            }
        }
        List<AuditFinding> found = new ArrayList<>();
        long skipped = 0;
        if (transactions == null) {
            wrong.values().forEach(found::addAll);
            gone.forEach(user -> found.add(new OutdatedCounters(user, Step.DISABLE_UNKNOWN)));
        } else if (!wrong.isEmpty() || !gone.isEmpty()) {
            found.addAll(transactions.<List<AuditFinding>>call(tx -> {
                List<AuditFinding> repaired = new ArrayList<>(repair.repair(tx, wrong, span, CAUSE, actor, now));
                repaired.addAll(repair.disable(tx, gone));
                return repaired;
            }));
            long planned = wrong.values().stream().mapToLong(List::size).sum();
            skipped = Math.max(
                    0,
                    planned
                            - found.stream()
                                    .filter(WrongFigure.class::isInstance)
                                    .count());
        }
        found.forEach(each);
        long repaired = found.stream().filter(WrongFigure.class::isInstance).count();
        return counts.plus(gone.size(), repaired, found.size() - repaired, skipped);
    }

    private List<OutdatedCounters> behind(List<UserId> users, Instant now) {
        return reader.of(users, now).values().stream()
                .flatMap(user -> behind(user).stream())
                .toList();
    }

    private static List<OutdatedCounters> behind(ResolvedProfile user) {
        if (user.userQuota().usage() == null && user.resolution().effective() != null) {
            return List.of(new OutdatedCounters(user.user(), Step.OPEN));
        }
        if (user.moved()) {
            return List.of(new OutdatedCounters(user.user(), Step.MOVE));
        }
        return user.ended() ? List.of(new OutdatedCounters(user.user(), Step.DISABLE)) : List.of();
    }

    private List<OutdatedCounters> sync(List<UserId> users, String actor, Instant now, UnitOfWork transactions) {
        return behind(users, now).isEmpty()
                ? List.of()
                : transactions.<List<OutdatedCounters>>call(tx -> {
                    List<ResolvedProfile> resolved =
                            List.copyOf(reader.of(users, now).values());
                    assignmentSync.sync(tx, resolved, CAUSE, actor, now);
                    return resolved.stream()
                            .flatMap(user -> behind(user).stream())
                            .toList();
                });
    }
}
