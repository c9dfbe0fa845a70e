package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A password in a file for its owner alone, which PostgreSQL's programs read because {@code PGPASSFILE} names it. Closing it deletes the
 * file. The file's name has the number and the start of its process, so that the next one deletes what a killed process has left.
 */
final class PassFile implements AutoCloseable {
    private static final String PREFIX = "cartable-pgpass-";

    private final Path file;

    private PassFile(Path file) {
        this.file = file;
    }

    static PassFile write(Path folder, String password) {
        if (password.indexOf('\n') >= 0 || password.indexOf('\r') >= 0) {
            throw new BackupException(
                    "DUMP_FAILED",
                    Map.of("reason", "the password has a line break"),
                    "the database password has a line break, which PostgreSQL's password file cannot hold; nothing was written");
        }
        sweep(folder);
        try {
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            FileAttribute<?>[] owner = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Path file = Files.createTempFile(folder, ProcessFiles.prefix(PREFIX), "", owner);
            PassFile made = new PassFile(file);
            try {
                String line = "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n";
                Files.writeString(file, line, StandardCharsets.UTF_8);
            } catch (IOException e) {
                made.close();
                throw e;
            }
            return made;
        } catch (IOException e) {
            if (DurableFiles.isDiskFull(e)) {
                throw BackupException.diskFull(folder, "nothing was dumped or restored", e);
            }
            throw new BackupException(
                    "DUMP_FAILED",
                    Map.of("reason", "no password file can be written in " + folder),
                    "no password file can be written in " + folder + "; nothing was dumped or restored",
                    e);
        }
    }

    /** Deletes what processes have left that are no longer there. */
    static void sweep(Path folder) {
        ProcessFiles.sweep(folder, PREFIX);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
