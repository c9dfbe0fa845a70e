package dev.cartable.school.model;

import dev.cartable.CartableException;

/** The roster as a whole cannot be read: empty, truncated, or in no known format. Nothing was written. */
public class UnreadableRosterException extends CartableException {
    private static final long serialVersionUID = 1L;

    public UnreadableRosterException(String message) {
        super(message);
    }

    public UnreadableRosterException(String message, Throwable cause) {
        super(message, cause);
    }
}
