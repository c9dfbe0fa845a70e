package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An older system's reminders in a CSV file with the columns {@code kind, pupil, id, day} and, if they are known, {@code revision},
 * {@code slot} and {@code recipient} (written {@code guardian:G7}). Read row by row. Immutable.
 */
final class LegacyRemindersFile implements LegacyReminders {
    private final String name;
    private final CsvList list;

    private LegacyRemindersFile(String name, CsvList list) {
        this.name = name;
        this.list = list;
    }

    static LegacyRemindersFile open(Frame frame, String file) {
        CsvList list = CsvFiles.open(
                frame, file, List.of("kind", "pupil", "id", "day"), List.of("revision", "slot", "recipient"));
        return new LegacyRemindersFile(String.valueOf(frame.around().path(file).getFileName()), list);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void read(Consumer<? super LegacyRow> each) {
        list.read(new CsvList.Reader() {
            @Override
            public void row(Cells cells) {
                each.accept(LegacyRemindersFile.row(cells));
            }

            @Override
            public void error(RowError error) {
                each.accept(new LegacyRow.Unusable(error));
            }
        });
    }

    private static LegacyRow row(Cells cells) {
        String column = "kind";
        try {
            Kind kind = kind(cells.text(column));
            column = "pupil";
            PupilId pupil = new PupilId(cells.text(column));
            column = "day";
            LocalDate day = LocalDate.parse(cells.text(column));
            column = "recipient";
            Recipient recipient = recipient(cells.text(column));
            column = "id";
            return new LegacyRow.Usable(
                    new LegacyReminder(
                            kind,
                            pupil,
                            cells.text(column),
                            cells.text("revision"),
                            cells.text("slot"),
                            recipient,
                            day),
                    cells.line());
        } catch (IllegalArgumentException | DateTimeException e) {
            String code = switch (column) {
                case "kind" -> "UNKNOWN_KIND";
                case "day" -> "BAD_DATE";
                case "recipient" -> "BAD_PERSON";
                default -> cells.text(column).isEmpty() ? "MISSING_ID" : "BAD_ID";
            };
            return new LegacyRow.Unusable(cells.error(
                    column, code, Map.of("value", cells.text(column), "detail", String.valueOf(e.getMessage()))));
        }
    }

    /** In full, or its last word alone. */
    private static Kind kind(String text) {
        return Kind.of(text.contains(".") ? text : "reminder." + text);
    }

    private static @Nullable Recipient recipient(String text) {
        if (text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is no person such as guardian:G7");
        }
        return new Recipient(text.substring(0, colon), text.substring(colon + 1));
    }
}
