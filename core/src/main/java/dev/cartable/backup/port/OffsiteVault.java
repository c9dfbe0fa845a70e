package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A second place, in which copies of archives are kept: away from this machine, and reached by a line that is slow or interrupted. A copy is
 * there under its name as a whole or not at all. Safe for use by several threads; one process at a time uploads.
 *
 * <p>What goes wrong there is a {@link BackupException} with the facts {@code place}, {@code operation} and {@code detail}, of the code
 * {@code OFFSITE_UNREACHABLE} (no connection, or it was cut off), {@code OFFSITE_BUSY} (the server asks to come back later), {@code
 * OFFSITE_DENIED} (the credentials may not do this), {@code OFFSITE_REDIRECTED}, {@code OFFSITE_MISSING} (no such copy), {@code
 * OFFSITE_DAMAGED} (other bytes arrived than were sent), {@code OFFSITE_TAKEN} (another archive has the name) or {@code OFFSITE_REFUSED}
 * (anything else). No code, fact or message holds a secret.
 */
public interface OffsiteVault {
    /** Where it is, for people; without secrets. */
    String location();

    /**
     * Whether each copy is read back after its upload. False where reading costs too much: then the server's checksum is compared with
     * that of the archive.
     */
    boolean readsBack();

    /** The copies that are there, by name; whatever else lies there is left alone. */
    List<BackupVault.Stored> list();

    /**
     * Uploads an archive, or continues an upload that was cut off.
     *
     * @return whether the server has the archive's checksum for the whole copy
     * @throws IOException if the archive cannot be read
     */
    boolean upload(Upload upload) throws IOException;

    /**
     * Reads a copy from its beginning to its end.
     *
     * @throws IOException if {@code to} cannot be written
     */
    void read(BackupName name, OutputStream to) throws IOException;

    /** The hash that was stored with a copy when it was uploaded. It shows nothing about the copy itself. */
    Optional<String> sidecar(BackupName name);

    /**
     * Deletes a copy, with all its versions; nothing happens if there is none.
     *
     * @return what keeps it there; empty if it is gone
     */
    Optional<Retained> delete(BackupName name);

    /**
     * Deletes what uploads have left that were cut off.
     *
     * @param tokens the uploads that will be continued
     * @return how many there were
     */
    int abortUploads(Set<String> tokens);

    /**
     * Puts a copy of the {@link dev.cartable.work.RestoreLog} there, in the place of the one before. It is small, and has no names in it.
     *
     * @param log as its {@code bytes()} are
     */
    void saveRestoreLog(byte[] log);

    /** The copy of the log; empty if there is none. */
    Optional<byte[]> restoreLog();

    /** How copies are protected there. */
    Protection protection();

    /**
     * An archive to upload.
     *
     * @param sha256 the hash of the file. It is checked while the file is read; with another hash, nothing is put together, and
     *     {@code INVALID_BACKUP} is thrown
     * @param token of the upload that is continued, as {@code begun} was given it; null to begin a new one
     * @param replaces whether a copy of that name is overwritten, because it is known to be damaged
     * @param begun is called with the token of a new upload before the first byte is sent
     * @param progress is called with the number of bytes that are there
     */
    record Upload(
            BackupName name,
            Path file,
            String sha256,
            @Nullable String token,
            boolean replaces,
            Consumer<? super String> begun,
            LongConsumer progress) {
        public Upload {
            requireNonNull(name, "name");
            requireNonNull(file, "file");
            requireNonNull(sha256, "sha256");
            requireNonNull(begun, "begun");
            requireNonNull(progress, "progress");
        }
    }

    /**
     * What keeps a copy: a lock, or credentials that may not delete.
     *
     * @param until when a lock ends; null if that is not known
     */
    record Retained(@Nullable Instant until) {}

    /**
     * How copies are protected from deletion.
     *
     * @param versioning whether a copy that is overwritten or deleted stays as an older version
     * @param lock whether versions cannot be deleted for some time
     * @param retention for how long by default, such as {@code COMPLIANCE 30 days}; null if there is no default, or it is not known
     */
    record Protection(
            Setting versioning, Setting lock, @Nullable String retention) {
        public Protection {
            requireNonNull(versioning, "versioning");
            requireNonNull(lock, "lock");
        }
    }

    /** What a place says of a setting; unknown if the credentials may not ask. */
    enum Setting {
        ON,
        OFF,
        UNKNOWN
    }
}
