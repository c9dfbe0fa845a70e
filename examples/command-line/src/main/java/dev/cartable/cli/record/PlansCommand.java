package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code plans}: weekly plans of pupils. */
@Command(name = "plans", subcommands = PlansCommand.Import.class)
public final class PlansCommand extends CommandGroup {
    /** {@code plans import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<WeeklyPlan> {
        @Override
        RecordSource<WeeklyPlan> source(Frame frame, Path path) {
            return CsvRecords.weeklyPlans(path);
        }

        @Override
        ImportRecords<WeeklyPlan> importing(Records records) {
            return records.importWeeklyPlans();
        }
    }
}
