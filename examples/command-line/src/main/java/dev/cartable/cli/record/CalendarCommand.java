package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.ics.IcsCalendar;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code calendar}: years, terms and holidays. */
@Command(name = "calendar", subcommands = CalendarCommand.Import.class)
public final class CalendarCommand extends CommandGroup {
    /** {@code calendar import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<CalendarPeriod> {
        @Override
        RecordSource<CalendarPeriod> source(Frame frame, Path path) {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(".ics")
                    ? IcsCalendar.open(path)
                    : CsvRecords.calendar(path);
        }

        @Override
        ImportRecords<CalendarPeriod> importing(Records records) {
            return records.importCalendar();
        }
    }
}
