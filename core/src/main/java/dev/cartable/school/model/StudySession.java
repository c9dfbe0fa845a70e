package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time at which a pupil means to study.
 *
 * @param id opaque, 1 to 255 characters
 * @param topic what is studied, such as {@code Mathématiques}
 * @param startsAt in the school's zone
 * @param minutes how long it lasts, 1 to 1,440
 * @param goal what the pupil wants to reach; null if nothing was said
 * @param state whether it still takes place
 * @param programmed whether it was programmed from a weekly plan and nobody has changed it since, so that it follows the plan
 */
public record StudySession(
        String id,
        PupilId pupil,
        String topic,
        LocalDateTime startsAt,
        int minutes,
        @Nullable String goal,
        State state,
        boolean programmed) {
    private static final int DAY = 24 * 60;

    /** A session that a person made. */
    public StudySession(
            String id,
            PupilId pupil,
            String topic,
            LocalDateTime startsAt,
            int minutes,
            @Nullable String goal,
            State state) {
        this(id, pupil, topic, startsAt, minutes, goal, state, false);
    }

    public StudySession {
        id = Ids.check("the id of a study session", id);
        requireNonNull(pupil, "pupil");
        WellFormedText.require("the topic of session " + id, topic);
        requireNonNull(startsAt, "startsAt");
        if (minutes < 1 || minutes > DAY) {
            throw new IllegalArgumentException("session " + id + " lasts " + minutes + " minutes, not 1 to " + DAY);
        }
        WellFormedText.optional("the goal of session " + id, goal);
        requireNonNull(state, "state");
    }

    /** The same at another time. */
    public StudySession startingAt(LocalDateTime start) {
        return new StudySession(id, pupil, topic, start, minutes, goal, state, programmed);
    }

    /** Whether a session takes place. */
    public enum State {
        PLANNED,
        DONE,
        CANCELLED
    }
}
