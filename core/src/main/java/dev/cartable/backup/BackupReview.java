package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupLedger.Proof;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteCopy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a school could restore now.
 *
 * @param at when this was looked at
 * @param latest the newest backup that counts and has all that is backed up here
 * @param copy the newest copy in the second place, as far as is known; empty if there is none
 * @param restore when a backup was last restored for a trial; null if never
 * @param key when a private key was last shown to open a backup; null if never
 * @param findings what a person has to look at: backups that have vanished or changed, none that counts, or the latest too old
 */
public record BackupReview(
        Instant at,
        Optional<BackupEntry> latest,
        Optional<OffsiteCopy> copy,
        @Nullable Proof restore,
        @Nullable Proof key,
        List<Finding> findings) {
    public BackupReview {
        requireNonNull(at, "at");
        requireNonNull(latest, "latest");
        requireNonNull(copy, "copy");
        findings = List.copyOf(findings);
    }

    /** Whether nothing has to be looked at. */
    public boolean isGood() {
        return findings.isEmpty();
    }
}
