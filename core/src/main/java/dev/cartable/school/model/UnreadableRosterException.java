package dev.cartable.school.model;

import dev.cartable.CartableException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The roster as a whole cannot be read: empty, truncated, or in no known format. Nothing was written. */
public class UnreadableRosterException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final TreeMap<String, String> facts;

    public UnreadableRosterException(String message) {
        this("UNREADABLE", Map.of(), message);
    }

    /**
     * @param code a stable word for programs, such as {@code CUT_OFF}
     * @param facts what the message names, such as {@code file} and {@code line}, for a text in another language
     */
    public UnreadableRosterException(String code, Map<String, String> facts, String message) {
        super(message);
        this.code = code;
        this.facts = new TreeMap<>(facts);
    }

    public UnreadableRosterException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.facts = new TreeMap<>(facts);
    }

    /** A stable word for programs. */
    public String code() {
        return code;
    }

    /** What the message names. */
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }
}
