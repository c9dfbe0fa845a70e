package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a backup in the second place.
 *
 * @param at when this was found
 * @param backup what is known about the backup itself
 * @param token by which an upload that was cut off is continued; null if there is none
 * @param failure the code of what went wrong last, such as {@code OFFSITE_UNREACHABLE}; null if nothing did
 */
public record OffsiteCopy(
        OffsiteState state,
        Instant at,
        BackupStatus backup,
        @Nullable String token,
        @Nullable String failure) {
    public OffsiteCopy {
        requireNonNull(state, "state");
        requireNonNull(at, "at");
        requireNonNull(backup, "backup");
    }
}
