package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** {@code backup list}: the newest first. */
@picocli.CommandLine.Command(name = "list")
final class ListBackupsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        Rows rows = frame.report().allRows("backups");
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            Map<BackupName, OffsiteCopy> copies =
                    new TreeMap<>(host.backups().list().copies());
            for (BackupEntry entry : host.backups().list().all()) {
                OffsiteCopy copy = copies.remove(entry.file());
                rows.add(Row.of("file", entry.file())
                        .and("createdAt", entry.createdAt())
                        .and("bytes", entry.bytes())
                        .and("database", entry.database())
                        .and("state", entry.state())
                        .and("verifiedAt", entry.verifiedAt())
                        .and("accepted", entry.isAccepted())
                        .and("copy", copy == null ? null : copy.state()));
            }
            boolean isNothingKnown = rows.size() == 0 && copies.isEmpty();
            copies(frame, host, copies);
            if (isNothingKnown) {
                askThere(frame, host);
            }
            if (rows.size() == 0) {
                frame.report().say("backup.none", Map.of("folder", host.destination()));
            }
            FindingRows.add(
                    frame,
                    host.backups().review().findings().stream()
                            .filter(one -> one.code() != Finding.Code.NO_BACKUP)
                            .toList());
            return Exit.DONE;
        }
    }

    /** On a machine that has nothing yet, the second place says what there is. */
    private static void askThere(Frame frame, BackupHost host) {
        if (!host.hasOffsite()) {
            return;
        }
        Rows rows = frame.report().allRows("copies");
        try {
            host.backups().copies().stream()
                    .sorted(Comparator.comparing(BackupVault.Stored::name).reversed())
                    .forEach(one -> rows.add(Row.of("file", one.name())
                            .and("createdAt", null)
                            .and("bytes", one.bytes())
                            .and("copy", null)
                            .and("at", null)));
        } catch (BackupException e) {
            frame.report().warn("backup.list.no-copies", Map.of("reason", Copies.reason(frame, e)));
        }
    }

    /** What is in the second place alone. */
    private static void copies(Frame frame, BackupHost host, Map<BackupName, OffsiteCopy> copies) {
        if (!host.hasOffsite()) {
            return;
        }
        Rows rows = frame.report().allRows("copies");
        copies.forEach((file, copy) -> {
            if (copy.state().isThere()) {
                rows.add(Row.of("file", file)
                        .and("createdAt", copy.backup().createdAt())
                        .and("bytes", copy.backup().bytes())
                        .and("copy", copy.state())
                        .and("at", copy.at()));
            }
        });
    }
}
