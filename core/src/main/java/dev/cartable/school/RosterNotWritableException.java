package dev.cartable.school;

import dev.cartable.CartableException;

/** The school's relations are views over the host's own tables, so nothing can be imported into them. */
public class RosterNotWritableException extends CartableException {
    private static final long serialVersionUID = 1L;

    public RosterNotWritableException() {
        super("the school's relations are views over the host's own tables, so that a roster cannot be imported;"
                + " nothing was written. Change the host's data instead: Cartable reads it at once");
    }
}
