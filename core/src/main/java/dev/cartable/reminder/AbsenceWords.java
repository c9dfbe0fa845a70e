package dev.cartable.reminder;

import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.model.Decision;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.Sha256;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people are notified of about an absence. Two states that say the same to them are equal.
 *
 * @param pupil the pupil's mark: see {@link #mark}
 * @param lesson null where it is none, or not known
 */
record AbsenceWords(
        String pupil,
        LocalDate day,
        Absence.Type type,
        Absence.Part part,
        int minutes,
        boolean excused,
        @Nullable String lesson) {
    private static final String SEPARATOR = " ";
    private static final String EXCUSED = "excused";
    private static final String UNEXCUSED = "unexcused";
    private static final int PARTS = 7;
    private static final int MARK_LENGTH = 8;

    static AbsenceWords of(Absence absence) {
        return new AbsenceWords(
                mark(absence.pupil()),
                absence.day(),
                absence.type(),
                absence.part(),
                absence.type() == Absence.Type.LATE ? absence.minutes() : 0,
                absence.excused(),
                absence.lesson());
    }

    /** Tells the pupils of an absence that is moved apart, without keeping an id in a revision. */
    static String mark(PupilId pupil) {
        return Sha256.hex(List.of(pupil.value())).substring(0, MARK_LENGTH);
    }

    /** The revision of a reminder about it. The lesson's name may be long, so only its hash is part of it. */
    String revision() {
        return String.join(
                SEPARATOR,
                day.toString(),
                type.name(),
                part.name(),
                Integer.toString(minutes),
                excused ? EXCUSED : UNEXCUSED,
                lesson == null ? "-" : Integer.toHexString(lesson.hashCode()),
                pupil);
    }

    /** The revision of the same absence, excused. */
    static String excused(String revision) {
        return revision.replace(SEPARATOR + UNEXCUSED + SEPARATOR, SEPARATOR + EXCUSED + SEPARATOR);
    }

    /** Reads what {@link #revision} wrote, without the lesson; null if it did not. */
    static @Nullable AbsenceWords parse(String revision) {
        String[] parts = revision.split(SEPARATOR, -1);
        return parts.length != PARTS
                ? null
                : new AbsenceWords(
                        parts[6],
                        LocalDate.parse(parts[0]),
                        Absence.Type.valueOf(parts[1]),
                        Absence.Part.valueOf(parts[2]),
                        Integer.parseInt(parts[3]),
                        parts[4].equals(EXCUSED),
                        null);
    }

    /** The variables of a template. */
    Decision in(Decision decision) {
        return decision.with("day", language -> Phrases.date(day, language))
                .with("absent", flag(type == Absence.Type.ABSENT))
                .with("late", flag(type == Absence.Type.LATE))
                .with("minutes", minutes == 0 ? "" : Integer.toString(minutes))
                .with("whole_day", flag(part == Absence.Part.DAY))
                .with("morning", flag(part == Absence.Part.MORNING))
                .with("afternoon", flag(part == Absence.Part.AFTERNOON))
                .with("in_lesson", flag(part == Absence.Part.LESSON))
                .with("lesson", lesson == null ? "" : lesson)
                .with("excused", flag(excused));
    }

    private static String flag(boolean set) {
        return set ? "1" : "";
    }

    static Map<String, String> sample(Locale language) {
        return Map.of(
                "day", SampleWords.day(language, 0),
                "absent", "",
                "late", "1",
                "minutes", "10",
                "whole_day", "",
                "morning", "1",
                "afternoon", "",
                "in_lesson", "",
                "lesson", "",
                "excused", "");
    }
}
