package dev.cartable.school.csv;

import dev.cartable.school.model.Invoice;
import dev.cartable.work.internal.WellFormedText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of records, its cells read as what they stand for. */
final class RecordRow {
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2099, 12, 31);
    private static final int DAY = 24 * 60;
    private static final int LONGEST_TEXT = 4_000;
    private static final Pattern TIME = Pattern.compile("([0-9]{1,2})(?:[:hH]([0-9]{2})?)(?::([0-9]{2}))?");
    private static final Pattern PERSON = Pattern.compile("[a-z]+:\\S.*");

    private final Table table;
    private final Row row;

    RecordRow(Table table, Row row) {
        this.table = table;
        this.row = row;
    }

    /** Whether the file is one of OneRoster's, in which rows have a sourcedId. */
    boolean isOneRoster() {
        return table.has("sourcedId");
    }

    long line() {
        return row.line();
    }

    String text(String column) {
        return row.text(column);
    }

    boolean has(String column) {
        return table.has(column) && !row.text(column).isEmpty();
    }

    /** The id in the column, of so many characters at most. */
    String id(String column, int longest) throws BadRowException {
        String id = row.id(column);
        if (id.length() > longest) {
            throw new BadRowException(RowProblem.TOO_LONG, column, "limit", longest);
        }
        return id;
    }

    /** A text in one line; null if the cell is empty. */
    @Nullable
    String words(String column, int longest) throws BadRowException {
        String text = row.text(column).replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > longest) {
            throw new BadRowException(RowProblem.TOO_LONG, column, "limit", longest);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadRowException(RowProblem.BAD_CHARACTER, column);
        }
        try {
            return WellFormedText.require("the text", text);
        } catch (IllegalArgumentException e) {
            throw new BadRowException(RowProblem.BAD_CHARACTER, column);
        }
    }

    /** As {@link #words(String, int)}, of any length that people write. */
    @Nullable
    String words(String column) throws BadRowException {
        return words(column, LONGEST_TEXT);
    }

    /** A text of one or more lines, of which the line breaks are kept; the cell must not be empty. */
    String paragraphs(String column, int longest) throws BadRowException {
        String text = row.raw(column).strip().replaceAll("\\R", "\n").replaceAll("[\\s&&[^\\n]]+", " ");
        if (text.isEmpty()) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        if (text.length() > longest) {
            throw new BadRowException(RowProblem.TOO_LONG, column, "limit", longest);
        }
        if (text.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c))) {
            throw new BadRowException(RowProblem.BAD_CHARACTER, column);
        }
        try {
            return WellFormedText.require("the text", text);
        } catch (IllegalArgumentException e) {
            throw new BadRowException(RowProblem.BAD_CHARACTER, column);
        }
    }

    /** As {@link #words(String, int)}; the cell must not be empty. */
    String requiredWords(String column, int longest) throws BadRowException {
        String words = words(column, longest);
        if (words == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        return words;
    }

    /** What a word of the column means; {@code otherwise} if the cell is empty. */
    <T> T word(String column, Vocabulary<T> vocabulary, T otherwise) throws BadRowException {
        return has(column) ? word(column, vocabulary) : otherwise;
    }

    /** What a word of the column means. */
    <T> T word(String column, Vocabulary<T> vocabulary) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        T meaning = vocabulary.meaning(text);
        if (meaning == null) {
            throw new BadRowException(RowProblem.UNKNOWN_WORD, column, "allowed", vocabulary.examples());
        }
        return meaning;
    }

    boolean flag(String column, boolean otherwise) throws BadRowException {
        return row.flag(column, otherwise);
    }

    /** Whether the row's status says that what it describes is gone. */
    boolean gone() throws BadRowException {
        return row.gone();
    }

    @Nullable
    LocalDate date(String column) throws BadRowException {
        LocalDate date = row.date(column);
        if (date != null && (date.isBefore(FIRST) || date.isAfter(LAST))) {
            throw new BadRowException(RowProblem.FAR_DATE, column, "date", date);
        }
        return date;
    }

    LocalDate requiredDate(String column) throws BadRowException {
        LocalDate date = date(column);
        if (date == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        return date;
    }

    /** A time of the day like 08:30, 8h30 or 8h; null if the cell is empty. */
    @Nullable
    LocalTime time(String column) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            return null;
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches() || (time.group(2) == null && text.endsWith(":"))) {
            throw new BadRowException(RowProblem.BAD_TIME, column);
        }
        try {
            return LocalTime.of(number(time.group(1)), number(time.group(2)), number(time.group(3)));
        } catch (DateTimeException e) {
            throw new BadRowException(RowProblem.BAD_TIME, column);
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    LocalTime requiredTime(String column) throws BadRowException {
        LocalTime time = time(column);
        if (time == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        return time;
    }

    /** An instant, a time in the school's zone, or a day, which stands for one of its times; null if the cell is empty. */
    @Nullable
    Instant instant(String column, ZoneId zone, LocalTime timeOfDay) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            return null;
        }
        Instant instant = instant(column, text.replaceFirst(" ", "T"), zone, timeOfDay);
        LocalDate day = LocalDate.ofInstant(instant, zone);
        if (day.isBefore(FIRST) || day.isAfter(LAST)) {
            throw new BadRowException(RowProblem.FAR_DATE, column, "date", day);
        }
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant instant(String column, String text, ZoneId zone, LocalTime timeOfDay)
            throws BadRowException {
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atTime(timeOfDay).atZone(zone).toInstant();
            }
            return text.matches(".*T.*(?:Z|[+-][0-9:]+)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new BadRowException(RowProblem.BAD_DATE_TIME, column);
        }
    }

    /** A whole number of minutes, from {@code least} to a day; {@code otherwise} if the cell is empty. */
    int minutes(String column, int least, int otherwise) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > DAY) {
            throw new BadRowException(RowProblem.BAD_MINUTES, column, "least", least, "most", DAY);
        }
        return Integer.parseInt(text);
    }

    /** How long something takes from {@code start} on: the minutes that stand there, or until its end. */
    int duration(LocalTime start, String minutesColumn, String endColumn) throws BadRowException {
        LocalTime end = time(endColumn);
        if (end == null) {
            if (!has(minutesColumn)) {
                throw new BadRowException(RowProblem.MISSING_VALUE, minutesColumn);
            }
            return minutes(minutesColumn, 1, 1);
        }
        long minutes = ChronoUnit.MINUTES.between(start, end);
        if (minutes < 1) {
            throw new BadRowException(RowProblem.BAD_PERIOD, endColumn, "from", start, "to", end);
        }
        return (int) minutes;
    }

    /** A whole number from 1 on; {@code otherwise} if the cell is empty. */
    int count(String column, int otherwise) throws BadRowException {
        return Math.toIntExact(count(column, 6, otherwise));
    }

    /** A whole number from 1 on, of so many digits at most; {@code otherwise} if the cell is empty. */
    long count(String column, int digits, long otherwise) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1," + digits + "}") || Long.parseLong(text) < 1) {
            throw new BadRowException(RowProblem.BAD_NUMBER, column);
        }
        return Long.parseLong(text);
    }

    /** A currency of ISO 4217 that people pay in, unlike gold (XAU) or none (XXX); null if the cell is empty. */
    @Nullable
    Currency currency(String column) throws BadRowException {
        String text = row.text(column).toUpperCase(Locale.ROOT);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Currency currency = Currency.getInstance(text);
            if (Invoice.isPaidIn(currency)) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new BadRowException(RowProblem.UNKNOWN_CURRENCY, column);
    }

    BigDecimal amount(String column, @Nullable Currency currency, @Nullable Character mark) throws BadRowException {
        String text = row.text(column);
        if (text.isEmpty()) {
            throw new BadRowException(RowProblem.MISSING_VALUE, column);
        }
        return Amounts.read(column, text, currency, mark);
    }

    /** Somebody written {@code type:id}; null if the cell is empty. */
    @Nullable
    String person(String column) throws BadRowException {
        String text = words(column, 300);
        if (text != null && !PERSON.matcher(text).matches()) {
            throw new BadRowException(RowProblem.BAD_PERSON, column);
        }
        return text;
    }

    /** From one day to another, both included. */
    void requireOrder(@Nullable LocalDate from, @Nullable LocalDate to, String column) throws BadRowException {
        if (from != null && to != null && to.isBefore(from)) {
            throw new BadRowException(RowProblem.BAD_PERIOD, column, "from", from, "to", to);
        }
    }
}
