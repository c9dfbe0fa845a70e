package dev.cartable.quota.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds up what users have used, where it is stored. Reads only. Safe for use by several threads. */
public interface UsageStatistics {
    /**
     * How many active users each profile serves from each level, and what they have used in the window: as
     * {@link dev.cartable.quota.model.Resolution} and the rules for counters would say of each of them. Users
     * whom no profile serves are in a tally without profile. There may be several tallies of the same kind, to be added up.
     */
    List<Tally> tally(Question question);

    /** What all users have used on each day, from the first day to the last one given; days without use are left out. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last);

    /** As {@link #days(LocalDate, LocalDate)}, of the active users whom a profile serves at the instant of the question. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, ProfileId profile, Question question);

    /** As {@link #days(LocalDate, LocalDate)}, of these users. */
    NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, Collection<UserId> users);

    /**
     * What is asked about the users of all profiles at an instant.
     *
     * @param profiles all profiles, inactive ones too
     * @param levels the names of the levels, the highest first: only those that a store knows, {@code USER}, {@code PROMOTION} and
     *     {@code DEFAULT}
     * @param window whose use is counted
     * @param onChange what becomes of counters when another profile comes to serve
     */
    record Question(
            List<Profile> profiles,
            List<String> levels,
            WindowCalendar calendar,
            Window window,
            CounterPolicy onChange,
            Instant now) {
        /** Longer than every validity. */
        private static final long LONGEST_DAYS = 36_600;

        public Question {
            profiles = List.copyOf(profiles);
            levels = List.copyOf(levels);
            requireNonNull(calendar, "calendar");
            requireNonNull(window, "window");
            requireNonNull(onChange, "onChange");
            requireNonNull(now, "now");
        }

        /** Whether a profile serves anybody now, as far as that is the same for all its users. */
        public boolean serves(Profile profile) {
            return profile.active()
                    && (profile.validity().unit() != Validity.Unit.TERM
                            || calendar.cycle(profile.validity(), now, now).isPresent());
        }

        /** What the cycle of a profile in terms is counted under; null for other profiles, and between terms. */
        public @Nullable Instant termKey(Profile profile) {
            return profile.validity().unit() == Validity.Unit.TERM
                    ? calendar.cycle(profile.validity(), now, now)
                            .map(WindowCalendar.Span::start)
                            .orElse(null)
                    : null;
        }

        /** What the cycle of a profile in months, assigned at an instant, is counted under. */
        public Instant monthKey(Profile profile, Instant assigned) {
            return calendar.cycle(profile.validity(), assigned, now)
                    .orElseThrow()
                    .start();
        }

        /**
         * The earliest beginning of a validity in days that is not over, to the microsecond; null for profiles that do not expire. The
         * later one begins, the later it ends, but for {@link #isClockUncertain}; so one instant says it for all users.
         */
        public @Nullable Instant validSince(Profile profile) {
            Validity validity = profile.validity();
            if (validity.unit() != Validity.Unit.DAYS) {
                return null;
            }
            Instant over = now.minus(LONGEST_DAYS, ChronoUnit.DAYS);
            Instant valid = now.plus(2, ChronoUnit.DAYS);
            while (ChronoUnit.MICROS.between(over, valid) > 1) {
                Instant middle = over.plus(ChronoUnit.MICROS.between(over, valid) / 2, ChronoUnit.MICROS);
                if (isOver(validity, middle)) {
                    over = middle;
                } else {
                    valid = middle;
                }
            }
            return valid;
        }

        private boolean isOver(Validity validity, Instant anchor) {
            return calendar.cycle(validity, anchor, now)
                    .map(WindowCalendar.Span::end)
                    .filter(end -> !now.isBefore(end))
                    .isPresent();
        }

        /**
         * Whether clocks were put forward just now: a validity that would end in the time that was left out ends later than one that
         * began after it.
         */
        public boolean isClockUncertain() {
            return Optional.ofNullable(calendar.zone().getRules().previousTransition(now.plusNanos(1)))
                    .filter(ZoneOffsetTransition::isGap)
                    .filter(gap -> now.isBefore(gap.getInstant().plus(gap.getDuration())))
                    .isPresent();
        }
    }

    /**
     * The users whom one profile serves from one level, and whose use is in one band.
     *
     * @param profile null for users whom none serves
     * @param level the name of the level; null with the profile
     * @param sum bytes of all of them
     * @param least bytes of the one who has used least
     * @param most bytes of the one who has used most
     */
    record Tally(
            @Nullable ProfileId profile,
            @Nullable String level,
            Band band,
            long users,
            BigInteger sum,
            long least,
            long most) {
        public Tally {
            requireNonNull(band, "band");
            requireNonNull(sum, "sum");
        }

        public Tally plus(Tally more) {
            return new Tally(
                    profile,
                    level,
                    band,
                    users + more.users,
                    sum.add(more.sum),
                    Math.min(least, more.least),
                    Math.max(most, more.most));
        }
    }

    /**
     * How much of their limits users have used, in steps: the highest percentage over the limits of a window counts, as it is and
     * not rounded. A step begins with its lower bound: 25 % is the second one.
     */
    enum Band {
        /** Less than 25 %. */
        UP_TO_25(0),
        /** From 25 %. */
        UP_TO_50(25),
        /** From 50 %. */
        UP_TO_75(50),
        /** From 75 %. */
        UP_TO_90(75),
        /** From 90 % to 100 % itself, where the limit is used up. */
        UP_TO_100(90),
        /** More than the limit. */
        BEYOND(100),
        /** The window has no limit. */
        NO_LIMIT(-1);

        /** Those of a limit, the lowest first. */
        public static final List<Band> OF_LIMIT = List.of(UP_TO_25, UP_TO_50, UP_TO_75, UP_TO_90, UP_TO_100, BEYOND);

        private final int from;

        Band(int from) {
            this.from = from;
        }

        /** The band of a use. */
        public static Band of(Traffic used, Profile.Limits limits) {
            long total = used.total().bytes();
            return Stream.of(of(total, limits.total()), of(used.up(), limits.up()), of(used.down(), limits.down()))
                    .filter(band -> band != NO_LIMIT)
                    .max(Band::compareTo)
                    .orElse(NO_LIMIT);
        }

        private static Band of(long used, Limit limit) {
            Band found = NO_LIMIT;
            for (Band band : OF_LIMIT) {
                Long least = band.least(limit);
                found = least != null && used >= least ? band : found;
            }
            return found;
        }

        /** The fewest bytes of a limit that are in this band or a higher one; null if there are none, or no limit. */
        public @Nullable Long least(Limit limit) {
            if (!(limit instanceof Limit.AtMost most) || this == NO_LIMIT) {
                return null;
            }
            long bytes = most.size().bytes();
            if (this == BEYOND) {
                return bytes == Long.MAX_VALUE ? null : bytes + 1;
            }
            BigInteger[] share = BigInteger.valueOf(bytes)
                    .multiply(BigInteger.valueOf(from))
                    .divideAndRemainder(BigInteger.valueOf(100));
            return share[0].longValueExact() + share[1].signum();
        }
    }
}
