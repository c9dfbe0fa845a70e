package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about the users of all profiles at an instant.
 *
 * @param profiles all profiles, inactive ones too
 * @param levels the names of the levels, the highest first: only those that a store knows, {@code USER}, {@code PROMOTION} and
 *     {@code DEFAULT}
 * @param window whose use is counted
 * @param onChange what becomes of counters when another profile comes to serve
 */
public record TallyQuery(
        List<Profile> profiles,
        List<String> levels,
        WindowCalendar calendar,
        Window window,
        CounterPolicy onChange,
        Instant now) {
    /** Longer than every validity. */
    private static final long LONGEST_DAYS = 36_600;

    public TallyQuery {
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
                ? calendar.cycle(profile.validity(), now, now).map(Span::start).orElse(null)
                : null;
    }

    /** What the cycle of a profile in months, assigned at an instant, is counted under. */
    public Instant monthKey(Profile profile, Instant assigned) {
        return calendar.cycle(profile.validity(), assigned, now).orElseThrow().start();
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
                .map(Span::end)
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
