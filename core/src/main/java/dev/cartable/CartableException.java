package dev.cartable;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The base of every exception that Cartable throws on purpose: a broken contract, a configuration that cannot work, a
 * source that cannot be read. What a caller should expect in daily life is a result, not an exception.
 *
 * <p>A program goes by {@link #code}. Each edge (command line, REST, log) words code and {@link #facts} in its own language, and
 * adds what its users can do. The message is for developers: it says what happened and what was kept. It never holds a secret, and
 * names people by id only.
 */
public class CartableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final TreeMap<String, String> facts;

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
