package dev.cartable.school.csv;

/** The codes of the errors that a row can have; their names are in reports and do not change. */
enum RowProblem {
    /** Fewer cells than the header, and not only optional ones at the end are missing. */
    TOO_FEW_CELLS,
    /** More cells than the header. */
    TOO_MANY_CELLS,
    /** A field or the row is longer than any roster needs. */
    TOO_LONG,
    /** Text goes on after a closing quotation mark. */
    STRAY_QUOTE,
    /** A NUL character. */
    BAD_CHARACTER,
    /** An id is empty. */
    MISSING_ID,
    /** An id has white space before or after it: ids are compared exactly, and guessing could join two people. */
    WHITESPACE_ID,
    /** An id or a grade is too long or has a character in it that cannot be stored. */
    BAD_ID,
    /** A person's id has occurred before in the file; the first row counts. */
    DUPLICATE_ID,
    /** Neither given nor family name. */
    EMPTY_NAME,
    /** Neither {@code true} nor {@code false}, nor the like (yes, no, 1, 0; in French too). */
    BAD_BOOLEAN,
    /** Not a date like 2026-09-01. */
    BAD_DATE,
    /** An end before its beginning. */
    BAD_PERIOD,
    /** A status that no format has. */
    BAD_STATUS,
    /** A role of a person who is not in users.csv. */
    DANGLING_ROLE,
    /** A class enrolment of a person who is not in users.csv. */
    DANGLING_ENROLLMENT,
    /** A link to or from a person who is not in users.csv. */
    DANGLING_LINK,
    /** A link from a person to themselves. */
    SELF_LINK,
    /** Two people are linked as each other's guardian. */
    LINK_CYCLE,
    /** A link that makes a pupil a guardian. */
    PUPIL_AS_GUARDIAN,
    /** A link to a person as a pupil who is none. */
    NOT_A_PUPIL,
    /** A link that has occurred before in the file; the first row counts. */
    DUPLICATE_LINK;

    /** Whether a row with this error that spans lines is more likely several rows, of which a quotation mark made one. */
    boolean mayHideRows() {
        return this == STRAY_QUOTE || this == TOO_FEW_CELLS || this == TOO_MANY_CELLS;
    }
}
