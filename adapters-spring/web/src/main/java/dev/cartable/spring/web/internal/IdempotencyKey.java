package dev.cartable.spring.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;

/** The header {@code Idempotency-Key}: a client that does not know whether its request arrived sends it again under the same key. */
public final class IdempotencyKey {
    private static final int LONGEST = 200;

    private IdempotencyKey() {}

    /**
     * The key of a request, if it has one.
     *
     * @throws ProblemException if it cannot be one
     */
    public static Optional<String> of(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || key.length() > LONGEST || key.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw ProblemException.of(400, "BAD_IDEMPOTENCY_KEY", Map.of());
        }
        return Optional.of(key);
    }
}
