package dev.cartable.work;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only way to a {@link Tx}. Safe for use by several threads.
 *
 * <p>Inside {@code work} no mail is sent, no file written and no document made: it holds locks.
 */
public interface UnitOfWork {
    /**
     * Runs {@code work} in one transaction and commits it; an exception rolls it back and is thrown on unchanged. Where the
     * caller is in a transaction of the host already, joins that one, and the host commits.
     *
     * <p>If others are in the way of a new transaction, {@code work} is undone and run again from the start. So it keeps nothing
     * outside itself that a second run would add to: it returns its result instead.
     */
    <R> R call(Function<? super Tx, ? extends R> work);

    /** As {@link #call}, for work without a result. */
    default void run(Consumer<? super Tx> work) {
        this.<Boolean>call(tx -> {
            work.accept(tx);
            return Boolean.TRUE;
        });
    }

    /** Whether {@link #call} would now join a transaction of the host. Bulk work refuses to run then. */
    boolean joins();

    /**
     * Refuses bulk work inside a transaction of the host: its chunks would not be chunks, and its locks would be held to
     * the end.
     *
     * @throws IllegalStateException if {@link #joins()}
     */
    default void requireOwn(String what) {
        if (joins()) {
            throw new IllegalStateException(what + " works in chunks with a transaction each and cannot run inside"
                    + " another transaction; nothing was written. Call it outside, or use the operation for one item");
        }
    }
}
