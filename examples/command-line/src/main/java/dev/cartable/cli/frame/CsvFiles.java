package dev.cartable.cli.frame;

import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UnreadableRosterException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands that read a list in a CSV file have in common. */
public final class CsvFiles {
    private CsvFiles() {}

    /** The list in a file that a person named, or a message that it cannot be read. */
    public static CsvList open(Frame frame, String file, List<String> required, List<String> optional) {
        try {
            return CsvList.open(frame.around().path(file), required, optional);
        } catch (UnreadableRosterException e) {
            throw CommandException.failed(
                    "FILE_UNREADABLE", Failure.unreadable(e, frame.words(), "error.FILE_UNREADABLE"));
        }
    }

    /** Reports a row that cannot be used. */
    public static void tell(Report report, RowError error) {
        report.rows("errors").add(row(error.file(), error.line(), error.column(), error.code(), report.reason(error)));
    }

    /** What is wrong with a row, in words that the command has for it. */
    public static RowError error(Cells cells, String column, String code, String reason) {
        return cells.error(column, code, Map.of("reason", reason));
    }

    /** Something that cannot be used and stands in no file. */
    public static void tell(Report report, String code, String reason) {
        report.rows("errors").add(row(null, 0, null, code, reason));
    }

    private static Row row(@Nullable String file, long line, @Nullable String column, String code, String reason) {
        return Row.of("file", file)
                .and("line", line == 0 ? null : line)
                .and("column", column)
                .and("reason", reason)
                .and("code", code);
    }
}
