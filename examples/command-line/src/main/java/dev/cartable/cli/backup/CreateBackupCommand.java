package dev.cartable.cli.backup;

import dev.cartable.backup.BackupReport;
import dev.cartable.backup.model.Scope;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.BackupOptions;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code backup create}. */
@picocli.CommandLine.Command(name = "create")
final class CreateBackupCommand extends Command {
    private static final double MILLIS = 1000;

    @Option(names = "--only-db")
    private boolean onlyDatabase;

    @Option(names = "--only-media")
    private boolean onlyMedia;

    @Option(names = "--recipient", paramLabel = "KEY,…", split = ",")
    private List<String> recipients = List.of();

    @Override
    protected Exit run(Frame frame) {
        Scope scope = scope(frame);
        if (!recipients.isEmpty()) {
            BackupOptions.encryptTo(frame, recipients);
        }
        try (BackupHost host =
                scope.hasDatabase() ? BackupHost.withDatabase(frame) : BackupHost.withoutDatabase(frame)) {
            if (scope == Scope.ALL && BackupOptions.media(frame).isEmpty()) {
                frame.report().warn("backup.no-media", Map.of());
            }
            if (BackupOptions.recipients(frame).size() == 1) {
                frame.report().warn("backup.one-recipient", Map.of());
            }
            BackupReport report = frame.withAmounts(
                    "backup.create.bar", bar -> host.backups().create(scope, Steps.shown(frame, bar)));
            frame.report()
                    .field("file", report.file())
                    .field("sha256", report.sha256())
                    .field("seconds", report.took().toMillis() / MILLIS)
                    .field("state", report.state())
                    .field("proven", report.isProven());
            FindingRows.add(frame, report.findings());
            frame.report().counts(report.counts());
            frame.report()
                    .say(
                            "backup.created",
                            Map.of(
                                    "file",
                                    host.destination().resolve(report.file().value()),
                                    "state",
                                    report.state()));
            if (report.isProven()) {
                frame.report().say("backup.drill.proven", Map.of("file", report.file()));
            }
            FindingRows.advise(frame, report.file().value(), report.state());
            Exit exit = FindingRows.exit(report.state());
            Exit uploaded = Copies.uploadAfterwards(frame, host);
            return exit == Exit.DONE ? uploaded : exit;
        }
    }

    private Scope scope(Frame frame) {
        if (onlyDatabase && onlyMedia) {
            throw CommandException.usage(frame.words().text("error.backup-scope"));
        }
        return onlyDatabase ? Scope.DATABASE : onlyMedia ? Scope.MEDIA : Scope.ALL;
    }
}
