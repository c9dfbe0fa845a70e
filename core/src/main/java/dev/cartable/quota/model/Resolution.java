package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which profile serves a user, from which level, and why the levels above it did not.
 *
 * @param effective the profile that serves; null if none does
 * @param cycle the cycle that the profile is in for the user; null if none serves, or it waits for the first use
 * @param skipped the levels above, the highest first; all of them if none serves
 */
public record Resolution(
        @Nullable Candidate effective, WindowCalendar.@Nullable Span cycle, List<SkippedLevel> skipped) {
    public Resolution {
        skipped = List.copyOf(skipped);
    }

    /**
     * The first profile in the order of the levels that is active and valid.
     *
     * @param levels the names of all levels, the highest first
     * @param candidates what is assigned, by level
     */
    public static Resolution of(
            List<String> levels, Map<String, Candidate> candidates, WindowCalendar calendar, Instant now) {
        requireNonNull(calendar, "calendar");
        List<SkippedLevel> skipped = new ArrayList<>();
        for (String level : levels) {
            Candidate candidate = candidates.get(level);
            if (candidate == null) {
                skipped.add(new SkippedLevel(level, null, SkippedLevel.Why.NOT_ASSIGNED));
                continue;
            }
            Profile profile = candidate.profile();
            Instant anchor = candidate.anchor();
            Optional<WindowCalendar.Span> cycle =
                    anchor == null ? Optional.empty() : calendar.cycle(profile.validity(), anchor, now);
            SkippedLevel.Why why = why(candidate, cycle, now);
            if (why == null) {
                return new Resolution(candidate, cycle.orElse(null), skipped);
            }
            skipped.add(new SkippedLevel(level, profile.name(), why));
        }
        return new Resolution(null, null, skipped);
    }

    private static SkippedLevel.@Nullable Why why(
            Candidate candidate, Optional<WindowCalendar.Span> cycle, Instant now) {
        if (!candidate.profile().active()) {
            return SkippedLevel.Why.INACTIVE;
        }
        if (candidate.profile().validity().unit() == Validity.Unit.TERM && cycle.isEmpty()) {
            return SkippedLevel.Why.BETWEEN_TERMS;
        }
        Instant end = cycle.map(WindowCalendar.Span::end).orElse(null);
        return end != null && !now.isBefore(end) ? SkippedLevel.Why.EXPIRED : null;
    }

    /**
     * What the cycle that serves is counted under: its start, or the assignment where the start is the first use, which may
     * still turn out to have been earlier; null if no profile serves.
     */
    public @Nullable Instant cycleKey() {
        if (effective == null) {
            return null;
        }
        boolean byUse = effective.profile().validity().start() == Validity.Start.FIRST_USE;
        return byUse || cycle == null ? effective.assignment().since() : cycle.start();
    }

    /** Whether a profile was passed over for this reason. */
    public boolean skipped(SkippedLevel.Why why) {
        return skipped.stream().anyMatch(level -> level.why() == why);
    }

    /**
     * A level that did not give a user the profile, and why.
     *
     * @param profile the name of the profile there; null if there is none
     */
    public record SkippedLevel(String level, @Nullable String profile, Why why) {
        /** Why a level gave no profile. */
        public enum Why {
            /** Nothing is assigned there. */
            NOT_ASSIGNED,
            /** The profile is inactive. */
            INACTIVE,
            /** Its validity is over for the user. */
            EXPIRED,
            /** It is valid in terms only, and there is none now. */
            BETWEEN_TERMS
        }

        public SkippedLevel {
            requireNonNull(level, "level");
            requireNonNull(why, "why");
        }
    }

    /**
     * A profile that is assigned on some level above a user.
     *
     * @param firstUse when the user first used the network under this assignment; null if never, or if the profile's validity does
     *     not begin with it
     */
    public record Candidate(
            Assignment assignment,
            Profile profile,
            @Nullable Instant firstUse) {
        public Candidate {
            requireNonNull(assignment, "assignment");
            requireNonNull(profile, "profile");
            if (!assignment.profile().equals(profile.id())) {
                throw new IllegalArgumentException(
                        "assignment " + assignment.id() + " is not of profile " + profile.id());
            }
        }

        /** The same for a user who first used the network at this instant, as far as the validity asks for it. */
        public Candidate firstUsed(@Nullable Instant at) {
            return profile.validity().start() == Validity.Start.FIRST_USE
                    ? new Candidate(assignment, profile, at)
                    : this;
        }

        public String level() {
            return assignment.holder().level();
        }

        /** When the validity began for the user; null if it waits for the first use. */
        public @Nullable Instant anchor() {
            return profile.validity().start() == Validity.Start.FIRST_USE ? firstUse : assignment.since();
        }
    }
}
