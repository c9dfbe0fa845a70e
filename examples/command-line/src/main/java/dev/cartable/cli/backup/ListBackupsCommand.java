package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.Finding;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;

/** {@code backup list}: the newest first. */
@picocli.CommandLine.Command(name = "list")
final class ListBackupsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        Rows rows = frame.report().allRows("backups");
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            for (BackupEntry entry : host.backups().list().all()) {
                rows.add(Row.of("file", entry.file())
                        .and("createdAt", entry.createdAt())
                        .and("bytes", entry.bytes())
                        .and("database", entry.database())
                        .and("state", entry.state())
                        .and("verifiedAt", entry.verifiedAt())
                        .and("accepted", entry.isAccepted()));
            }
            if (rows.size() == 0) {
                frame.report().say("backup.none", Map.of("folder", host.destination()));
            }
            FindingRows.add(
                    frame,
                    host.backups().review().review().findings().stream()
                            .filter(one -> one.code() != Finding.Code.NO_BACKUP)
                            .toList());
            return Exit.DONE;
        }
    }
}
