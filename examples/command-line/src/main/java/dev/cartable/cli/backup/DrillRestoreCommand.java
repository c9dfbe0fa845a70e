package dev.cartable.cli.backup;

import dev.cartable.backup.DrillReport;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial.Outcome;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code backup drill}: restores the latest backup for a trial, and throws it away. */
@picocli.CommandLine.Command(name = "drill")
final class DrillRestoreCommand extends Command {
    private static final double MILLIS = 1000;

    @Option(names = "--keep")
    private boolean keep;

    @Option(names = "--drop")
    private boolean drop;

    @Override
    protected Exit run(Frame frame) {
        if (keep && drop) {
            throw CommandException.usage(frame.words().text("error.drill-drop"));
        }
        try (BackupHost host = BackupHost.restoring(frame)) {
            if (drop) {
                List<String> places = host.backups().drill().discard();
                frame.report().field("dropped", places);
                frame.report().say("backup.drill.dropped", Map.of("count", places.size()));
                return Exit.DONE;
            }
            DrillReport report = frame.withAmounts(
                    "backup.drill.bar", bar -> host.backups().drill().run(keep, Steps.shown(frame, bar)));
            frame.report()
                    .field("file", report.file())
                    .field("proven", report.isProven())
                    .field("inserted", report.columns(Outcome.INSERTED).size())
                    .field("refused", report.refused())
                    .field("notTried", report.columns(Outcome.NOT_TRIED))
                    .field("seconds", report.took().toMillis() / MILLIS);
            Rows rows = frame.report().hiddenRows("differences");
            report.differences().forEach(one -> {
                rows.add(Row.of("what", one.what())
                        .and("expected", one.expected())
                        .and("actual", one.actual()));
                frame.report()
                        .afterwards(
                                "backup.drill.difference",
                                Map.of("what", one.what(), "expected", one.expected(), "actual", one.actual()));
            });
            report.refused()
                    .forEach(column -> frame.report().afterwards("backup.drill.refused", Map.of("column", column)));
            frame.report().counts(report.counts());
            frame.report()
                    .say(
                            report.isProven() ? "backup.drill.proven" : "backup.drill.failed",
                            Map.of("file", report.file()));
            if (!report.columns(Outcome.NOT_TRIED).isEmpty()) {
                frame.report()
                        .say(
                                "backup.drill.not-tried",
                                Map.of("columns", String.join(", ", report.columns(Outcome.NOT_TRIED))));
            }
            DrillReport.Kept kept = report.kept();
            if (kept != null) {
                frame.report()
                        .field("database", kept.database())
                        .field("folder", kept.folder().toString());
                frame.report().say("backup.drill.kept", Map.of("database", kept.database(), "folder", kept.folder()));
            }
            return report.isProven() ? Exit.DONE : Exit.FINDING;
        }
    }
}
