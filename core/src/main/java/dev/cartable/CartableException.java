package dev.cartable;

/**
 * The base of every exception that Cartable throws on purpose: a broken contract, a configuration that cannot work, a
 * source that cannot be read. What a caller should expect in daily life is a result, not an exception.
 *
 * <p>The message says what happened, what was kept and what to do next. It never holds a secret, and names people by
 * id only.
 */
public class CartableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CartableException(String message) {
        super(message);
    }

    public CartableException(String message, Throwable cause) {
        super(message, cause);
    }
}
