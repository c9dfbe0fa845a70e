package dev.cartable.account;

import dev.cartable.CartableException;
import java.util.Map;

/** No free username could be had for some guardians. The chunk that they are in was undone; the ones before it stand. */
final class NoUsernameException extends CartableException {
    private static final long serialVersionUID = 1L;

    NoUsernameException(String message) {
        super("NO_USERNAME", Map.of(), message);
    }
}
