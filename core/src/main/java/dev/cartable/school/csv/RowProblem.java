package dev.cartable.school.csv;

/** The codes of the errors that a row can have, with their text; their names are in reports and do not change. */
enum RowProblem {
    /** Fewer cells than the header, and not only optional ones at the end are missing. */
    TOO_FEW_CELLS("{cells} cells, and the header has {columns}: {missing} is missing"),
    /** More cells than the header. */
    TOO_MANY_CELLS(
            "{cells} cells, and the header has {columns}; a cell with a comma in it must stand in quotation marks, and no separator may stand at the end of the row"),
    /** A field or the row is longer than any roster needs. */
    TOO_LONG("longer than {limit} characters"),
    /** Text goes on after a closing quotation mark. */
    STRAY_QUOTE("text goes on after a closing quotation mark; a mark within a cell must be written twice"),
    /** A NUL character. */
    BAD_CHARACTER("a NUL character"),
    /** An id is empty. */
    MISSING_ID("the id is empty"),
    /** An id has white space before or after it: ids are compared exactly, and guessing could join two people. */
    WHITESPACE_ID("the id has white space before or after it, and ids are compared exactly; remove it"),
    /** An id or a grade is too long or has a character in it that cannot be stored. */
    BAD_ID("longer than 255 characters, or with a control character or half of a character in it"),
    /** A person's id has occurred before in the file; the first row counts. */
    DUPLICATE_ID("an earlier row has this id; that one counts, this one was left out"),
    /** Neither given nor family name. */
    EMPTY_NAME("neither given nor family name is there"),
    /** Neither {@code true} nor {@code false}, nor the like (yes, no, 1, 0; in French too). */
    BAD_BOOLEAN("neither true nor false"),
    /** Not a date like 2026-09-01. */
    BAD_DATE("not a date in the form 2026-09-01"),
    /** An end before its beginning. */
    BAD_PERIOD("the end, {to}, is before the beginning, {from}"),
    /** A status that no format has. */
    BAD_STATUS("the status is neither active nor tobedeleted"),
    /** A role of a person who is not in users.csv. */
    DANGLING_ROLE("{id} is not in users.csv, or the row there has an error"),
    /** A class enrolment of a person who is not in users.csv. */
    DANGLING_ENROLLMENT("{id} is not in users.csv, or the row there has an error"),
    /** A link to or from a person who is not in users.csv. */
    DANGLING_LINK("{id} is not in users.csv, or the row there has an error"),
    /** A link from a person to themselves. */
    SELF_LINK("a person is linked to themselves"),
    /** Two people are linked as each other's guardian. */
    LINK_CYCLE("{pupil} and {guardian} are each other's guardian"),
    /** A link that makes a pupil a guardian. */
    PUPIL_AS_GUARDIAN("{guardian} is a pupil and cannot be a guardian"),
    /** A link to a person as a pupil who is none. */
    NOT_A_PUPIL("{pupil} has no pupil's role (student)"),
    /** A link that has occurred before in the file; the first row counts. */
    DUPLICATE_LINK("an earlier row links {pupil} and {guardian}; that one counts, this one was left out");

    private final String text;

    RowProblem(String text) {
        this.text = text;
    }

    /** What is wrong, with places such as {@code {id}}. */
    String text() {
        return text;
    }

    /** Whether a row with this error that spans lines is more likely several rows, of which a quotation mark made one. */
    boolean mayHideRows() {
        return this == STRAY_QUOTE || this == TOO_FEW_CELLS || this == TOO_MANY_CELLS;
    }
}
