package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over a set of in-memory stores: one at a time, each undone as a whole if it fails. All stores that are
 * written together are given the same one. Safe for use by several threads: they wait for each other, readers too, so that
 * nobody sees what is not committed.
 *
 * <p>A call inside another one on the same thread joins it. If the inner one fails, the whole transaction is undone, even
 * where the outer one swallows the exception.
 */
final class InMemoryUnitOfWork implements UnitOfWork {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<InMemoryTable<?, ?>> tables = new CopyOnWriteArrayList<>();
    private @Nullable InMemoryTx current;

    @Override
    public <R> R call(Function<? super Tx, ? extends R> work) {
        requireNonNull(work, "work");
        InMemoryTx tx;
        R result;
        lock.lock();
        try {
            if (current != null) {
                return join(current, work);
            }
            tx = new InMemoryTx(this);
            result = begin(tx, work);
        } finally {
            lock.unlock();
        }
        tx.onCommit().run();
        return result;
    }

    private <R> R begin(InMemoryTx tx, Function<? super Tx, ? extends R> work) {
        current = tx;
        boolean committed = false;
        try {
            R result = work.apply(tx);
            tx.requireUnbroken();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                tx.rollBack();
            }
            current = null;
        }
    }

    private static <R> R join(InMemoryTx tx, Function<? super Tx, ? extends R> work) {
        boolean done = false;
        try {
            R result = work.apply(tx);
            done = true;
            return result;
        } finally {
            if (!done) {
                tx.breakUp();
            }
        }
    }

    @Override
    public boolean joins() {
        return lock.isHeldByCurrentThread() && current != null;
    }

    /** A table that is written in these transactions. */
    void register(InMemoryTable<?, ?> table) {
        tables.add(table);
    }

    List<InMemoryTable<?, ?>> tables() {
        return tables;
    }

    /** Reads while nobody writes. */
    <R extends @Nullable Object> R read(Supplier<R> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The transaction as one of ours.
     *
     * @throws IllegalArgumentException if it belongs to another unit of work
     * @throws IllegalStateException if it has ended, or another thread is in it
     */
    InMemoryTx own(Tx tx) {
        requireNonNull(tx, "tx");
        if (!(tx instanceof InMemoryTx own) || own.unitOfWork() != this) {
            throw new IllegalArgumentException("the transaction belongs to another unit of work than this store;"
                    + " nothing was written. Use the unit of work of the same stores");
        }
        if (!lock.isHeldByCurrentThread() || own != current) {
            throw new IllegalStateException("the transaction has ended, or is another thread's; nothing was written."
                    + " Use it only inside the call that gave it");
        }
        return own;
    }
}
