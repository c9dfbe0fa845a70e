package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Scope;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.nio.file.Path;
import java.util.Map;

/** Which backup a person means. */
final class Chosen {
    private Chosen() {}

    /** The one of this name, or of the file of this name in the vault's folder. */
    static BackupName named(Frame frame, BackupHost host, String file) {
        Path last = Path.of(file).getFileName();
        return BackupName.parse(String.valueOf(last))
                .filter(name -> isIn(frame, host, file))
                .orElseThrow(() -> CommandException.failed(
                        "UNKNOWN_BACKUP",
                        frame.words().text("error.UNKNOWN_BACKUP", Map.of("file", file, "path", host.destination()))));
    }

    /** Whether a file is named that is in the vault: by its name alone, or by its path. */
    static boolean isIn(Frame frame, BackupHost host, String file) {
        Path path = Path.of(file);
        Path folder = frame.around().path(file).toAbsolutePath().normalize().getParent();
        boolean known = BackupName.parse(String.valueOf(path.getFileName())).isPresent();
        return known
                && (path.getParent() == null
                        || host.destination().toAbsolutePath().normalize().equals(folder));
    }

    /** The latest that counts. */
    static BackupName latest(Frame frame, BackupHost host, Scope scope) {
        return host.backups()
                .list()
                .latest(scope)
                .map(BackupEntry::file)
                .orElseThrow(() -> CommandException.ended(
                        Exit.UNVERIFIED,
                        "NO_BACKUP",
                        frame.words().text("error.NO_BACKUP", "folder", host.destination())));
    }
}
