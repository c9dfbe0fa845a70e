package dev.cartable.jdbc.database;

import dev.cartable.work.CommitActions;
import dev.cartable.work.Tx;
import org.jdbi.v3.core.Handle;

/** A transaction on one connection. */
final class JdbcTx implements Tx {
    private final Object resource;
    private final Handle handle;
    private final CommitActions onCommit;
    private final boolean readCommitted;
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean broken;

    /** @param readCommitted whether it is known to be at READ COMMITTED */
    JdbcTx(Object resource, Handle handle, boolean readCommitted, CommitActions onCommit) {
        this.resource = resource;
        this.handle = handle;
        this.readCommitted = readCommitted;
        this.onCommit = onCommit;
    }

    Handle handle() {
        return handle;
    }

    boolean isReadCommitted() {
        return readCommitted;
    }

    @Override
    public void afterCommit(Runnable action) {
        requireUsable();
        onCommit.add(action);
    }

    boolean isOf(Object other) {
        return resource == other;
    }

    void requireUsable() {
        if (over || thread != Thread.currentThread()) {
            throw new IllegalStateException("the transaction has ended, or is another thread's; nothing was written."
                    + " Use it only inside the call that gave it");
        }
    }

    void end() {
        over = true;
    }

    /** A part of the work has failed: the rest may not be committed without it. */
    void breakUp() {
        broken = true;
    }

    void requireUnbroken() {
        if (broken) {
            throw new IllegalStateException("a part of this transaction has failed, so all of it was undone;"
                    + " nothing was written. Let the exception of the part pass");
        }
    }
}
