package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a school counts.
 *
 * @param levels the hierarchy, the highest level first; names are unique
 * @param firstDay the first day of a week
 * @param onChange what becomes of counters when another profile comes to serve a user
 * @param lateness how old an event may be when it is reported
 * @param remembered how long event ids are remembered, which has to be longer than {@code lateness}, or a late repetition
 *     would be counted again. An audit proves days by their events for as long as this, and no further back than
 *     where events have been forgotten
 * @param staleAfter after how long without a word a session counts as ended
 * @param lineSpeed how fast a user's line is where the profile sets no bandwidth, in both directions. A counter that wrapped
 *     would have grown by up to 4 GiB: where the line cannot have carried that, at twice its speed, the counter was reset instead
 */
public record QuotaSettings(
        List<Level> levels,
        DayOfWeek firstDay,
        CounterPolicy onChange,
        Duration lateness,
        Duration remembered,
        Duration staleAfter,
        Bandwidth lineSpeed) {
    /** A line of 1 Gbit/s in each direction. */
    public static final Bandwidth LINE_SPEED = Bandwidth.of(1_000_000);

    /** How far ahead of our clock an event may be. */
    public static final Duration AHEAD = Duration.ofMinutes(5);

    public QuotaSettings {
        levels = List.copyOf(levels);
        requireNonNull(firstDay, "firstDay");
        requireNonNull(onChange, "onChange");
        requireNonNull(lineSpeed, "lineSpeed");
        if (levels.isEmpty() || levels.stream().map(Level::name).distinct().count() != levels.size()) {
            throw new IllegalArgumentException("the levels " + levels + " are none, or have a name twice");
        }
        if (lateness.isNegative() || remembered.compareTo(lateness.plus(AHEAD)) <= 0) {
            throw new IllegalArgumentException(
                    "events are remembered for " + remembered + ", which has to be longer than the " + lateness
                            + " that they may be late, or a late repetition would be counted twice");
        }
        if (lineSpeed.up() == null || lineSpeed.down() == null) {
            throw new IllegalArgumentException("the speed of a line is needed in both directions, not " + lineSpeed);
        }
        if (staleAfter.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("sessions cannot be stale after " + staleAfter + ": 1 minute or more");
        }
    }

    /** With lines of {@link #LINE_SPEED}. */
    public QuotaSettings(
            List<Level> levels,
            DayOfWeek firstDay,
            CounterPolicy onChange,
            Duration lateness,
            Duration remembered,
            Duration staleAfter) {
        this(levels, firstDay, onChange, lateness, remembered, staleAfter, LINE_SPEED);
    }

    /** The same with lines of that speed. */
    public QuotaSettings with(Bandwidth speed) {
        return new QuotaSettings(levels, firstDay, onChange, lateness, remembered, staleAfter, speed);
    }

    /**
     * Own profile, promotion's, default; weeks from Monday; counters begin anew with another profile; 7 days late,
     * remembered for 62 days, sessions stale after 30 minutes, lines of 1 Gbit/s.
     */
    public static QuotaSettings defaults() {
        return new QuotaSettings(
                List.of(Level.USER, Level.PROMOTION, Level.DEFAULT),
                DayOfWeek.MONDAY,
                CounterPolicy.RESET,
                Duration.ofDays(7),
                Duration.ofDays(62),
                Duration.ofMinutes(30));
    }

    /** Why what happened at an instant cannot be counted any more, or yet, at {@code now}; empty if it can. */
    public Optional<QuotaProblem> untimely(Instant at, Instant now) {
        if (at.isAfter(now.plus(AHEAD))) {
            return Optional.of(QuotaProblem.IN_THE_FUTURE);
        }
        return at.isBefore(now.minus(lateness)) ? Optional.of(QuotaProblem.TOO_LATE) : Optional.empty();
    }

    /** The names of the levels, the highest first. */
    public List<String> levelNames() {
        return levels.stream().map(Level::name).toList();
    }

    /** What becomes of the counters of day, week and month when another profile comes to serve a user. Cycles always begin anew. */
    public enum CounterPolicy {
        /** They begin at zero. */
        RESET,
        /** They go on. */
        KEEP,
        /** They keep their percentage: half of the old limit used is half of the new one used. */
        PRORATE
    }

    /**
     * A step of the hierarchy on which profiles are assigned. A host adds its own, such as a boarding house, by another instance.
     *
     * @param name 1 to 32 capital letters, digits and underscores, unique among the levels of a school
     * @param of the id of the holder that a user belongs to on this level, if they belong to one
     */
    public record Level(String name, Function<User, Optional<String>> of) {
        /** Stands first: the levels below are checked against it. */
        private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

        /** A user's own profile. */
        public static final Level USER =
                new Level("USER", user -> Optional.of(user.id().value()));

        /** The profile of the user's promotion. */
        public static final Level PROMOTION = new Level(
                "PROMOTION", user -> Optional.ofNullable(user.promotion()).map(promotion -> promotion.value()));

        /** The profile of everybody who has no other. */
        public static final Level DEFAULT = new Level("DEFAULT", user -> Optional.of("*"));

        public Level {
            requireNonNull(name, "name");
            requireNonNull(of, "of");
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name of a level: capital letters are, such as PROMOTION");
            }
        }

        /** Who holds the profile of this level for a user. */
        public Optional<Holder> holder(User user) {
            return of.apply(user).map(id -> new Holder(name, id));
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
