package dev.cartable.quota;

import dev.cartable.CartableException;
import dev.cartable.school.model.UserId;
import java.util.Map;

/** A quota was asked of a user whom the host does not know. Nothing was written. */
public final class UnknownUserException extends CartableException {
    private static final long serialVersionUID = 1L;

    UnknownUserException(UserId user) {
        super(
                "UNKNOWN_USER",
                Map.of("user", user.value()),
                "there is no user " + user + "; nothing was written. Add the user to the host's data first");
    }
}
