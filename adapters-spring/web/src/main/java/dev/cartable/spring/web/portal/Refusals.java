package dev.cartable.spring.web.portal;

import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.spring.web.internal.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refusals of core as problems. */
final class Refusals {
    private Refusals() {}

    /** A refusal that has nothing to do with the password that was chosen. */
    static ProblemException of(Enum<?> reason) {
        String code = reason.name();
        int status = switch (code) {
            case "UNKNOWN_TOKEN", "UNKNOWN_LINK" -> 404;
            case "EXPIRED", "USED", "SUPERSEDED", "ADDRESS_WITHDRAWN", "CODE_EXPIRED", "NO_LONGER_ASKED" -> 410;
            case "WRONG_CODE", "WRONG_USERNAME_OR_PASSWORD" -> 403;
            default -> 409;
        };
        return ProblemException.of(status, code, Map.of());
    }

    static ProblemException of(Enum<?> reason, @Nullable Weakness weakness) {
        return weakness == null
                ? of(reason)
                : ProblemException.of(422, reason.name(), Map.of("weakness", weakness.name()));
    }

    static ProblemException of(Enum<?> reason, @Nullable Weakness weakness, @Nullable Instant retryAt, Instant now) {
        return retryAt == null ? of(reason, weakness) : tooMany(retryAt, now);
    }

    /** Too many attempts, of this client or on this account. */
    static ProblemException tooMany(Instant retryAt, Instant now) {
        return ProblemException.of(429, "TOO_MANY_ATTEMPTS", Map.of()).retryAfter(Duration.between(now, retryAt));
    }
}
