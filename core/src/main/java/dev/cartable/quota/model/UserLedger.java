package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored about one user's use, read in one piece, from single events up to counters: what an audit compares. Its
 * size goes by the days that the user has used something on, not by their events. Immutable.
 */
public final class UserLedger {
    private final UserId user;
    private final Span span;
    private final @Nullable Usage usage;
    private final Map<Window, TrafficSum> stored;
    private final NavigableMap<LocalDate, TrafficSum> days;
    private final NavigableMap<LocalDate, TrafficSum> reported;
    private final Map<WindowKey, TrafficSum> adjusted;
    private final Instant servedSince;
    private final TrafficSum cycleHead;
    private final TrafficSum servedHead;

    private UserLedger(Builder builder) {
        this.user = builder.user;
        this.span = builder.span;
        this.usage = builder.usage;
        this.stored = builder.stored;
        this.days = builder.days;
        this.reported = builder.reported;
        this.adjusted = builder.adjusted;
        this.servedSince = builder.servedSince;
        this.cycleHead = builder.cycleHead;
        this.servedHead = builder.servedHead;
    }

    /** Starts one. */
    public static Builder of(UserId user, Span span) {
        return new Builder(user, span);
    }

    public UserId user() {
        return user;
    }

    /** The counters; null if there are none. What does not fit into a counter is cut off here, and {@link #stored} has it. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** From when on it is proven by events. */
    public Span span() {
        return span;
    }

    /** What a counter says, be it below zero. */
    public TrafficSum stored(Window window) {
        return stored.getOrDefault(window, TrafficSum.ZERO);
    }

    /** The record of each day. */
    public NavigableMap<LocalDate, TrafficSum> days() {
        return days;
    }

    /** What was reported of each day, by events that are remembered; of a day that the span proves it is all. */
    public NavigableMap<LocalDate, TrafficSum> reported() {
        return reported;
    }

    /** What was added to a counter without an event. */
    public TrafficSum adjusted(WindowKey key) {
        return adjusted.getOrDefault(key, TrafficSum.ZERO);
    }

    /** When the user came to the cycle that the counters are in, as far as it is known: its start, or later. */
    public Instant servedSince() {
        return servedSince;
    }

    /** What was reported of the first day of the cycle, and can have happened since the cycle began. */
    public TrafficSum cycleHead() {
        return cycleHead;
    }

    /**
     * What was reported of the first day that the user was certainly served on, and certainly happened since they were. An event
     * may be {@link QuotaSettings#AHEAD} of its time, so the first minutes are not certain.
     */
    public TrafficSum servedHead() {
        return servedHead;
    }

    /** The first day of {@link #servedHead}. */
    public LocalDate servedDay() {
        return span.calendar().day(servedSince.plus(QuotaSettings.AHEAD));
    }

    /** Puts a ledger together: the counters first, then adjustments, then days and what was reported of them. Used by one thread. */
    public static final class Builder {
        private final UserId user;
        private final Span span;
        private final Map<Window, TrafficSum> stored = new EnumMap<>(Window.class);
        private final NavigableMap<LocalDate, TrafficSum> days = new TreeMap<>();
        private final NavigableMap<LocalDate, TrafficSum> reported = new TreeMap<>();
        private final Map<WindowKey, TrafficSum> adjusted = new HashMap<>();
        private @Nullable Usage usage;
        private Instant cycle = Usage.NO_CYCLE;
        private Instant servedSince = Usage.NO_CYCLE;
        private TrafficSum cycleHead = TrafficSum.ZERO;
        private TrafficSum servedHead = TrafficSum.ZERO;

        private Builder(UserId user, Span span) {
            this.user = requireNonNull(user, "user");
            this.span = requireNonNull(span, "span");
        }

        /** What the counters say. */
        public Builder usage(Usage usage) {
            this.usage = usage;
            for (Window window : Window.values()) {
                stored.put(window, TrafficSum.of(usage.traffic(window)));
            }
            cycle = usage.key(Window.CYCLE).start();
            servedSince = cycle;
            return this;
        }

        /** What a counter says, where that is no {@link Traffic}. */
        public Builder stored(Window window, TrafficSum traffic) {
            stored.put(window, traffic);
            return this;
        }

        /** What was added to a counter without an event. */
        public Builder adjusted(UsageAdjustment adjustment) {
            adjusted.merge(adjustment.key(), adjustment.amount(), TrafficSum::plus);
            boolean arrival = adjustment.isArrival() && adjustment.key().start().equals(cycle);
            if (arrival && adjustment.at().isAfter(servedSince)) {
                servedSince = adjustment.at();
            }
            return this;
        }

        /** The record of a day. */
        public Builder day(LocalDate day, TrafficSum traffic) {
            days.put(day, traffic);
            return this;
        }

        /** An event. */
        public Builder reported(Instant at, TrafficSum traffic) {
            LocalDate day = span.calendar().day(at);
            reported.merge(day, traffic, TrafficSum::plus);
            if (!at.isBefore(cycle) && day.equals(span.calendar().day(cycle))) {
                cycleHead = cycleHead.plus(traffic);
            }
            Instant certain = servedSince.plus(QuotaSettings.AHEAD);
            if (!at.isBefore(certain) && day.equals(span.calendar().day(certain))) {
                servedHead = servedHead.plus(traffic);
            }
            return this;
        }

        /** What was reported of a day as a whole, without saying when on it. */
        public Builder reported(LocalDate day, TrafficSum traffic) {
            reported.merge(day, traffic, TrafficSum::plus);
            if (day.equals(span.calendar().day(cycle))) {
                cycleHead = cycleHead.plus(traffic);
            }
            return this;
        }

        public UserLedger build() {
            return new UserLedger(this);
        }
    }

    /**
     * From when on every event is still remembered, so that a day can be proven from them.
     *
     * @param since no event that happened at or after this instant is forgotten
     */
    public record Span(WindowCalendar calendar, Instant since) {
        public Span {
            requireNonNull(calendar, "calendar");
            requireNonNull(since, "since");
        }

        /** The first day, in the school's zone, of which every event is remembered. */
        public LocalDate firstDay() {
            LocalDate day = calendar.day(since);
            return calendar.start(day).isBefore(since) ? day.plusDays(1) : day;
        }

        /** Whether all events of a day are remembered. */
        public boolean proves(LocalDate day) {
            return !day.isBefore(firstDay());
        }
    }
}
