package dev.cartable.school.csv;

import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import java.util.List;

/** Who is in which class, one a row for each pupil and term. */
final class ClassMemberReader implements RecordReader<ClassMember> {
    private static final int LONGEST = 255;

    private static final List<Field> FIELDS = List.of(
            GradeReader.PUPIL,
            TaughtSubjectReader.PROMOTION,
            Terms.REQUIRED_TERM,
            Terms.YEAR,
            Field.optional("registrationNumber", "matricule", "numéro", "numéro d’élève"),
            Field.optional("level", "niveau"));

    private final Terms terms;

    ClassMemberReader(SchoolCalendar calendar) {
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
    public ClassMember read(RecordRow row) throws BadRowException {
        return new ClassMember(
                new PupilId(row.id("pupil", LONGEST)),
                new ClassTerm(new PromotionId(row.id("promotion", LONGEST)), terms.of(row, null)),
                row.words("registrationNumber", LONGEST),
                row.words("level", LONGEST));
    }
}
