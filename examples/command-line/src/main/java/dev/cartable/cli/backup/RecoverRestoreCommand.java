package dev.cartable.cli.backup;

import dev.cartable.backup.RecoveryReport;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.Map;
import java.util.Optional;

/** {@code backup recover}: finishes or undoes a restore that was cut off. */
@picocli.CommandLine.Command(name = "recover")
final class RecoverRestoreCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (BackupHost host = BackupHost.restoring(frame)) {
            Optional<RecoveryReport> report = host.backups().recover();
            boolean isAgain = report.isPresent() && host.backups().needsRecovery();
            frame.report()
                    .field("restore", report.map(RecoveryReport::id).orElse(null))
                    .field("outcome", report.map(RecoveryReport::outcome).orElse(null))
                    .field("again", isAgain);
            report.ifPresentOrElse(
                    one -> frame.report()
                            .say(
                                    "backup.recovered." + one.outcome(),
                                    Map.of("restore", one.id(), "began", one.began())),
                    () -> frame.report().say("backup.recovered.none"));
            if (isAgain) {
                frame.report().warn("backup.recovered.again", Map.of());
            }
            return isAgain ? Exit.DEGRADED : Exit.DONE;
        }
    }
}
