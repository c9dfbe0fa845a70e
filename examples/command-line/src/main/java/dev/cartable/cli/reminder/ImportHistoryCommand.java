package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.reminder.ImportHistory;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history import}: takes over what an older system has reminded people of, so that it is not said again. */
@picocli.CommandLine.Command(name = "import")
final class ImportHistoryCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", dryRun);
        report.rows("errors");
        LegacyReminders source = LegacyRemindersFile.open(frame, file);
        try (Host host = dryRun ? Host.planning(frame) : Host.writing(frame)) {
            ImportHistory use = host.cartable().reminders().importHistory();
            Consumer<RowError> errors = error -> CsvFiles.tell(report, error);
            RunReport<ImportHistory.Counts> done = dryRun
                    ? use.plan(source, errors)
                    : approved == null ? use.run(source, errors) : use.apply(source, approved, errors);
            report.field("digest", done.digest().hex());
            report.counts(done.counts());
            if (dryRun) {
                report.afterwards("plan.nothing-written", Map.of("digest", done.digest()));
            }
            return Exit.ofFailures(done.counts().failed());
        }
    }
}
