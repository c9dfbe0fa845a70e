package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a host's configuration says of backups.
 *
 * @param media the folders that belong to a backup
 * @param references where the database refers to files in them
 * @param zone the school's time zone, for the manifest
 * @param product the version of Cartable, for the manifest
 * @param fewer by how many per cent files, bytes or rows may not have become fewer since the last accepted backup: 1 to 100
 * @param keep which backups the task {@code backup-prune} keeps; {@link KeepPolicy#NONE} for all, then there is no such task
 * @param maxAge how old the latest backup that counts may be before a person is alarmed
 * @param recipients the public keys that backups are encrypted to, such as {@code age1…}; empty for backups that are not encrypted
 */
public record BackupSettings(
        List<MediaRoot> media,
        List<MediaReference> references,
        ZoneId zone,
        String product,
        int fewer,
        KeepPolicy keep,
        Duration maxAge,
        List<String> recipients) {
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final int FEWER = 30;

    public BackupSettings {
        media = List.copyOf(media);
        references = List.copyOf(references);
        recipients = List.copyOf(recipients);
        requireNonNull(zone, "zone");
        requireNonNull(product, "product");
        requireNonNull(keep, "keep");
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException(maxAge + " is no age of a backup");
        }
        if (fewer < 1 || fewer > 100) {
            throw new IllegalArgumentException(fewer + " is no share in per cent; give 1 to 100");
        }
        Set<String> names = new HashSet<>();
        for (MediaRoot root : media) {
            if (!names.add(root.name())) {
                throw new IllegalArgumentException("two media folders are called " + root.name());
            }
        }
        for (MediaReference reference : references) {
            if (!names.contains(reference.media())) {
                throw new IllegalArgumentException("the reference " + reference.name() + " is about the media folder "
                        + reference.media() + ", which is not configured");
            }
        }
    }

    /** These folders, no references, an alarm at 30 % fewer, all backups kept, and an alarm at two days. */
    public static BackupSettings of(ZoneId zone, String product, List<MediaRoot> media) {
        return new BackupSettings(media, List.of(), zone, product, FEWER, KeepPolicy.NONE, TWO_DAYS, List.of());
    }

    /** The same with references. */
    public BackupSettings with(List<MediaReference> more) {
        return new BackupSettings(media, more, zone, product, fewer, keep, maxAge, recipients);
    }

    /** The same with other media folders. */
    public BackupSettings withMedia(List<MediaRoot> folders) {
        return new BackupSettings(folders, references, zone, product, fewer, keep, maxAge, recipients);
    }

    /** The same with retention. */
    public BackupSettings withKeep(KeepPolicy policy) {
        return new BackupSettings(media, references, zone, product, fewer, policy, maxAge, recipients);
    }

    /** The same with another age at which people are alarmed. */
    public BackupSettings withMaxAge(Duration age) {
        return new BackupSettings(media, references, zone, product, fewer, keep, age, recipients);
    }

    /** The same, encrypted to these public keys. */
    public BackupSettings withRecipients(List<String> keys) {
        return new BackupSettings(media, references, zone, product, fewer, keep, maxAge, keys);
    }
}
