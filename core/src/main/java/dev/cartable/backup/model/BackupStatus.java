package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a backup in a vault, kept beside its archive.
 *
 * @param state what the last verification found
 * @param depth how thorough that was
 * @param verifiedAt when that was
 * @param createdAt when the backup was made, as its manifest says
 * @param sha256 the hash of the archive that was verified
 * @param bytes the size of that archive
 * @param database the kind of the database, such as {@code postgresql}; null if the backup has media alone
 * @param hasMedia whether it has media
 * @param acceptance by whom a degraded backup was made the new reference; null if it was not
 * @param totals the numbers with which the next backup is compared where the archive cannot be read; null where it can
 */
public record BackupStatus(
        BackupState state,
        Depth depth,
        Instant verifiedAt,
        Instant createdAt,
        String sha256,
        long bytes,
        @Nullable String database,
        boolean hasMedia,
        @Nullable Acceptance acceptance,
        @Nullable Totals totals) {
    /** What is known of an archive that anyone can read. */
    public BackupStatus(
            BackupState state,
            Depth depth,
            Instant verifiedAt,
            Instant createdAt,
            String sha256,
            long bytes,
            @Nullable String database,
            boolean hasMedia,
            @Nullable Acceptance acceptance) {
        this(state, depth, verifiedAt, createdAt, sha256, bytes, database, hasMedia, acceptance, null);
    }

    public BackupStatus {
        requireNonNull(state, "state");
        requireNonNull(depth, "depth");
        requireNonNull(verifiedAt, "verifiedAt");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(sha256, "sha256");
    }

    /** Whether it counts: verified, or degraded and accepted by a person. */
    public boolean counts() {
        return state == BackupState.VERIFIED || (state == BackupState.DEGRADED && acceptance != null);
    }

    /** Which parts of the school it has. */
    public Scope holds() {
        return database == null ? Scope.MEDIA : hasMedia ? Scope.ALL : Scope.DATABASE;
    }

    /** The same after another verdict, which takes an acceptance back. */
    public BackupStatus found(BackupState other, Instant at) {
        return new BackupStatus(other, depth, at, createdAt, sha256, bytes, database, hasMedia, null, totals);
    }

    /** The same, accepted by a person. */
    public BackupStatus accepted(Acceptance by) {
        return new BackupStatus(state, depth, verifiedAt, createdAt, sha256, bytes, database, hasMedia, by, totals);
    }

    /**
     * The numbers of a backup that is encrypted.
     *
     * @param rows of all tables; 0 if it has no database
     */
    public record Totals(long rows, List<Manifest.Media> media) {
        public Totals {
            media = List.copyOf(media);
        }
    }

    /** When and why a person has accepted a degraded backup. */
    public record Acceptance(Instant at, String reason) {
        public Acceptance {
            requireNonNull(at, "at");
            if (requireNonNull(reason, "reason").isBlank()) {
                throw new IllegalArgumentException("the reason is empty; say why the backup is right as it is");
            }
        }
    }
}
