package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of messages lately, and what holds up those that wait. Days are the school's; a message belongs to the day on which it was
 * queued.
 *
 * @param today the day on which they were counted
 * @param weekStart the first day of the week that {@code today} is in
 * @param lastSevenDays those of today and the six days before
 * @param oldestWaiting since when the oldest message waits; null if none does
 * @param pauses the channels and domains that are paused
 * @param sms the short messages of today
 */
public record NoticeStatistics(
        LocalDate today,
        LocalDate weekStart,
        List<Count> ofToday,
        List<Count> ofThisWeek,
        List<Count> lastSevenDays,
        @Nullable Instant oldestWaiting,
        List<Pause> pauses,
        Sms sms) {
    public NoticeStatistics {
        requireNonNull(today, "today");
        requireNonNull(weekStart, "weekStart");
        ofToday = List.copyOf(ofToday);
        ofThisWeek = List.copyOf(ofThisWeek);
        lastSevenDays = List.copyOf(lastSevenDays);
        pauses = List.copyOf(pauses);
        requireNonNull(sms, "sms");
    }

    /**
     * A channel, or a domain of addresses, that is paused.
     *
     * @param domain such as {@code gmail.com}; empty for the whole channel
     */
    public record Pause(Channel channel, String domain, Instant until, String reason) {
        public Pause {
            requireNonNull(channel, "channel");
            requireNonNull(domain, "domain");
            requireNonNull(until, "until");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * What waits, and what holds it up.
     *
     * @param oldestWaiting since when the oldest message waits; null if none does
     * @param pauses the channels and domains that are paused
     */
    public record Backlog(@Nullable Instant oldestWaiting, List<Pause> pauses) {
        public Backlog {
            pauses = List.copyOf(pauses);
        }
    }

    /**
     * Segments of short messages on one day.
     *
     * @param budget how many may go; null if there is no budget, and then none are counted
     * @param used how many have gone, those under way included
     */
    public record Sms(@Nullable Integer budget, int used) {
        /** How many may still go; null without a budget. */
        public @Nullable Integer left() {
            return budget == null ? null : Math.max(0, budget - used);
        }
    }

    /** How many notices of a kind, by a channel, are in a state. */
    public record Count(Channel channel, Kind kind, NoticeState state, long notices) {
        public Count {
            requireNonNull(channel, "channel");
            requireNonNull(kind, "kind");
            requireNonNull(state, "state");
        }
    }
}
