package dev.cartable.quickstart;

import dev.cartable.work.CommitActions;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host's own database, in few lines: maps, one transaction at a time, and a list of what a rollback has to undo. */
final class HostDatabase implements UnitOfWork {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HostTx current;

    private final class HostTx implements Tx {
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final CommitActions onCommit = new CommitActions();

        @Override
        public void afterCommit(Runnable action) {
            own(this).onCommit.add(action);
        }
    }

    /** Inside another call it joins that one; the whole is undone if the exception of a part passes. */
    @Override
    public <R> R call(Function<? super Tx, ? extends R> work) {
        HostTx tx = new HostTx();
        R result;
        lock.lock();
        try {
            if (current != null) {
                return work.apply(current);
            }
            result = begin(tx, work);
        } finally {
            lock.unlock();
        }
        tx.onCommit.run();
        return result;
    }

    private <R> R begin(HostTx tx, Function<? super Tx, ? extends R> work) {
        current = tx;
        try {
            R result = work.apply(tx);
            tx.undo.clear();
            return result;
        } finally {
            tx.undo.forEach(Runnable::run);
            current = null;
        }
    }

    @Override
    public boolean joins() {
        return lock.isHeldByCurrentThread() && current != null;
    }

    /** Reads while no other thread writes. */
    <R extends @Nullable Object> R read(Supplier<R> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Writes a row, which a rollback takes back. Refuses a transaction of another database, or one that has ended. */
    <K, V> void put(Tx tx, Map<K, V> table, K key, V row) {
        HostTx own = own(tx);
        V before = table.put(key, row);
        own.undo.push(() -> {
            if (before == null) {
                table.remove(key);
            } else {
                table.put(key, before);
            }
        });
    }

    HostTx own(Tx tx) {
        if (!lock.isHeldByCurrentThread() || !(tx instanceof HostTx own) || own != current) {
            throw new IllegalStateException(
                    "the transaction has ended, or is of another database; nothing was written");
        }
        return own;
    }
}
