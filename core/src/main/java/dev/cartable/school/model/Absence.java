package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.Sha256;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fact that a pupil was absent or late, as the school has recorded it now. A host that corrects it keeps its id.
 *
 * @param id opaque, 1 to 255 characters
 * @param day the day of the fact in the school's zone
 * @param part which part of the day it was
 * @param lesson the lesson, where {@code part} is {@link Part#LESSON} and it is known; null otherwise
 * @param minutes how late the pupil was; 0 if that is not known
 * @param excused whether the school has accepted a reason
 * @param excusedOn the day on which it did, in the school's zone; null if it did not, or if that is not known
 * @param reason the reason that was given; null if there is none
 * @param recordedAt when it was first recorded
 * @param recordedBy who recorded it, written {@code type:id} such as {@code guardian:G7}, so that they are not notified of it;
 *     null if that is not known
 */
public record Absence(
        String id,
        PupilId pupil,
        LocalDate day,
        Type type,
        Part part,
        @Nullable String lesson,
        int minutes,
        boolean excused,
        @Nullable LocalDate excusedOn,
        @Nullable String reason,
        Instant recordedAt,
        @Nullable String recordedBy) {
    private static final int DAY = 24 * 60;

    public Absence {
        id = Ids.check("the id of an absence", id);
        requireNonNull(pupil, "pupil");
        requireNonNull(day, "day");
        requireNonNull(type, "type");
        requireNonNull(part, "part");
        WellFormedText.optional("the lesson of absence " + id, lesson);
        if (minutes < 0 || minutes > DAY) {
            throw new IllegalArgumentException("absence " + id + " has " + minutes + " minutes, not 0 to " + DAY);
        }
        if (excusedOn != null && !excused) {
            throw new IllegalArgumentException(
                    "absence " + id + " was excused on " + excusedOn + " and is not excused");
        }
        WellFormedText.optional("the reason of absence " + id, reason);
        requireNonNull(recordedAt, "recordedAt");
        WellFormedText.optional("who recorded absence " + id, recordedBy);
    }

    /**
     * What the school says about the pupil, in a form to compare: the fact and its excuse, without how late the pupil was and when and by whom
     * it was recorded.
     *
     * @return SHA-256 (FIPS 180-4), as 64 lower-case hexadecimal digits
     */
    public String statement() {
        return Sha256.hex(Arrays.asList(
                pupil.value(),
                day.toString(),
                type.name(),
                part.name(),
                lesson,
                Boolean.toString(excused),
                excusedOn == null ? null : excusedOn.toString(),
                reason));
    }

    /** The same with the excuse of another record. */
    public Absence withExcuseOf(Absence other) {
        return new Absence(
                id,
                pupil,
                day,
                type,
                part,
                lesson,
                minutes,
                other.excused,
                other.excusedOn,
                other.reason,
                recordedAt,
                recordedBy);
    }

    /** What happened. */
    public enum Type {
        ABSENT,
        LATE
    }

    /** Which part of the day. */
    public enum Part {
        DAY,
        MORNING,
        AFTERNOON,
        LESSON
    }
}
