package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A grade of a pupil, as the school has recorded it now. A host that corrects it keeps its id.
 *
 * @param id opaque, 1 to 255 characters
 * @param promotion the class that the pupil was in when the grade was given, which stays when the pupil leaves it. Null in a source
 *     that does not say it: an import puts the class that the pupil is in then. No stored grade has none
 * @param date the day of the work in the school's zone
 * @param kind what the work was, in the school's words, such as « Contrôle »; null if that is not known
 * @param coefficient how much it counts within its subject; with 0, it counts nowhere
 * @param bonus whether it counts only for what it has above half the scale
 */
public record Grade(
        String id,
        PupilId pupil,
        @Nullable PromotionId promotion,
        Subject subject,
        Term term,
        LocalDate date,
        @Nullable String kind,
        Mark mark,
        BigDecimal coefficient,
        boolean bonus) {
    public Grade {
        id = Ids.check("the id of a grade", id);
        requireNonNull(pupil, "pupil");
        requireNonNull(subject, "subject");
        requireNonNull(term, "term");
        requireNonNull(date, "date");
        WellFormedText.optional("the kind of grade " + id, kind);
        requireNonNull(mark, "mark");
        coefficient = GradeNumbers.coefficient("the coefficient of grade " + id, coefficient);
    }

    /** The same grade, given in this class. */
    public Grade in(@Nullable PromotionId other) {
        return new Grade(id, pupil, other, subject, term, date, kind, mark, coefficient, bonus);
    }
}
