package dev.cartable.school;

import dev.cartable.CartableException;

/** The roster, or what is stored, is no longer what the plan was made from. */
public class RosterChangedException extends CartableException {
    private static final long serialVersionUID = 1L;

    public RosterChangedException(String message) {
        super(message);
    }
}
