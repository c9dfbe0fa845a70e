package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A study session that a pupil has every week.
 *
 * @param id opaque, 1 to 200 characters
 * @param time in the school's zone
 * @param minutes how long a session lasts, 1 to 1,440
 * @param goal the goal of each session; null if nothing was said
 * @param validFrom the first day on which it may take place; null means always
 * @param validTo the last day on which it may take place; null means for good
 */
public record WeeklyPlan(
        String id,
        PupilId pupil,
        String topic,
        DayOfWeek day,
        LocalTime time,
        int minutes,
        @Nullable String goal,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo) {
    /** Leaves room for the date in the ids of its sessions. */
    private static final int LONGEST_ID = 200;

    public WeeklyPlan {
        id = Ids.check("the id of a weekly plan", id);
        if (id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("the id of a weekly plan has " + id.length() + " characters; at most "
                    + LONGEST_ID + " are allowed");
        }
        requireNonNull(pupil, "pupil");
        WellFormedText.require("the topic of plan " + id, topic);
        requireNonNull(day, "day");
        requireNonNull(time, "time");
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException(
                    "plan " + id + " ends on " + validTo + ", before it begins on " + validFrom);
        }
    }

    /** Whether a session of this plan takes place on {@code date}, a date in the school's zone, if that is no holiday. */
    public boolean isOn(LocalDate date) {
        return date.getDayOfWeek() == day
                && (validFrom == null || !date.isBefore(validFrom))
                && (validTo == null || !date.isAfter(validTo));
    }

    /** Its session on a date. The id follows from the plan and the date, so that a session is programmed once. */
    public StudySession on(LocalDate date) {
        return new StudySession(
                id + "@" + date, pupil, topic, date.atTime(time), minutes, goal, StudySession.State.PLANNED, true);
    }
}
