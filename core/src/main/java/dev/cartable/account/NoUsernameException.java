package dev.cartable.account;

import dev.cartable.CartableException;

/** No free username could be had for some guardians. The chunk that they are in was undone; the ones before it stand. */
public class NoUsernameException extends CartableException {
    private static final long serialVersionUID = 1L;

    NoUsernameException(String message) {
        super(message);
    }
}
