package dev.cartable.work.internal;

import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import java.util.List;
import java.util.function.Consumer;

/**
 * One pass over all that a bulk run is about: what a use case supplies to {@link BulkRun}. Used once, by one thread.
 *
 * @param <I> an item as it is read
 * @param <D> what is decided, or was done, about an item
 */
public interface BulkPass<I, D, C extends Counts> {
    /** The number of items of a chunk, which is one transaction. */
    default int chunk() {
        return BulkRun.CHUNK;
    }

    /** Reads all items, in a stable order. */
    void read(Consumer<? super I> items);

    /** Reads the items that follow from all others, such as what is missing; called when those are taken. */
    default void readRest(Consumer<? super I> items) {}

    /** Decides about a chunk, one decision for each item in its order. Writes nothing. */
    List<D> decide(List<I> chunk);

    /** Whether carrying out the decision writes anything. */
    boolean writes(D decision);

    /** Whether the decision is that all is as it should be. A run that writes nothing may leave it out of its report. */
    default boolean keeps(D decision) {
        return false;
    }

    /**
     * Carries out decisions that write. Decides again under locks, in one transaction for all of them.
     *
     * @param transactions renews the run's lease in each transaction
     * @return what was done about each, in the order of {@code decisions}
     */
    List<D> write(List<D> decisions, UnitOfWork transactions);

    /** Whether items of a chunk that fails are written one by one. If not, the failure ends the run. */
    default boolean retriesOneByOne() {
        return true;
    }

    /** What is reported of an item that could not be written alone either; only asked where items are written one by one. */
    default D failed(D decision, RuntimeException failure) {
        throw failure;
    }

    /** Adds a decision to counts and digest; called after the commit of its chunk. */
    void take(D decision);

    /** The numbers of all decisions that were taken. */
    C counts();

    /** The digest of the request, the settings and all decisions that were taken. Only for plans that are approved. */
    default PlanDigest digest() {
        throw new IllegalStateException("no digest approves this run");
    }

    /**
     * Asks the brake, when everything is counted and nothing is written.
     *
     * @throws dev.cartable.work.BrakeException if too much would be taken away
     */
    default void checkBrake() {}
}
