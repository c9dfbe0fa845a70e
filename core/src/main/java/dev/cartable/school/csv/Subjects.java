package dev.cartable.school.csv;

import dev.cartable.school.model.Subject;
import org.jspecify.annotations.Nullable;

/** Reads the subject of a row. One that has only a name or only a code has the same for both. */
final class Subjects {
    static final int LONGEST = 255;
    static final Field NAME = Field.optional("subject", "matière", "subject name", "nom de la matière", "discipline");
    static final Field CODE = Field.optional("subjectCode", "code matière", "code de la matière", "code");
    static final Field TEACHER = Field.optional("teacher", "professeur", "enseignant", "enseignante", "prof");

    private Subjects() {}

    /** Null if the row has none. */
    static @Nullable Subject readOrNull(RecordRow row) throws BadRowException {
        String name = row.words("subject", LONGEST);
        String code = row.has("subjectCode") ? row.id("subjectCode", LONGEST) : name;
        return code == null ? null : new Subject(code, name, row.words("teacher", LONGEST));
    }

    static Subject read(RecordRow row) throws BadRowException {
        Subject subject = readOrNull(row);
        if (subject == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, "subject");
        }
        return subject;
    }
}
