package dev.cartable.task;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.Counts;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.RunEndsException;
import dev.cartable.work.internal.RunTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one run: each of its transactions renews the lease of the task, if it has one, and none begins after the soft limit if the run has
 * written something. The time that has passed is this process's own, so that a clock that is set ends no run.
 */
final class RunGuard implements RunTransactions.Guard, Task.Run {
    /** How often progress renews the lease: far more often than the lease lasts, and seldom enough to cost nothing. */
    private static final Duration RENEWAL = Duration.ofMinutes(1);

    /** How often people can see a change: each note is a write. */
    private static final Duration NOTES = Duration.ofSeconds(1);

    private final Occurrence begun;
    private final Leases.@Nullable Grant grant;
    private final Leases leases;
    private final UnitOfWork transactions;
    private final OccurrenceStore occurrences;
    private final Limits limits;
    private final Instant until;
    private final BooleanSupplier stopped;
    private final long startedNanos = System.nanoTime();
    private final InstantSource time;
    private Instant renewedAt;
    private long renewedNanos = startedNanos;
    private long notedNanos = startedNanos - NOTES.toNanos();
    private boolean committed;
    private boolean unfinished;

    RunGuard(
            Task task,
            Occurrence begun,
            Leases.@Nullable Grant grant,
            Leases leases,
            UnitOfWork transactions,
            OccurrenceStore occurrences,
            InstantSource time,
            BooleanSupplier stopped) {
        this.begun = begun;
        this.grant = grant;
        this.leases = leases;
        this.transactions = transactions;
        this.occurrences = occurrences;
        this.limits = task.policy().limits();
        this.time = time;
        this.renewedAt = time.instant();
        this.until = renewedAt.plus(limits.soft());
        this.stopped = stopped;
    }

    @Override
    public String task() {
        return begun.task().value();
    }

    @Override
    public Slot slot() {
        return begun.slot();
    }

    @Override
    public int attempt() {
        return begun.attempt();
    }

    @Override
    public Instant until() {
        return until;
    }

    @Override
    public UnitOfWork unitOfWork() {
        return transactions;
    }

    @Override
    public boolean mustStop() {
        return stopped.getAsBoolean() || passed().compareTo(limits.soft()) >= 0;
    }

    /** By either clock: the wall clock may be set, and that of the process may stand still while the machine sleeps. */
    @Override
    public void progressed() {
        if (Duration.between(renewedAt, time.instant()).abs().compareTo(RENEWAL) >= 0
                || System.nanoTime() - renewedNanos >= RENEWAL.toNanos()) {
            transactions.run(tx -> {});
            renewedAt = time.instant();
            renewedNanos = System.nanoTime();
        }
    }

    /** Each of the notes is a transaction, which renews the lease, too. */
    @Override
    public void progressed(Counts soFar) {
        if (grant == null || System.nanoTime() - notedNanos < NOTES.toNanos()) {
            progressed();
            return;
        }
        Occurrence now = begun.counted(soFar.values());
        transactions.run(tx -> occurrences.update(tx, now));
        notedNanos = System.nanoTime();
    }

    @Override
    public void leaveUnfinished() {
        unfinished = true;
    }

    boolean isUnfinished() {
        return unfinished;
    }

    @Override
    public void beforeTransaction() {
        if (committed && mustStop()) {
            throw new RunEndsException(
                    stopped.getAsBoolean()
                            ? "the process is stopping"
                            : "the run has reached its limit of " + limits.soft());
        }
    }

    @Override
    public void inTransaction(Tx tx) {
        Duration left = limits.hard().minus(passed());
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new HardLimitException(begun.task(), limits.hard());
        }
        if (grant != null) {
            leases.renew(tx, grant, left.compareTo(limits.lease()) < 0 ? left : limits.lease());
        }
    }

    @Override
    public void committed() {
        committed = true;
    }

    private Duration passed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
