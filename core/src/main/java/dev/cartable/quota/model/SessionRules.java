package dev.cartable.quota.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for each session, in whole seconds; null where nothing is said.
 *
 * @param timeout how long it may last
 * @param idleTimeout how long it may be silent
 * @param simultaneous how many a user may have at a time
 */
public record SessionRules(
        @Nullable Duration timeout,
        @Nullable Duration idleTimeout,
        @Nullable Integer simultaneous) {
    public static final SessionRules NONE = new SessionRules(null, null, null);

    private static final Duration LONGEST = Duration.ofDays(3_650);

    public SessionRules {
        check("session timeout", timeout);
        check("idle timeout", idleTimeout);
        if (simultaneous != null && simultaneous < 1) {
            throw new IllegalArgumentException(simultaneous + " simultaneous sessions cannot be: 1 or more");
        }
    }

    private static void check(String what, @Nullable Duration duration) {
        if (duration != null && (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("a " + what + " of " + duration + " cannot be: 1 second to " + LONGEST);
        }
    }
}
