package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's time on the network, as far as it was told.
 *
 * @param started the first that was told of it
 * @param updatedAt the last that an access server told of it
 * @param grownAt when something was last used in it, or it was last admitted or started
 * @param endedAt when it ended; null while it is open
 * @param end why it ended; null while it is open
 * @param traffic what was used in it: input of the server is the user's upload
 */
public record Session(
        SessionKey key,
        Instant started,
        Instant updatedAt,
        Instant grownAt,
        @Nullable Instant endedAt,
        @Nullable End end,
        Traffic traffic) {
    /** Why a session ended. */
    public enum End {
        /** The server said so. */
        STOPPED,
        /** The server restarted. */
        NAS_RESTARTED,
        /** Another session has begun under the same id. */
        SUPERSEDED,
        /** Nothing was heard of it for too long. */
        STALE,
        /** Nothing was used in it for longer than the profile allows. */
        IDLE
    }

    public Session {
        requireNonNull(key, "key");
        requireNonNull(started, "started");
        requireNonNull(updatedAt, "updatedAt");
        requireNonNull(grownAt, "grownAt");
        requireNonNull(traffic, "traffic");
        if ((endedAt == null) != (end == null)) {
            throw new IllegalArgumentException(
                    "session " + key.session() + " ended at " + endedAt + " because of " + end);
        }
    }

    public boolean isOpen() {
        return endedAt == null;
    }

    /** Whether nothing was heard of it for so long. */
    public boolean isStale(Duration staleAfter, Instant now) {
        return updatedAt.isBefore(now.minus(staleAfter));
    }

    /** Whether what was told of it shows nothing used for so long. A null timeout never passes. */
    public boolean isIdle(@Nullable Duration idleTimeout) {
        return idleTimeout != null && !grownAt.plus(idleTimeout).isAfter(updatedAt);
    }
}
