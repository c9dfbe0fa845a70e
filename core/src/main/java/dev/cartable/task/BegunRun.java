package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Occurrence;
import dev.cartable.work.LeaseLostException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A run that a person has asked for and that has begun: it is in the ledger, and holds its lease. Its work is still to be done, by {@link
 * #carryOut} on any thread, or given up by {@link #abandon}. Safe for use by several threads.
 */
public final class BegunRun {
    private final Occurrence occurrence;
    private final Supplier<Occurrence> work;
    private final Consumer<String> failure;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param failure ends the run with this reason, without doing its work */
    BegunRun(Occurrence occurrence, Supplier<Occurrence> work, Consumer<String> failure) {
        this.occurrence = requireNonNull(occurrence, "occurrence");
        this.work = requireNonNull(work, "work");
        this.failure = requireNonNull(failure, "failure");
    }

    /** The run as it began. */
    public Occurrence occurrence() {
        return occurrence;
    }

    /**
     * Does the work on the calling thread, and gives back the lease.
     *
     * @return the run as it ended
     * @throws LeaseLostException if another process has taken the lease meanwhile
     * @throws IllegalStateException if this was called before, or the run was abandoned
     */
    public Occurrence carryOut() {
        if (!over.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the run " + occurrence.slot().key() + " is over, or is carried out already");
        }
        return work.get();
    }

    /** Ends the run as failed, as where no thread can carry it out. Does nothing if it is over or is carried out. */
    public void abandon(String reason) {
        if (over.compareAndSet(false, true)) {
            failure.accept(requireNonNull(reason, "reason"));
        }
    }
}
