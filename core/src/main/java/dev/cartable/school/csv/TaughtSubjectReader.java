package dev.cartable.school.csv;

import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.TaughtSubject;
import java.util.List;

/** Subjects with their coefficients, one a row for each class and term. */
final class TaughtSubjectReader implements RecordReader<TaughtSubject> {
    static final Field PROMOTION = Field.required("promotion", "class", "classe", "promotionId");
    static final Field COEFFICIENT = Field.required("coefficient", "coef", "weight", "poids");

    private static final List<Field> FIELDS = List.of(
            Subjects.CODE,
            Subjects.NAME,
            Subjects.TEACHER,
            PROMOTION,
            Terms.REQUIRED_TERM,
            Terms.YEAR,
            COEFFICIENT,
            Field.optional("bonus"),
            Field.optional("position", "place", "ordre", "order", "rang"));

    private final Terms terms;

    TaughtSubjectReader(SchoolCalendar calendar) {
        this.terms = new Terms(calendar);
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "promotion";
    }

    @Override
    public TaughtSubject read(RecordRow row) throws BadRowException {
        return new TaughtSubject(
                new ClassTerm(new PromotionId(row.id("promotion", 255)), terms.of(row, null)),
                Subjects.read(row),
                Marks.coefficient(row),
                row.flag("bonus", false),
                row.count("position", 0));
    }
}
