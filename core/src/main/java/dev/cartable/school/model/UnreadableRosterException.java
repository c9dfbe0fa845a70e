package dev.cartable.school.model;

import dev.cartable.CartableException;
import java.util.Map;

/** The roster as a whole cannot be read: empty, truncated, or in no known format. Nothing was written. */
public class UnreadableRosterException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code a stable word for programs, such as {@code CUT_OFF}
     * @param facts what the message names, such as {@code file} and {@code line}, for a text in another language
     */
    public UnreadableRosterException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    public UnreadableRosterException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(code, facts, message, cause);
    }
}
