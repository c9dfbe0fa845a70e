package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup in a vault.
 *
 * @param createdAt when it was made: as its manifest said when it was verified; otherwise as its name says
 * @param bytes the size of the archive
 * @param database the kind of the database; null if it has none, or was never verified here
 * @param state {@code COULD_NOT_VERIFY} if it was never verified here, or has changed its size since
 * @param verifiedAt null if it was never verified here
 * @param isAccepted whether a person has accepted it although it is degraded
 */
public record BackupEntry(
        BackupName file,
        Instant createdAt,
        long bytes,
        @Nullable String database,
        BackupState state,
        @Nullable Instant verifiedAt,
        boolean isAccepted) {
    public BackupEntry {
        requireNonNull(file, "file");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(state, "state");
    }
}
