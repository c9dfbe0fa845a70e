package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a school says about a pupil's term, with all that a document of it shows. Immutable.
 *
 * @param promotion the class that the pupil was in then
 * @param classSize how many pupils the class had then
 * @param subjects in the order of the report card
 * @param general the average of the subjects
 * @param classFigures the general averages of the class; null if no pupil has one
 * @param rank the pupil's rank in the class by the general average that is shown; null without an average
 * @param band what is said of the general average; null without an average
 * @param appreciation the class council's words; null if it wrote none
 * @param decision what the class council decided; null if it decided nothing
 * @param before the general average of the term before, to compare with; null if there was none
 * @param revision 1 for the first one, then one more each time that the contents change
 * @param releasedAt from when on the pupil and the guardians may see it; null if that is not decided, so that they may not
 */
public record ReportCard(
        Term term,
        Holder pupil,
        Promotion promotion,
        int classSize,
        GradingScale scale,
        List<SubjectLine> subjects,
        Average general,
        @Nullable ClassFigures classFigures,
        @Nullable Rank rank,
        @Nullable AppreciationBand band,
        Attendance attendance,
        @Nullable String appreciation,
        @Nullable String decision,
        @Nullable Comparison before,
        int revision,
        @Nullable Instant releasedAt) {
    public ReportCard {
        requireNonNull(term, "term");
        requireNonNull(pupil, "pupil");
        requireNonNull(promotion, "promotion");
        requireNonNull(scale, "scale");
        subjects = List.copyOf(subjects);
        requireNonNull(general, "general");
        requireNonNull(attendance, "attendance");
        if (classSize < 1) {
            throw new IllegalArgumentException("the class of pupil " + pupil.id() + " has " + classSize + " pupils");
        }
        if ((rank == null) != general.display().isEmpty()) {
            throw new IllegalArgumentException(
                    "pupil " + pupil.id() + " has the average " + general + " and the rank " + rank);
        }
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
    }

    /** The same contents as another revision. */
    public ReportCard withRevision(int other) {
        return new ReportCard(
                term,
                pupil,
                promotion,
                classSize,
                scale,
                subjects,
                general,
                classFigures,
                rank,
                band,
                attendance,
                appreciation,
                decision,
                before,
                other,
                releasedAt);
    }

    /**
     * The pupil.
     *
     * @param registrationNumber the number that the school knows the pupil by; null if it has none
     * @param level the level of the class, such as « 6e »; null if it has none
     */
    public record Holder(
            PupilId id,
            PersonName name,
            @Nullable String registrationNumber,
            @Nullable String level) {
        public Holder {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
        }
    }

    /**
     * A subject.
     *
     * @param coefficient how much it counts in the general average; with 0, it counts nowhere
     * @param bonus whether it counts only for what it has above half the scale
     * @param position its place among the subjects; those with the same place stand by their codes
     * @param classFigures the averages of the class; null if no pupil has one
     * @param rank the pupil's rank in the class; null without an average
     * @param band what is said of the average; null without an average
     * @param appreciation the teacher's words; null if there are none
     * @param grades by date
     */
    public record SubjectLine(
            Subject subject,
            BigDecimal coefficient,
            boolean bonus,
            int position,
            Average average,
            @Nullable ClassFigures classFigures,
            @Nullable Rank rank,
            @Nullable AppreciationBand band,
            @Nullable String appreciation,
            List<GradeLine> grades) {
        public SubjectLine {
            requireNonNull(subject, "subject");
            requireNonNull(coefficient, "coefficient");
            requireNonNull(average, "average");
            grades = List.copyOf(grades);
        }
    }

    /**
     * A grade.
     *
     * @param value what it is worth on the school's scale; null for one without a number
     * @param counting how it counts in the average of its subject
     */
    public record GradeLine(Grade grade, @Nullable Rational value, Counting counting) {
        public GradeLine {
            requireNonNull(grade, "grade");
            requireNonNull(counting, "counting");
        }
    }

    /** How a grade counts. */
    public enum Counting {
        /** With its coefficient. */
        COUNTED,
        /** Only what it has above half the scale, and without a coefficient. */
        BONUS,
        /** As zero, though there is no number, because the school counts it so. */
        ZERO,
        /** Not at all: its coefficient is 0. */
        NO_COEFFICIENT,
        /** Not at all: there is no number. */
        NO_NUMBER
    }

    /**
     * The averages of a class that are shown, each rounded to two decimals.
     *
     * @param average the average of the exact averages of all pupils who have one
     */
    public record ClassFigures(BigDecimal least, BigDecimal average, BigDecimal most) {
        public ClassFigures {
            requireNonNull(least, "least");
            requireNonNull(average, "average");
            requireNonNull(most, "most");
        }
    }

    /**
     * A place in a class.
     *
     * @param position from 1; pupils with the same average have the same one, and the next is behind them all
     * @param among how many pupils have one
     * @param shared whether another pupil has the same one
     */
    public record Rank(int position, int among, boolean shared) {
        public Rank {
            if (position < 1 || position > among) {
                throw new IllegalArgumentException("the rank " + position + " is not from 1 to " + among);
            }
        }
    }

    /**
     * Absences and late arrivals of the term.
     *
     * @param justified half-days for which the school accepted a reason
     * @param unjustified the other half-days
     * @param lateArrivals how often the pupil was late
     * @param minutesLate in all, as far as they are known
     */
    public record Attendance(int justified, int unjustified, int lateArrivals, int minutesLate) {
        /** A term without an absence. */
        public static final Attendance COMPLETE = new Attendance(0, 0, 0, 0);

        public Attendance {
            if (justified < 0 || unjustified < 0 || lateArrivals < 0 || minutesLate < 0) {
                throw new IllegalArgumentException("a count of absences is below zero");
            }
        }

        /** All half-days of absence. */
        public int halfDays() {
            return justified + unjustified;
        }
    }

    /**
     * The general average of the term before.
     *
     * @param difference the average of this term less the one of that term, as both are shown
     */
    public record Comparison(Term term, BigDecimal average, BigDecimal difference) {
        public Comparison {
            requireNonNull(term, "term");
            requireNonNull(average, "average");
            requireNonNull(difference, "difference");
        }
    }
}
