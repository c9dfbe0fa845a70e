package dev.cartable.cli.backup;

import dev.cartable.backup.VerifyReport;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup fetch}: brings a copy back from the second place. */
@picocli.CommandLine.Command(name = "fetch")
final class FetchBackupCommand extends Command {
    @Parameters(paramLabel = "FILE", arity = "0..1")
    private @Nullable String file;

    @Option(names = "--latest")
    private boolean latest;

    @Override
    protected Exit run(Frame frame) {
        if ((file == null) != latest) {
            throw CommandException.usage(frame.words().text("error.backup-which"));
        }
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            VerifyReport report = Copies.fetch(frame, host, name(frame, host));
            frame.report().field("file", report.file()).field("state", report.state());
            FindingRows.add(frame, report.findings());
            frame.report()
                    .say(
                            "backup.fetched",
                            Map.of("file", host.destination().resolve(report.file()), "state", report.state()));
            FindingRows.advise(frame, report.file(), report.state());
            return FindingRows.exit(report.state());
        }
    }

    private BackupName name(Frame frame, BackupHost host) {
        String given = file;
        if (given != null) {
            return BackupName.parse(given).orElseThrow(() -> CommandException.unfit(frame.words(), "FILE", given));
        }
        return host.backups().copies().stream()
                .map(BackupVault.Stored::name)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> CommandException.ended(
                        Exit.UNVERIFIED, "NO_COPY", frame.words().text("error.NO_COPY")));
    }
}
