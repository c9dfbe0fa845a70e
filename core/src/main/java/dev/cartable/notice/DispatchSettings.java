package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Retries, claims and pauses of dispatch. The courier limits the sending rate.
 *
 * @param retryBase the wait after the first failure; it doubles with each further one
 * @param retries how often a notice is tried again at doubling waits; 0 to 20
 * @param longTail further waits after those, such as some hours, for servers that are away for a day
 * @param claimSize how many notices of a channel are claimed at once; 1 to 1,000
 * @param lease how long a process may take for one claim, by the store's clock; another process takes over after it
 * @param pause how long to leave a channel or a kind alone that cannot be served, where nothing else says so
 * @param receiptPatience how long a gateway's receipt is waited for; then the notice is {@code UNCONFIRMED}
 * @param quietHours when notices that {@linkplain dev.cartable.notice.port.NoticeType#canWait can wait} are not sent, save to
 *     the application's own inbox; null for never
 */
public record DispatchSettings(
        Duration retryBase,
        int retries,
        List<Duration> longTail,
        int claimSize,
        Duration lease,
        Duration pause,
        Duration receiptPatience,
        @Nullable QuietHours quietHours) {
    private static final Duration RECEIPT_PATIENCE = Duration.ofHours(72);
    private static final int MOST_RETRIES = 20;
    private static final int LARGEST_CLAIM = 1_000;

    public DispatchSettings {
        positive("retryBase", retryBase);
        positive("lease", lease);
        positive("pause", pause);
        positive("receiptPatience", receiptPatience);
        longTail = List.copyOf(longTail);
        longTail.forEach(wait -> positive("longTail", wait));
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException("retries is " + retries + ", not 0 to " + MOST_RETRIES);
        }
        if (claimSize < 1 || claimSize > LARGEST_CLAIM) {
            throw new IllegalArgumentException("claimSize is " + claimSize + ", not 1 to " + LARGEST_CLAIM);
        }
    }

    /** Settings without quiet hours, which wait 72 hours for a receipt. */
    public DispatchSettings(
            Duration retryBase, int retries, List<Duration> longTail, int claimSize, Duration lease, Duration pause) {
        this(retryBase, retries, longTail, claimSize, lease, pause, RECEIPT_PATIENCE, null);
    }

    /** Three retries after 60, 120 and 240 s, claims of 50 notices for 10 minutes, pauses of 15 minutes. */
    public static DispatchSettings defaults() {
        return new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), 50, Duration.ofMinutes(10), Duration.ofMinutes(15));
    }

    /** The same with these further waits after the doubling ones. */
    public DispatchSettings withLongTail(List<Duration> waits) {
        return new DispatchSettings(
                retryBase, retries, waits, claimSize, lease, pause, receiptPatience, quietHours);
    }

    /** The same with these quiet hours. */
    public DispatchSettings withQuietHours(QuietHours quietHours) {
        return new DispatchSettings(
                retryBase, retries, longTail, claimSize, lease, pause, receiptPatience, quietHours);
    }

    /** The same, waiting so long for a receipt. */
    public DispatchSettings withReceiptPatience(Duration patience) {
        return new DispatchSettings(retryBase, retries, longTail, claimSize, lease, pause, patience, quietHours);
    }

    /** How often a notice is tried in all. */
    public int attempts() {
        return 1 + retries + longTail.size();
    }

    /** How long to wait after the {@code attempt}-th attempt, counted from 1, has failed; empty if it was the last. */
    public Optional<Duration> waitAfter(int attempt) {
        if (attempt <= retries) {
            return Optional.of(retryBase.multipliedBy(1L << Math.max(0, attempt - 1)));
        }
        return attempt < attempts() ? Optional.of(longTail.get(attempt - retries - 1)) : Optional.empty();
    }

    private static void positive(String name, Duration value) {
        requireNonNull(value, name);
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", less than a second");
        }
    }

    /**
     * The hours of each day in which messages that can wait are not sent; they are sent afterwards.
     *
     * @param from their first minute
     * @param to the first minute after them, on the next day if it is not later than {@code from}
     * @param zone where these times are read; a time that a day skips counts as the first one after it
     */
    public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
        public QuietHours {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(zone, "zone");
            if (from.equals(to)) {
                throw new IllegalArgumentException("quiet hours from " + from + " to " + to + " have no length");
            }
        }

        /**
         * Reads quiet hours as they are written, such as {@code 21:00-07:00}.
         *
         * @throws IllegalArgumentException if they are written otherwise
         */
        public static QuietHours parse(String text, ZoneId zone) {
            String[] times = text.strip().split("\\s*[-–]\\s*", -1);
            try {
                if (times.length == 2) {
                    return new QuietHours(LocalTime.parse(times[0]), LocalTime.parse(times[1]), zone);
                }
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(unreadable(text), e);
            }
            throw new IllegalArgumentException(unreadable(text));
        }

        private static String unreadable(String text) {
            return "'" + text + "' are no quiet hours; write them as 21:00-07:00";
        }

        /** When the quiet hours that an instant is in are over; empty if it is in none. */
        public Optional<Instant> endAfter(Instant at) {
            LocalDate day = LocalDate.ofInstant(at, zone);
            return Stream.of(day.minusDays(1), day)
                    .filter(first -> !at.isBefore(start(first)) && at.isBefore(end(first)))
                    .map(this::end)
                    .findFirst();
        }

        private Instant start(LocalDate day) {
            return day.atTime(from).atZone(zone).toInstant();
        }

        private Instant end(LocalDate day) {
            return (to.isAfter(from) ? day : day.plusDays(1))
                    .atTime(to)
                    .atZone(zone)
                    .toInstant();
        }

        /** As {@link #parse} reads it. */
        @Override
        public String toString() {
            return from + "-" + to;
        }
    }
}
