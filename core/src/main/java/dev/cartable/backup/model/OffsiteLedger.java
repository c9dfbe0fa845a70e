package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which copies of backups there should be in the second place. It is kept in the vault, beside the archives. Immutable.
 *
 * @param place which place this is about, as {@link dev.cartable.backup.port.OffsiteVault#location()} says
 * @param restoreLog the hash of the {@link dev.cartable.work.RestoreLog} that was copied last; null if none was
 */
public record OffsiteLedger(
        String place,
        Map<BackupName, OffsiteCopy> copies,
        @Nullable String restoreLog) {
    public OffsiteLedger {
        requireNonNull(place, "place");
        copies = Collections.unmodifiableMap(new TreeMap<>(copies));
    }

    /** The ledger of a place of which nothing is known. */
    public static OffsiteLedger of(String place) {
        return new OffsiteLedger(place, Map.of(), null);
    }

    /** The same with a copy, or with something else about it. */
    public OffsiteLedger with(BackupName file, OffsiteCopy copy) {
        Map<BackupName, OffsiteCopy> more = new TreeMap<>(copies);
        more.put(file, requireNonNull(copy, "copy"));
        return new OffsiteLedger(place, more, restoreLog);
    }

    /** The same without a copy. */
    public OffsiteLedger without(BackupName file) {
        Map<BackupName, OffsiteCopy> less = new TreeMap<>(copies);
        less.remove(file);
        return new OffsiteLedger(place, less, restoreLog);
    }

    /** The same where a log with this hash was copied. */
    public OffsiteLedger withRestoreLog(String sha256) {
        return new OffsiteLedger(place, copies, requireNonNull(sha256, "sha256"));
    }
}
