package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code subscriptions}: who may use the learning application. */
@Command(name = "subscriptions", subcommands = SubscriptionsCommand.Import.class)
public final class SubscriptionsCommand extends CommandGroup {
    /** {@code subscriptions import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<Subscription> {
        @Override
        RecordSource<Subscription> source(Frame frame, Path path) {
            return CsvRecords.subscriptions(path, SchoolOptions.zone(frame));
        }

        @Override
        ImportRecords<Subscription> importing(Records records) {
            return records.importSubscriptions();
        }
    }
}
