package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds: {@code manifest.json} in the archive. Immutable.
 *
 * @param createdAt when the backup began
 * @param zone the school's time zone
 * @param product the version of Cartable that wrote it
 * @param database the dump; null if the backup has media alone
 * @param media the media folders; empty if the backup has a dump alone
 * @param hostKeyCheck the check value of the host key, to recognise the key; null if the host has none
 * @param findings what was found when it was written
 * @param files every file of the archive except the manifest, in the order of the archive
 */
public record Manifest(
        Instant createdAt,
        ZoneId zone,
        String product,
        @Nullable Database database,
        List<Media> media,
        @Nullable String hostKeyCheck,
        List<Finding> findings,
        List<File> files) {
    /** The version of the format that is written; every version up to it can be read. */
    public static final int VERSION = 1;

    public Manifest {
        requireNonNull(createdAt, "createdAt");
        requireNonNull(zone, "zone");
        requireNonNull(product, "product");
        media = List.copyOf(media);
        findings = List.copyOf(findings);
        files = List.copyOf(files);
    }

    /** A media folder; empty if the backup does not hold it. */
    public Optional<Media> media(String name) {
        return media.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The numbers of the backup. */
    public BackupCounts counts() {
        return new BackupCounts(
                files.size(),
                files.stream().mapToLong(File::size).sum(),
                database == null ? 0 : database.contents().rows().size(),
                database == null ? 0 : database.contents().totalRows());
    }

    /**
     * The dump.
     *
     * @param path its name in the archive
     * @param references the name in the archive of the list of files that the database refers to; null if the host has configured none
     */
    public record Database(
            DatabaseInfo info,
            DatabaseContents contents,
            String path,
            @Nullable String references) {
        public Database {
            requireNonNull(info, "info");
            requireNonNull(contents, "contents");
            requireNonNull(path, "path");
        }
    }

    /** A media folder: how many files it has, and how many bytes. */
    public record Media(String name, long files, long bytes) {
        public Media {
            requireNonNull(name, "name");
        }
    }

    /**
     * A file of the archive.
     *
     * @param path its name in the archive, such as {@code media/photos/2026/amina.jpg}
     * @param size in bytes
     * @param modified when it was changed last
     * @param sha256 64 hexadecimal digits
     * @param nameHex the bytes of its path in the media folder, in hexadecimal digits, where they are not UTF-8; null where {@code path}
     *     says it
     */
    public record File(
            String path,
            long size,
            Instant modified,
            String sha256,
            @Nullable String nameHex) {
        public File {
            requireNonNull(path, "path");
            requireNonNull(modified, "modified");
            requireNonNull(sha256, "sha256");
        }
    }
}
