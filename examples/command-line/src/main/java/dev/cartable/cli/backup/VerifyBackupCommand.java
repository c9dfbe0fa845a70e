package dev.cartable.cli.backup;

import dev.cartable.backup.VerifyReport;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup verify}: a backup of the vault, or any archive. */
@picocli.CommandLine.Command(name = "verify")
final class VerifyBackupCommand extends Command {
    @Parameters(paramLabel = "FILE", arity = "0..1")
    private @Nullable String file;

    @Option(names = "--latest")
    private boolean latest;

    @Option(names = "--deep")
    private boolean deep;

    @Option(names = "--references")
    private boolean references;

    @Option(names = "--copy")
    private boolean copy;

    @Override
    protected Exit run(Frame frame) {
        if ((file == null) != latest) {
            throw CommandException.usage(frame.words().text("error.backup-which"));
        }
        if (copy) {
            return verifyCopy(frame);
        }
        Depth depth = deep ? Depth.DUMP : Depth.CONTENTS;
        try (BackupHost host = deep ? BackupHost.withDatabase(frame) : BackupHost.withoutDatabase(frame)) {
            VerifyReport report =
                    frame.withAmounts("backup.verify.bar", bar -> verify(frame, host, depth, Steps.shown(frame, bar)));
            frame.report()
                    .field("file", report.file())
                    .field("valid", report.isValid())
                    .field("state", report.state())
                    .field("depth", report.depth());
            FindingRows.add(frame, report.findings());
            frame.report()
                    .say(
                            "backup.verified",
                            Map.of("file", report.file(), "state", report.state(), "depth", report.depth()));
            return exit(frame, host, report);
        }
    }

    private Exit verifyCopy(Frame frame) {
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            String given = file;
            BackupName name = given == null
                    ? Chosen.latest(frame, host, Scope.ALL)
                    : BackupName.parse(given).orElseThrow(() -> CommandException.unfit(frame.words(), "FILE", given));
            OffsiteCopy found = host.backups().verifyCopy(name);
            boolean isValid = found.state() == OffsiteState.VERIFIED;
            frame.report().field("file", name).field("valid", isValid).field("copy", found.state());
            frame.report().say("backup.copy.verified", Map.of("file", name, "copy", found.state()));
            return isValid ? Exit.DONE : Exit.FAILED;
        }
    }

    private VerifyReport verify(Frame frame, BackupHost host, Depth depth, Consumer<Progress> progress) {
        String given = file;
        if (given == null) {
            BackupName name = Chosen.latest(frame, host, Scope.ALL);
            return host.backups().verify(name, depth, references, progress);
        }
        return Chosen.isIn(frame, host, given)
                ? host.backups().verify(Chosen.named(frame, host, given), depth, references, progress)
                : host.backups().verify(frame.around().path(given), depth, references, progress);
    }

    private Exit exit(Frame frame, BackupHost host, VerifyReport report) {
        boolean accepted = report.state() == BackupState.DEGRADED
                && host.backups().list().all().stream()
                        .anyMatch(entry ->
                                entry.isAccepted() && entry.file().value().equals(report.file()));
        if (!accepted) {
            FindingRows.advise(frame, report.file(), report.state());
        }
        Exit exit = accepted ? Exit.DONE : FindingRows.exit(report.state());
        boolean missing = references
                && report.findings().stream().anyMatch(found -> found.code() == Finding.Code.REFERENCE_MISSING);
        return exit == Exit.DONE && missing ? Exit.FINDING : exit;
    }
}
