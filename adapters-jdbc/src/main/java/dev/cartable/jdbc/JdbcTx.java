package dev.cartable.jdbc;

import dev.cartable.work.Tx;
import org.jdbi.v3.core.Handle;

/** A transaction on one connection. */
final class JdbcTx implements Tx {
    private final Object resource;
    private final Handle handle;
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean broken;

    JdbcTx(Object resource, Handle handle) {
        this.resource = resource;
        this.handle = handle;
    }

    Handle handle() {
        return handle;
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
