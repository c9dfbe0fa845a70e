package dev.cartable.school.csv;

import dev.cartable.school.model.UnreadableRosterException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a roster is refused as a whole, with the text; the names are codes for programs and do not change. */
enum RosterProblem {
    NO_ROSTER("there is no roster at {place}: neither a folder with users.csv in it nor a zip file; nothing was "
            + "written"),
    SINGLE_FILE("{place} is a single file; give the folder that it lies in, or a zip of that folder; nothing was "
            + "written"),
    NO_USERS_FILE(
            "there is no users.csv in {place}, which every roster has; nothing was written. Give the folder, or the zip, "
                    + "that holds it"),
    NO_GRADE_FILE(
            "there is no {file} in {place}, without which results.csv says nothing; nothing was written. Put it there"),
    OTHER_FORMAT("this is {format}, which is not read; nothing was written. OneRoster 1.1 or 1.2 (CSV) and School Data "
            + "Sync v2 or v2.1 are: export one of these"),
    TWO_FILES("there is more than one {file}, perhaps in different case; remove all but one. Nothing was written"),
    NOT_A_FILE("{file} is not a file; nothing was written. Put the file of that name there"),
    COLUMN_TWICE("{file} has the column {column} twice; nothing was written. Remove one of them"),
    NO_COLUMN(
            "{file} has no column {column} among the {columns} of its first line; nothing was written. Check that the first line"
                    + " names the columns and that one separator stands between them all"),
    MISSPELT_COLUMN("{file} has no column {column}: there is {found}, did you mean {column}? It would be ignored, so"
            + " nothing was written. Rename it"),
    NO_ROLES("users.csv has no column role, and there is no roles.csv, so that nothing says who is a pupil; "
            + "nothing was written. Add either"),
    NO_PEOPLE(
            "users.csv has no pupil and no guardian that can be read (rows: {rows}); nothing was written. Check the roles,"
                    + " which should be student, parent or guardian"),
    NO_READABLE_PEOPLE(
            "no pupil and no guardian can be read, since rows have errors (rows of users.csv: {rows}, errors in all:"
                    + " {errors}); nothing was written. Correct them first. The first is {file}, line {line}, {column}: {code}"),
    NOT_CSV("{file} is no CSV file but {kind}; nothing was written. Export or save it as CSV (UTF-8)"),
    EMPTY_FILE("{file} is empty: not even a header; nothing was written. Export it again"),
    HEADER_ONLY("{file} has a header and no row below it; nothing was written. Export it again"),
    CUT_OFF("{file} breaks off in line {line}, in the middle of a row; nothing was written. Export or copy it "
            + "again"),
    OPEN_QUOTE("{file} has a quotation mark in line {line} that nothing closes before line {end}, so the rows "
            + "between cannot be told apart; nothing was written. Correct that line"),
    OPEN_QUOTE_AT_END("{file} ends inside a quotation mark that nothing closes: it is cut off, or a mark is missing; "
            + "nothing was written. Export it again"),
    BAD_BYTES("{file} has bytes that its byte-order mark does not allow; nothing was written. Save it as UTF-8"),
    NO_MARK("{file} has NUL bytes in its header, as UTF-16 without a byte-order mark has; nothing was written. "
            + "Save it as UTF-8"),
    CHANGED("{file} was changed while it was read; nothing was written from it. Try again when it is complete"),
    CANNOT_READ("{file} cannot be read ({detail}); nothing was written. Check that it is there and may be read"),
    NO_ZIP("{file} is no zip file, or is cut off or damaged ({detail}); nothing was written. Export or copy it "
            + "again"),
    ZIP_ENTRIES("the zip file has {entries} entries; at most {limit} are read; it was refused and nothing was "
            + "written. Put only the roster into it"),
    ZIP_ESCAPE("the zip file has an entry whose name points out of the archive; it was refused and nothing was "
            + "written. Zip the folder of the roster again"),
    ZIP_FOLDERS("the zip file has more than one folder with users.csv in it; it was refused and nothing was written. "
            + "Keep one of them"),
    ZIP_DAMAGED("the zip file has a damaged file in it: {file} does not match its checksum; it was refused and "
            + "nothing was written. Copy it again"),
    ZIP_BOMB("the zip file has a file, {file}, that unfolds to more than {limit} bytes from {packed}; it was "
            + "refused and nothing was written. If it is really a roster, give the folder");

    private final String text;

    RosterProblem(String text) {
        this.text = text;
    }

    /** @param facts names and values, in turns */
    UnreadableRosterException because(Object... facts) {
        return because((Throwable) null, facts);
    }

    UnreadableRosterException because(@Nullable Throwable cause, Object... facts) {
        return because(cause, named(facts));
    }

    UnreadableRosterException because(Map<String, String> facts) {
        return because((Throwable) null, facts);
    }

    private UnreadableRosterException because(@Nullable Throwable cause, Map<String, String> named) {
        String message = fill(text, named);
        return cause == null
                ? new UnreadableRosterException(name(), named, message)
                : new UnreadableRosterException(name(), named, message, cause);
    }

    /** Names and values, in turns, as a map. */
    static Map<String, String> named(Object... facts) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            named.put(String.valueOf(facts[i]), String.valueOf(facts[i + 1]));
        }
        return named;
    }

    /** The text with its places filled. */
    static String fill(String text, Map<String, String> facts) {
        String filled = text;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            filled = filled.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return filled;
    }
}
