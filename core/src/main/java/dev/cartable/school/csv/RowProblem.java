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
    DUPLICATE_LINK,
    /** A cell is empty that a row must have. */
    MISSING_VALUE,
    /** A word that is none of those that the column takes. */
    UNKNOWN_WORD,
    /** A date of another century than this one. */
    FAR_DATE,
    /** Not a time of the day like 08:30. */
    BAD_TIME,
    /** Not a date and time like 2026-09-01T08:30. */
    BAD_DATE_TIME,
    /** Not a whole number of minutes within a day. */
    BAD_MINUTES,
    /** Not a whole number from 1 on. */
    BAD_NUMBER,
    /** Not an amount like 1500.00 or 1 500,00. */
    BAD_AMOUNT,
    /** An amount like 1.500, which may be a thousand times another. */
    AMBIGUOUS_AMOUNT,
    /** An amount that is not above zero. */
    NOT_POSITIVE,
    /** More decimals than the currency has. */
    TOO_PRECISE,
    /** No currency of ISO 4217. */
    UNKNOWN_CURRENCY,
    /** Not a person written {@code type:id}. */
    BAD_PERSON,
    /** A row of an invoice says something else about it than the first one. */
    CONTRADICTION,
    /** Another row of the same invoice has an error, or none is an instalment, so that the invoice is left out. */
    INCOMPLETE_INVOICE,
    /** The lines of an invoice come to another sum than its instalments. */
    LINES_DIFFER,
    /** The quantity of a line times its unit price is another amount. */
    PRICE_DIFFERS,
    /** A row of a payer has an amount; what a payer owes comes of the parts. */
    AMOUNT_OF_PAYER,
    /** A row that says that it is an invoice names another one, as only a credit note does. */
    CREDITS_OF_INVOICE,
    /** Neither points like 12.5, nor a letter, nor a word for why there are none. */
    BAD_GRADE,
    /** More points than there are. */
    GRADE_ABOVE_MAXIMUM,
    /** Not a coefficient like 2 or 0.5. */
    BAD_COEFFICIENT,
    /** Neither the row nor the calendar says which term, or which year, it is. */
    UNKNOWN_TERM,
    /** A result of a line item that is not in lineItems.csv. */
    DANGLING_LINE_ITEM,
    /** A score of a line item that has no maximum. */
    NO_MAXIMUM,
    /** The cells cannot be together. */
    UNFIT;

    /** Whether a row with this error that spans lines is more likely several rows, of which a quotation mark made one. */
    boolean mayHideRows() {
        return this == STRAY_QUOTE || this == TOO_FEW_CELLS || this == TOO_MANY_CELLS;
    }
}
