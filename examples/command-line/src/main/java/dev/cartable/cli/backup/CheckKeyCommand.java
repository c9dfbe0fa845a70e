package dev.cartable.cli.backup;

import dev.cartable.backup.VerifyReport;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.Map;

/** {@code backup keycheck}: proves that a private key opens the newest encrypted backup. */
@picocli.CommandLine.Command(name = "keycheck")
final class CheckKeyCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            VerifyReport report =
                    frame.withAmounts("backup.verify.bar", bar -> host.backups().checkKey(Steps.shown(frame, bar)));
            frame.report()
                    .field("file", report.file())
                    .field("valid", report.isValid())
                    .field("state", report.state())
                    .field("depth", report.depth());
            FindingRows.add(frame, report.findings());
            frame.report().say("backup.key.checked", Map.of("file", report.file(), "state", report.state()));
            return FindingRows.exit(report.state());
        }
    }
}
