package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A user's time on the network, as far as it was reported.
 *
 * @param started the first report of it
 * @param updatedAt the last report of an access server
 * @param grownAt when something was last used in it, or it was last admitted or started
 * @param endedAt when it ended; null while it is open
 * @param end why it ended; null while it is open
 * @param traffic what was used in it: input of the server is the user's upload
 */
public record Session(
        Key key,
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

    /** Whether what was reported of it shows nothing used for so long. A null timeout never passes. */
    public boolean isIdle(@Nullable Duration idleTimeout) {
        return idleTimeout != null && !grownAt.plus(idleTimeout).isAfter(updatedAt);
    }

    /**
     * What readings of a session have in common. An access server that restarts gives the same ids again, so that several
     * sessions may have one key; they differ by their start.
     *
     * @param session the Acct-Session-Id (RFC 2866, 5.5), 1 to 253 octets in UTF-8 without control characters
     */
    public record Key(NasId nas, String session, UserId user) implements Comparable<Key> {
        private static final int LONGEST = 253;
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::user).thenComparing(Key::nas).thenComparing(Key::session);

        public Key {
            requireNonNull(nas, "nas");
            NasId.check("session", session, LONGEST);
            requireNonNull(user, "user");
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What a session has contributed to the use of a local day; or, where it is a change, what comes to that or is taken
     * from it.
     *
     * @param started which of the sessions under the key it is
     */
    public record DayUsage(Session.Key key, Instant started, LocalDate day, TrafficSum amount) {
        public DayUsage {
            requireNonNull(key, "key");
            requireNonNull(started, "started");
            requireNonNull(day, "day");
            requireNonNull(amount, "amount");
        }
    }

    /**
     * What the timeline of sessions has to know of the readings of a key before an instant to go on from there: a few numbers, however
     * many readings there were.
     *
     * @param until all readings and events before this instant are in it
     * @param started which session is the last one under the key by then
     * @param last its last reading, without numbers
     * @param countedAt when its counters were last read, or it began
     * @param grownAt when something was last used in it
     * @param counted what was used in it
     * @param shown what its counters stood for when they were last read
     * @param reported whether its access server has reported it, and not only admitted it
     * @param sessionTime its last Acct-Session-Time; null if there was none
     * @param stoppedAt when its Stop was; null if there was none
     * @param freed the reading by which Cartable has freed it; null if it has not
     * @param serverEndedAt when the access server first began or ceased to account after the last reading; null if it has not
     * @param restartedAt when the access server last began to account after the last reading; null if it has not
     * @param first whether the readings before it are not stored any more, so that nothing can be known of an earlier time
     */
    public record Checkpoint(
            Instant until,
            Instant started,
            SessionReading last,
            Instant countedAt,
            Instant grownAt,
            Traffic counted,
            Traffic shown,
            boolean reported,
            @Nullable Duration sessionTime,
            @Nullable Instant stoppedAt,
            @Nullable SessionReading freed,
            @Nullable Instant serverEndedAt,
            @Nullable Instant restartedAt,
            boolean first) {
        public Checkpoint {
            requireNonNull(until, "until");
            requireNonNull(started, "started");
            requireNonNull(last, "last");
            requireNonNull(countedAt, "countedAt");
            requireNonNull(grownAt, "grownAt");
            requireNonNull(counted, "counted");
            requireNonNull(shown, "shown");
        }

        /** The same, without what was before it. */
        public Checkpoint asFirst() {
            return new Checkpoint(
                    until,
                    started,
                    last,
                    countedAt,
                    grownAt,
                    counted,
                    shown,
                    reported,
                    sessionTime,
                    stoppedAt,
                    freed,
                    serverEndedAt,
                    restartedAt,
                    true);
        }

        public Session.Key key() {
            return last.key();
        }
    }
}
