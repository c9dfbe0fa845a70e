package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code cartable.backup}.
 *
 * @param destination Folder that backups are kept in. Without it, no backups are made.
 * @param local Folder in which a restore keeps a copy of what it replaces. Without it, backups_local in the destination.
 * @param vault Second place, to which backups are copied, such as s3://bucket/school?region=gra; the key stands
 *     in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Needs cartable-vault-s3.
 * @param media Folders that belong to a backup, by the name that each has in it, such as cartable.backup.media.files=/srv/files.
 * @param excludes What is left out of media folders, such as cache/** or tmp.*
 * @param references Where the database refers to media files, each by a name: cartable.backup.references.photo.table (a table or view),
 *     with .id-column (id), .path-column, .newest-by, .media and .prefix.
 * @param keep Which backups are kept. Without a rule, all are.
 * @param recipients Public keys (age1…) that backups are encrypted to. Without one, backups are not encrypted.
 * @param maxAge How old the latest backup that counts may be before there is an alarm.
 * @param pgBin Folder with pg_dump and pg_restore. Without it, they are looked for.
 */
@ConfigurationProperties("cartable.backup")
public record CartableBackupProperties(
        @Nullable Path destination,
        @Nullable Path local,
        @Nullable String vault,
        @DefaultValue Map<String, Path> media,
        @DefaultValue List<String> excludes,
        @DefaultValue Map<String, Reference> references,
        @DefaultValue Keep keep,
        @DefaultValue List<String> recipients,
        @DefaultValue("48h") Duration maxAge,
        @Nullable Path pgBin) {
    public CartableBackupProperties {
        media = Map.copyOf(media);
        excludes = List.copyOf(excludes);
        references = Map.copyOf(references);
        recipients = List.copyOf(recipients);
        CartableProperties.positive("cartable.backup.max-age", maxAge);
        CartableProperties.checked("cartable.backup.keep", keep::policy);
        List<String> left = excludes;
        media.forEach((name, folder) ->
                CartableProperties.checked("cartable.backup.media." + name, () -> new MediaRoot(name, folder, left)));
        references.forEach((name, reference) ->
                CartableProperties.checked("cartable.backup.references." + name, () -> reference.reference(name)));
    }

    /** Where a restore keeps a copy of what it replaces. */
    Path safetyFolder() {
        return local == null
                ? requireNonNull(destination, "cartable.backup.destination").resolve("backups_local")
                : local;
    }

    BackupSettings settings(BackupSettings defaults) {
        List<MediaRoot> roots = media.entrySet().stream()
                .map(one -> new MediaRoot(one.getKey(), one.getValue(), excludes))
                .toList();
        List<MediaReference> all = references.entrySet().stream()
                .map(one -> one.getValue().reference(one.getKey()))
                .toList();
        return defaults.withMedia(roots)
                .with(all)
                .withKeep(keep.policy())
                .withMaxAge(maxAge)
                .withRecipients(recipients);
    }

    /**
     * Which backups are kept: a backup stays if one of the rules keeps it.
     *
     * @param last How many of the newest backups are kept.
     * @param daily Of how many days the newest backup is kept.
     * @param weekly Of how many weeks the newest backup is kept.
     * @param monthly Of how many months the newest backup is kept.
     * @param yearly Of how many years the newest backup is kept.
     */
    public record Keep(
            @DefaultValue("0") int last,
            @DefaultValue("0") int daily,
            @DefaultValue("0") int weekly,
            @DefaultValue("0") int monthly,
            @DefaultValue("0") int yearly) {
        KeepPolicy policy() {
            return new KeepPolicy(last, daily, weekly, monthly, yearly);
        }
    }

    /**
     * A column of the database that holds paths of media files.
     *
     * @param table Table or view, with its schema if it is not found without.
     * @param idColumn Column that tells one row from another.
     * @param pathColumn Column with the path, relative to the media folder.
     * @param newestBy Column that sorts the newest rows last. Without it, the id does.
     * @param media Name of the media folder.
     * @param prefix What the paths begin with that is not in the folder.
     */
    public record Reference(
            String table,
            @DefaultValue("id") String idColumn,
            String pathColumn,
            @Nullable String newestBy,
            String media,
            @DefaultValue("") String prefix) {
        public Reference {
            requireNonNull(table, "table");
            requireNonNull(pathColumn, "pathColumn");
            requireNonNull(media, "media");
        }

        MediaReference reference(String name) {
            return new MediaReference(name, table, idColumn, pathColumn, newestBy, media, prefix);
        }
    }
}
