package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.Absence;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code absences}: absences and late arrivals. */
@Command(name = "absences", subcommands = AbsencesCommand.Import.class)
public final class AbsencesCommand extends CommandGroup {
    /** {@code absences import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<Absence> {
        @Override
        RecordSource<Absence> source(Frame frame, Path path) {
            return CsvRecords.absences(path, SchoolOptions.zone(frame));
        }

        @Override
        ImportRecords<Absence> importing(Records records) {
            return records.importAbsences();
        }
    }
}
