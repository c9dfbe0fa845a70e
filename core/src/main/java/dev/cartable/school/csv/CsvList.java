package dev.cartable.school.csv;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UnreadableRosterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A list in one CSV file with a header: encodings, separators, limits and the errors of single rows are those of
 * {@link CsvRoster}. It has been read to its end when it is opened, so that one that is cut off is refused before any of its
 * rows is used. Immutable, and safe for use by several threads.
 */
public final class CsvList {
    private final TextFile file;
    private final List<String> required;
    private final List<String> optional;

    private CsvList(TextFile file, List<String> required, List<String> optional) {
        this.file = file;
        this.required = List.copyOf(required);
        this.optional = List.copyOf(optional);
    }

    /** Takes the rows in their order. */
    public interface Reader {
        /** Takes a row of the right shape. */
        void row(Cells cells);

        /** Takes what is wrong with a row that is not. */
        void error(RowError error);
    }

    /**
     * The list in a file.
     *
     * @param required columns that the header must have; case and order do not matter
     * @param optional columns that it may have: one that is there under a misspelt name is refused
     * @throws UnreadableRosterException if there is no such file, or it cannot be read to its end
     */
    public static CsvList open(Path file, List<String> required, List<String> optional) {
        requireNonNull(file, "file");
        try {
            String name = String.valueOf(file.getFileName());
            CsvList list = new CsvList(TextFile.inspect(name, () -> Files.newInputStream(file)), required, optional);
            list.read(new NoReader());
            return list;
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /**
     * Reads it from its beginning to its end.
     *
     * @throws UnreadableRosterException if it is no longer the file that was opened
     */
    public void read(Reader reader) {
        requireNonNull(reader, "reader");
        try {
            Table table = Table.open(file, required, optional);
            table.first(new Table.FirstLook() {
                @Override
                public void row(Row row) {
                    reader.row(new Cells(table, row));
                }

                @Override
                public void bad(Row row, RowError error) {
                    reader.error(error);
                }
            });
        } catch (IOException e) {
            throw unreadable(file.name(), e);
        }
    }

    private static UnreadableRosterException unreadable(String file, IOException e) {
        return RosterProblem.CANNOT_READ.because(
                e, "file", file, "detail", e.getClass().getSimpleName());
    }

    /** One row, its cells by the names of their columns. */
    public static final class Cells {
        private final Table table;
        private final Row row;

        private Cells(Table table, Row row) {
            this.table = table;
            this.row = row;
        }

        /** The line that the row begins in, from 1. */
        public long line() {
            return row.line();
        }

        /** Whether the list has this column. */
        public boolean has(String column) {
            return table.has(column);
        }

        /** The cell as it stands; empty if there is none. */
        public String raw(String column) {
            return row.raw(column);
        }

        /** The cell without white space around it; empty if there is none. */
        public String text(String column) {
            return row.text(column);
        }

        /** What is wrong with this row. */
        public RowError error(String column, String code, Map<String, String> facts) {
            return new RowError(table.name(), row.line(), column, code, facts);
        }
    }

    private static final class NoReader implements Reader {
        @Override
        public void row(Cells cells) {}

        @Override
        public void error(RowError error) {}
    }
}
