package dev.cartable.cli.backup;

import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;

/** {@code backup upload}: copies every backup to the second place that is not there yet. */
@picocli.CommandLine.Command(name = "upload")
final class UploadBackupsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            return Copies.upload(frame, host);
        }
    }
}
