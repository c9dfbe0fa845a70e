package dev.cartable.work;

import dev.cartable.CartableException;

/** The brake has stopped a run. Nothing was written. */
public final class BrakeException extends CartableException {
    private static final long serialVersionUID = 1L;

    BrakeException(String what, long count, long total, long limit) {
        super("this run would " + what + ": " + count + " of " + total + ", and " + limit
                + " is the limit; nothing was written. If the roster is complete and this is meant, allow it with --max "
                + count);
    }
}
