package dev.cartable.school.csv;

import dev.cartable.school.model.RowError;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * One CSV file (RFC 4180, also with semicolons or tabs, and with any line ends) that is read row by row, several times. The
 * first reading finds the bad rows; the later ones pass over them.
 */
final class Table {
    private final TextFile file;
    private final Header header;
    private final char delimiter;
    private final List<String> required;
    private final BitSet good = new BitSet();
    private long rows;

    private Table(TextFile file, Header header, char delimiter, List<String> required) {
        this.file = file;
        this.header = header;
        this.delimiter = delimiter;
        this.required = required;
    }

    /** Looks at a row for the first time. */
    interface FirstLook {
        /** Takes a row of the right shape; what it throws becomes the row's error. */
        void row(Row row) throws BadRowException;

        /** Takes a row that has an error; its cells may be too few or too many. */
        void bad(Row row, RowError error);
    }

    static Table open(TextFile file, List<String> required, List<String> optional) throws IOException {
        char delimiter = delimiter(file);
        try (CSVParser parser = parser(new LimitedText(file.text(), delimiter), delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!hasNext(file, records)) {
                throw RosterProblem.EMPTY_FILE.because("file", file.name());
            }
            return new Table(
                    file, Header.of(file.name(), records.next().toList(), required, optional), delimiter, required);
        }
    }

    /** As {@link #open(TextFile, List, List)}, where columns have several names. Errors name a column as the file does. */
    static Table open(TextFile file, List<Field> fields) throws IOException {
        char delimiter = delimiter(file);
        try (CSVParser parser = parser(new LimitedText(file.text(), delimiter), delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!hasNext(file, records)) {
                throw RosterProblem.EMPTY_FILE.because("file", file.name());
            }
            return new Table(
                    file,
                    Header.of(file.name(), records.next().toList(), fields),
                    delimiter,
                    fields.stream().filter(Field::isRequired).map(Field::name).toList());
        }
    }

    /** The names of the columns of a file. */
    static List<String> header(TextFile file) throws IOException {
        char delimiter = delimiter(file);
        try (CSVParser parser = parser(new LimitedText(file.text(), delimiter), delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!hasNext(file, records)) {
                throw RosterProblem.EMPTY_FILE.because("file", file.name());
            }
            return records.next().toList();
        }
    }

    /** What the file itself calls a column. */
    String shown(String column) {
        return header.shown(column);
    }

    boolean has(String column) {
        return header.has(column);
    }

    /** How many rows the file has below its header; known after the first look. */
    long rows() {
        return rows;
    }

    String name() {
        return file.name();
    }

    /**
     * Reads the file for the first time.
     *
     * @throws dev.cartable.school.model.UnreadableRosterException if it is cut off
     */
    void first(FirstLook look) throws IOException {
        scan((row, number, shape) -> {
            rows++;
            try {
                if (shape != null) {
                    throw shape;
                }
                look.row(row);
                good.set(number);
            } catch (BadRowException e) {
                look.bad(row, error(row.line(), e));
            }
        });
    }

    RowError error(long line, BadRowException e) {
        return new RowError(
                file.name(),
                line,
                e.column() == null ? null : header.shown(e.column()),
                e.fault().name(),
                e.facts());
    }

    /** Reads the rows again that had no error. */
    void again(Consumer<Row> look) throws IOException {
        scan((row, number, shape) -> {
            if (good.get(number)) {
                look.accept(row);
            }
        });
    }

    private interface Visit {
        void row(Row row, int number, @Nullable BadRowException shape);
    }

    private void scan(Visit visit) throws IOException {
        try (LimitedText text = new LimitedText(file.text(), delimiter);
                CSVParser parser = parser(text, delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (hasNext(file, records)) {
                records.next();
            }
            int widest = 0;
            for (int number = 0; hasNext(file, records); number++) {
                CSVRecord cells = records.next();
                if (cells.stream().allMatch(String::isBlank)) {
                    continue;
                }
                long end = parser.getCurrentLineNumber();
                long line = end - lineEnds(cells);
                BadRowException shape = shape(cells);
                boolean shorter = cells.size() < (widest == 0 ? header.size() : widest);
                widest = Math.max(widest, Math.min(cells.size(), header.size()));
                if (shorter && !hasNext(file, records) && text.endedInLine()) {
                    throw RosterProblem.CUT_OFF.because("file", file.name(), "line", end);
                }
                if (line < end && shape != null && shape.fault().mayHideRows()) {
                    throw RosterProblem.OPEN_QUOTE.because("file", file.name(), "line", line, "end", end);
                }
                visit.row(new Row(header, cells, line), number, shape);
            }
        }
    }

    private @Nullable BadRowException shape(CSVRecord cells) {
        int length = 0;
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            length += cell.length();
            String column = i < header.size() ? header.nameAt(i) : null;
            if (cell.length() > LimitedText.MAX_FIELD) {
                return new BadRowException(RowProblem.TOO_LONG, column, "limit", LimitedText.MAX_FIELD);
            }
            if (cell.indexOf('\0') >= 0) {
                return new BadRowException(RowProblem.BAD_CHARACTER, column);
            }
        }
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).indexOf(LimitedText.STRAY) >= 0) {
                return new BadRowException(RowProblem.STRAY_QUOTE, i < header.size() ? header.nameAt(i) : null);
            }
        }
        if (length + cells.size() > LimitedText.MAX_ROW) {
            return new BadRowException(RowProblem.TOO_LONG, null, "limit", LimitedText.MAX_ROW);
        }
        if (cells.size() > header.size()) {
            return new BadRowException(
                    RowProblem.TOO_MANY_CELLS, null, "cells", cells.size(), "columns", header.size());
        }
        for (String column : required) {
            if (header.indexOf(column) >= cells.size()) {
                return new BadRowException(
                        RowProblem.TOO_FEW_CELLS,
                        column,
                        "cells",
                        cells.size(),
                        "columns",
                        header.size(),
                        "missing",
                        column);
            }
        }
        return null;
    }

    private static int lineEnds(CSVRecord cells) {
        int ends = 0;
        for (String cell : cells) {
            for (int i = 0; i < cell.length(); i++) {
                char c = cell.charAt(i);
                if (c == '\r' || (c == '\n' && (i == 0 || cell.charAt(i - 1) != '\r'))) {
                    ends++;
                }
            }
        }
        return ends;
    }

    private static boolean hasNext(TextFile file, Iterator<CSVRecord> records) throws IOException {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof CharacterCodingException) {
                throw RosterProblem.BAD_BYTES.because(e, "file", file.name());
            }
            if (cause instanceof CSVException) {
                throw RosterProblem.OPEN_QUOTE_AT_END.because(e, "file", file.name());
            }
            throw cause;
        }
    }

    private static CSVParser parser(Reader text, char delimiter) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .setTrailingData(true)
                .get()
                .parse(text);
    }

    /**
     * Comma, unless the header has none and is split by semicolons or tabs, as spreadsheets in many countries write. What
     * stands in quotation marks splits nothing.
     */
    private static char delimiter(TextFile file) throws IOException {
        try (Reader text = file.text()) {
            int semicolons = 0;
            int tabs = 0;
            boolean quoted = false;
            for (int i = 0; i < LimitedText.MAX_FIELD; i++) {
                int c = text.read();
                if (c < 0 || (!quoted && (c == '\n' || c == '\r') && i > 0)) {
                    break;
                }
                quoted ^= c == '"';
                if (!quoted) {
                    if (c == ',') {
                        return ',';
                    }
                    semicolons += c == ';' ? 1 : 0;
                    tabs += c == '\t' ? 1 : 0;
                }
            }
            return semicolons > 0 ? ';' : tabs > 0 ? '\t' : ',';
        }
    }
}
