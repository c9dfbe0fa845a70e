package dev.cartable.school.csv;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PersonName;
import dev.cartable.work.internal.WellFormedText;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** One row of a table, its cells read by the names of their columns. */
final class Row {
    private final Header header;
    private final CSVRecord cells;
    private final long line;

    Row(Header header, CSVRecord cells, long line) {
        this.header = header;
        this.cells = cells;
        this.line = line;
    }

    /** The line that the row begins in, from 1. */
    long line() {
        return line;
    }

    /** The cell as it stands; empty if the table has no such column or the row ends before it. */
    String raw(String column) {
        int index = header.indexOf(column);
        return index < 0 || index >= cells.size() ? "" : cells.get(index);
    }

    /** The cell without white space around it. */
    String text(String column) {
        return EmailAddress.strip(raw(column));
    }

    /** The cell without white space around it, at most so many characters of it; null if that is empty. */
    @Nullable
    String textOrNull(String column, int max) {
        String text = text(column);
        if (text.length() > max) {
            // Never through the middle of a character.
            text = text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
        }
        return text.isEmpty() ? null : text;
    }

    /** The id in the column, as an opaque string that is compared exactly. */
    String id(String column) throws BadRowException {
        String id = raw(column);
        if (EmailAddress.strip(id).isEmpty()) {
            throw new BadRowException(RowProblem.MISSING_ID, column);
        }
        if (!id.equals(EmailAddress.strip(id))) {
            throw new BadRowException(RowProblem.WHITESPACE_ID, column);
        }
        if (id.length() > 255 || id.chars().anyMatch(Character::isISOControl)) {
            throw new BadRowException(RowProblem.BAD_ID, column);
        }
        try {
            return WellFormedText.require("the id", id);
        } catch (IllegalArgumentException e) {
            throw new BadRowException(RowProblem.BAD_ID, column);
        }
    }

    PersonName name() throws BadRowException {
        try {
            return new PersonName(raw("givenName"), raw("familyName"));
        } catch (IllegalArgumentException e) {
            throw new BadRowException(RowProblem.EMPTY_NAME, "givenName");
        }
    }

    boolean flag(String column, boolean otherwise) throws BadRowException {
        return switch (text(column).toLowerCase(Locale.ROOT)) {
            case "" -> otherwise;
            case "true", "vrai", "yes", "oui", "1" -> true;
            case "false", "faux", "no", "non", "0" -> false;
            default -> throw new BadRowException(RowProblem.BAD_BOOLEAN, column);
        };
    }

    @Nullable
    LocalDate date(String column) throws BadRowException {
        String text = text(column);
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRowException(RowProblem.BAD_DATE, column);
        }
    }

    /** Whether the row's status says that what it describes is gone. */
    boolean gone() throws BadRowException {
        return switch (text("status").toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")) {
            case "", "active" -> false;
            case "tobedeleted", "inactive" -> true;
            default -> throw new BadRowException(RowProblem.BAD_STATUS, "status");
        };
    }
}
