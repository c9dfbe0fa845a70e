package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which backups there should be in a vault, and what was proven with them. It is kept outside the database, so that a backup that vanishes
 * is noticed. Immutable.
 *
 * @param expected what was found about each backup last
 * @param restore when a backup was last restored for a trial; null if never
 * @param key when a private key was last shown to open a backup; null if never
 */
public record BackupLedger(
        Map<BackupName, BackupStatus> expected,
        @Nullable Proof restore,
        @Nullable Proof key) {
    /** Nothing is expected, and nothing was proven. */
    public static final BackupLedger EMPTY = new BackupLedger(Map.of(), null, null);

    public BackupLedger {
        expected = Collections.unmodifiableMap(new TreeMap<>(expected));
    }

    /** The same with a backup, or with another verdict about it. */
    public BackupLedger with(BackupName file, BackupStatus status) {
        Map<BackupName, BackupStatus> more = new TreeMap<>(expected);
        more.put(file, requireNonNull(status, "status"));
        return new BackupLedger(more, restore, key);
    }

    /** The same without a backup. */
    public BackupLedger without(BackupName file) {
        Map<BackupName, BackupStatus> less = new TreeMap<>(expected);
        less.remove(file);
        return new BackupLedger(less, restore, key);
    }

    /** The same after a trial restore. */
    public BackupLedger withRestore(Proof proof) {
        return new BackupLedger(expected, requireNonNull(proof, "proof"), key);
    }

    /** The same after a private key has opened a backup. */
    public BackupLedger withKey(Proof proof) {
        return new BackupLedger(expected, restore, requireNonNull(proof, "proof"));
    }

    /** When something was proven, and with which backup. */
    public record Proof(Instant at, BackupName file) {
        public Proof {
            requireNonNull(at, "at");
            requireNonNull(file, "file");
        }
    }
}
