package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why people were reminded about a pupil on a day, or were not.
 *
 * @param day the day of the rules' times, in the school's zone
 * @param enrolled whether the pupil is enrolled now
 * @param lines what was decided, the latest first
 * @param silent why there is no line of a kind, for each rule without one
 */
public record ReminderExplanation(
        PupilId pupil, LocalDate day, boolean enrolled, List<ReminderLine> lines, Map<Kind, Silence> silent) {
    public ReminderExplanation {
        requireNonNull(pupil, "pupil");
        requireNonNull(day, "day");
        lines = List.copyOf(lines);
        silent = Collections.unmodifiableMap(new LinkedHashMap<>(silent));
    }

    /** Why a rule has decided nothing about a pupil on a day. The names are stable: programs may rely on them. */
    public enum Silence {
        /** The host gives no data of that sort. */
        NO_SOURCE,
        /** The rule is off. */
        OFF,
        /** The rule's time has not come. */
        NOT_YET,
        /** The rule was run for the first time after that day. */
        NOT_LIVE,
        /** It was a day of the school's holidays, on which the rule is silent. */
        HOLIDAY,
        /** The rule was not run for that day: no task ran, or nothing was due then. */
        NOT_RUN,
        /** The rule has found nothing about the pupil. */
        NOTHING_FOUND
    }
}
