package dev.cartable.school.csv;

import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grades, one a row. */
final class GradeReader implements RecordReader<Grade> {
    static final Field PUPIL = Field.required(
            "pupil", "pupilId", "student", "studentId", "studentSourcedId", "userSourcedId", "élève", "id élève");
    static final Field VALUE = Field.required("value", "grade", "mark", "score", "note", "valeur");

    private static final int LONGEST_ID = 255;

    private static final List<Field> FIELDS = List.of(
            Field.optional("id", "sourcedId", "gradeId", "identifiant"),
            PUPIL,
            VALUE,
            Field.optional("outOf", "sur", "maximum", "barème"),
            Field.optional("coefficient", "coef", "weight", "poids"),
            Subjects.NAME,
            Subjects.CODE,
            Subjects.TEACHER,
            Field.optional("kind", "type", "nature", "work", "devoir", "intitulé"),
            Terms.TERM,
            Terms.YEAR,
            Field.required("date", "day", "jour"),
            Field.optional("promotion", "class", "classe", "promotionId"),
            Field.optional("bonus"),
            Field.optional("status", "statut"));

    private final Terms terms;

    GradeReader(SchoolCalendar calendar) {
        this.terms = new Terms(calendar);
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "pupil";
    }

    @Override
    public @Nullable String withdrawn(RecordRow row) throws BadRowException {
        return row.gone()
                ? (row.has("id") ? row.id("id", LONGEST_ID) : read(row).id())
                : null;
    }

    @Override
    public Grade read(RecordRow row) throws BadRowException {
        PupilId pupil = new PupilId(row.id("pupil", LONGEST_ID));
        LocalDate date = row.requiredDate("date");
        Subject subject = Subjects.read(row);
        Term term = terms.of(row, date);
        String kind = row.words("kind", LONGEST_ID);
        return new Grade(
                id(row, pupil, term, subject, date, kind),
                pupil,
                row.has("promotion") ? new PromotionId(row.id("promotion", LONGEST_ID)) : null,
                subject,
                term,
                date,
                kind,
                Marks.read(row, "value", "outOf"),
                Marks.coefficient(row),
                row.flag("bonus", false));
    }

    /** A grade without an id is known by what it is for, so that a corrected one is the same grade. */
    private static String id(
            RecordRow row, PupilId pupil, Term term, Subject subject, LocalDate date, @Nullable String kind)
            throws BadRowException {
        if (row.has("id")) {
            return row.id("id", LONGEST_ID);
        }
        String id = pupil + "/" + term.year() + "/" + subject.code() + "/" + date
                + (kind == null ? "" : "/" + Vocabulary.fold(kind));
        if (id.length() > LONGEST_ID) {
            throw new BadRowException(RowProblem.TOO_LONG, "pupil", "limit", LONGEST_ID);
        }
        return id;
    }
}
