package dev.cartable.cli.backup;

import dev.cartable.backup.DrillReport;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code backup drill}: restores the latest backup for a trial, and throws it away. */
@picocli.CommandLine.Command(name = "drill")
final class DrillRestoreCommand extends Command {
    private static final double MILLIS = 1000;

    @Option(names = "--keep")
    private boolean keep;

    @Override
    protected Exit run(Frame frame) {
        try (BackupHost host = BackupHost.restoring(frame)) {
            DrillReport report = frame.withAmounts(
                    "backup.drill.bar", bar -> host.backups().drill().run(keep, Steps.shown(frame, bar)));
            frame.report()
                    .field("file", report.file())
                    .field("proven", report.isProven())
                    .field("restore", report.restore())
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
            frame.report().counts(report.counts());
            frame.report()
                    .say(
                            report.isProven() ? "backup.drill.proven" : "backup.drill.failed",
                            Map.of("file", report.file()));
            if (report.isKept()) {
                frame.report().say("backup.drill.kept", Map.of("restore", report.restore()));
            }
            return report.isProven() ? Exit.DONE : Exit.FINDING;
        }
    }
}
