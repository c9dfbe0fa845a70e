package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was reported of a session at one time. Two readings that say the same are the same reading.
 *
 * @param at when it was true, to the microsecond: the time of the packet less its Acct-Delay-Time (RFC 2866, 5.2), which
 *     the reporter takes off
 * @param input Acct-Input-Octets: what the session has received from the user since its start, which is the user's upload;
 *     null together with {@code output} if the packet does not say
 * @param output Acct-Output-Octets: what it has sent to the user, which is the user's download
 * @param sessionTime Acct-Session-Time: whole seconds since the session's start; null if the packet does not say
 */
public record SessionReading(
        Session.Key key,
        Status status,
        Instant at,
        @Nullable Octets input,
        @Nullable Octets output,
        @Nullable Duration sessionTime)
        implements Comparable<SessionReading> {
    /** What a reading says beside its numbers; those of one instant happened in this order. */
    public enum Status {
        /** Acct-Status-Type Start. */
        START,
        /** Cartable has let the user in; no packet. */
        ADMITTED,
        /** Acct-Status-Type Interim-Update. */
        INTERIM_UPDATE,
        /** Acct-Status-Type Stop. */
        STOP,
        /** Cartable takes the session for ended, since nothing was heard of it; no packet. */
        FREED_STALE,
        /** Cartable takes the session for ended, since it was idle for too long; no packet. */
        FREED_IDLE;

        /** Whether it was reported by an access server. */
        public boolean isPacket() {
            return this == START || this == INTERIM_UPDATE || this == STOP;
        }
    }

    /** The most that 32 bits hold. */
    private static final long LONGEST_SECONDS = 0xFFFF_FFFFL;

    private static final Comparator<SessionReading> ORDER = Comparator.comparing(SessionReading::at)
            .thenComparing(SessionReading::status)
            .thenComparing(reading -> reading.sessionTime() == null ? Duration.ZERO : reading.sessionTime())
            .thenComparing(SessionReading::content)
            .thenComparing(SessionReading::key);

    public SessionReading {
        requireNonNull(key, "key");
        requireNonNull(status, "status");
        at = at.truncatedTo(ChronoUnit.MICROS);
        if ((input == null) != (output == null)) {
            throw new IllegalArgumentException("the reading of session " + key.session() + " at " + at
                    + " has octets of one direction alone; both or none are needed");
        }
        if (sessionTime != null) {
            sessionTime = sessionTime.truncatedTo(ChronoUnit.SECONDS);
            if (sessionTime.isNegative() || sessionTime.toSeconds() > LONGEST_SECONDS) {
                throw new IllegalArgumentException("a session time of " + sessionTime.toSeconds()
                        + " s cannot be: 0 to " + LONGEST_SECONDS + " can");
            }
        }
    }

    /** A reading without numbers, such as a Start. */
    public static SessionReading of(Session.Key key, Status status, Instant at) {
        return new SessionReading(key, status, at, null, null, null);
    }

    /** All that it says but its key and time, in one text: what exact repetitions have in common. */
    public String content() {
        return status + " " + Objects.toString(input, "-") + " " + Objects.toString(output, "-") + " "
                + (sessionTime == null ? "-" : sessionTime.toSeconds());
    }

    @Override
    public int compareTo(SessionReading other) {
        return ORDER.compare(this, other);
    }

    /**
     * A counter of octets as an access server reports it: 32 bits (RFC 2866, 5.3 and 5.4) and, if it reports them, how often these
     * have wrapped (RFC 2869, 5.1 and 5.2).
     *
     * @param low 0 to 2³²−1
     * @param gigawords null if the server does not report them, which some leave out while they are 0
     */
    public record Octets(long low, @Nullable Long gigawords) {
        private static final int BITS = 32;
        private static final long WRAP = 1L << BITS;
        private static final long MOST_GIGAWORDS = Traffic.MAX >>> BITS;

        public Octets {
            if (low < 0 || low >= WRAP) {
                throw new IllegalArgumentException(low + " octets cannot be read from a counter of 32 bits");
            }
            if (gigawords != null && (gigawords < 0 || gigawords > MOST_GIGAWORDS)) {
                throw new IllegalArgumentException(
                        gigawords + " gigawords cannot be counted: 0 to " + MOST_GIGAWORDS + " can");
            }
        }

        /** A counter of a server without gigawords. */
        public static Octets of(long low) {
            return new Octets(low, null);
        }

        /** A counter of a server with gigawords that says so many bytes. */
        public static Octets full(long bytes) {
            return new Octets(bytes & (WRAP - 1), bytes >>> BITS);
        }

        @Override
        public String toString() {
            return gigawords == null ? Long.toString(low) : gigawords + ":" + low;
        }
    }
}
