package dev.cartable.jdbc.database;

import dev.cartable.work.Tx;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A transaction on one connection. */
final class JdbcTx implements Tx {
    private final Object resource;
    private final Handle handle;
    private final List<Runnable> onCommit;
    private final boolean readCommitted;
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean broken;

    /** @param readCommitted whether it is known to be at READ COMMITTED */
    JdbcTx(Object resource, Handle handle, boolean readCommitted, List<Runnable> onCommit) {
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

    void onCommit(Runnable step) {
        onCommit.add(step);
    }

    boolean isOf(Object other) {
        return resource == other;
    }

    boolean isUsable() {
        return !over && thread == Thread.currentThread();
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
