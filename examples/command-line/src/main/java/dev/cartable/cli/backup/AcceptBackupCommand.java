package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupName;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup accept}: a degraded backup is right as it is. */
@picocli.CommandLine.Command(name = "accept")
final class AcceptBackupCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    @Override
    protected Exit run(Frame frame) {
        if (reason.isBlank()) {
            throw CommandException.unfit(frame.words(), "--reason", reason);
        }
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            BackupName name = Chosen.named(frame, host, file);
            host.backups().accept(name, reason);
            frame.report().field("file", name).field("reason", reason);
            frame.report().say("backup.accepted", Map.of("file", name));
            return Exit.DONE;
        }
    }
}
