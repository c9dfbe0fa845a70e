package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cartable cannot start as the host has configured it. Spring Boot prints what is wrong, and what to do, in place of a stack trace. */
public final class CartableConfigurationException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final String action;

    CartableConfigurationException(String description, String action) {
        this(description, action, null);
    }

    @SuppressWarnings("NullAway") // Java takes null for an unknown cause.
    CartableConfigurationException(String description, String action, @Nullable Throwable cause) {
        super("CONFIGURATION", Map.of(), description, cause);
        this.action = requireNonNull(action, "action");
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
