package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is missing or doubtful before report cards are made.
 *
 * @param teacher who can mend it; null if that is not known
 * @param pupil null if it is about the whole class
 * @param name the pupil's name; null if it is about the whole class
 * @param subject null if it is about no subject
 * @param day the day of the work that it is about; null if it is about none
 * @param detail what it is about, such as a letter or a name; null if the rest says it all
 */
public record ReportCardFinding(
        Code code,
        @Nullable String teacher,
        PromotionId promotion,
        @Nullable PupilId pupil,
        @Nullable String name,
        @Nullable Subject subject,
        @Nullable LocalDate day,
        @Nullable String detail) {
    /** By teacher, those without a teacher last, then by class, subject, pupil and code. */
    public static final Comparator<ReportCardFinding> BY_TEACHER = Comparator.comparing(
                    ReportCardFinding::teacher, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparing(ReportCardFinding::promotion)
            .thenComparing(one -> one.subject() == null ? "" : one.subject().title())
            .thenComparing(ReportCardFinding::pupil, Comparator.nullsFirst(Comparator.<PupilId>naturalOrder()))
            .thenComparing(ReportCardFinding::code)
            .thenComparing(ReportCardFinding::day, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
            .thenComparing(one -> String.valueOf(one.detail()));

    public ReportCardFinding {
        requireNonNull(code, "code");
        requireNonNull(promotion, "promotion");
    }

    /** What is missing or doubtful. */
    public enum Code {
        /** A subject is graded, and the class has no coefficient for it: 1 is taken. */
        NO_COEFFICIENT,
        /** A pupil has no grade in a subject in which half of the class or more have one. */
        NO_GRADE,
        /** A pupil has no grade, and no reason for that, for a piece of work that half of the class or more have one for. {@code detail} is its kind. */
        MISSING_GRADE,
        /** A letter that the school's scale does not have. {@code detail} is the letter. */
        UNKNOWN_LETTER,
        /** A subject with grades has no words of its teacher. */
        NO_APPRECIATION,
        /** The class council has written nothing. */
        NO_GENERAL_APPRECIATION,
        /** Words name another pupil of the class, and not this one. {@code detail} is the other name. */
        OTHER_NAME,
        /** It is not decided when families may see the report cards of the class. */
        NO_RELEASE
    }
}
