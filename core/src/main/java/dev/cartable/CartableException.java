package dev.cartable;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The base of every exception that Cartable throws on purpose: a broken contract, a configuration that cannot work, a
 * source that cannot be read. What a caller should expect in daily life is a result, not an exception.
 *
 * <p>The message says what happened, what was kept and what to do next. It never holds a secret, and names people by
 * id only. A program goes by {@link #code}; the command line and REST word the {@link #facts} in their own language.
 */
public class CartableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code of a refusal that has no code of its own. */
    private static final String REFUSED = "REFUSED";

    private final String code;
    private final TreeMap<String, String> facts;

    public CartableException(String message) {
        this(REFUSED, Map.of(), message);
    }

    public CartableException(String message, Throwable cause) {
        this(REFUSED, Map.of(), message, cause);
    }

    /**
     * @param code a stable word for programs, such as {@code BRAKE}
     * @param facts what the message names, such as {@code limit}, for a text in another language
     */
    public CartableException(String code, Map<String, String> facts, String message) {
        super(message);
        this.code = requireNonNull(code, "code");
        this.facts = new TreeMap<>(facts);
    }

    /** As {@link #CartableException(String, Map, String)}, with a cause. */
    public CartableException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code");
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
