package dev.cartable.school.csv;

import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Subject;
import java.util.List;

/** Appreciations and decisions, one a row. */
final class AppreciationReader implements RecordReader<Appreciation> {
    static final Field TEXT = Field.required("text", "appreciation", "comment", "appréciation", "commentaire", "texte");

    private static final List<Field> FIELDS = List.of(
            GradeReader.PUPIL,
            Terms.REQUIRED_TERM,
            Terms.YEAR,
            Subjects.NAME,
            Subjects.CODE,
            Subjects.TEACHER,
            Field.optional("type", "kind", "nature"),
            TEXT);

    private static final Vocabulary<Appreciation.Type> TYPES = new Vocabulary<Appreciation.Type>()
            .with(Appreciation.Type.SUBJECT, "subject", "matière")
            .with(Appreciation.Type.GENERAL, "general", "générale", "général", "council", "conseil")
            .with(Appreciation.Type.DECISION, "decision", "décision");

    private final Terms terms;

    AppreciationReader(SchoolCalendar calendar) {
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
    public Appreciation read(RecordRow row) throws BadRowException {
        Subject subject = Subjects.readOrNull(row);
        Appreciation.Type type =
                row.word("type", TYPES, subject == null ? Appreciation.Type.GENERAL : Appreciation.Type.SUBJECT);
        if (type == Appreciation.Type.SUBJECT && subject == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, "subject");
        }
        if (type != Appreciation.Type.SUBJECT && subject != null) {
            throw new BadRowException(RowProblem.UNFIT, "type");
        }
        return new Appreciation(
                new PupilId(row.id("pupil", 255)),
                terms.of(row, null),
                type,
                subject == null ? null : subject.code(),
                row.paragraphs("text", Appreciation.LONGEST));
    }
}
