package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a restore would do, and what stands in its way. Making it changes nothing.
 *
 * @param archives the archives that it takes from; verified
 * @param scope what is replaced: no more than was asked for and the archives hold
 * @param obstacles the worst first
 * @param tables the rows of each table in the backup and in the live database; empty if the database is not replaced
 * @param newest the newest rows of the live database that refer to files, such as payments; see {@link Newest#isInBackup}
 * @param media what happens in each media folder; empty if media are not replaced
 * @param space what is needed on each file system
 */
public record RestorePlan(
        RestoreRequest request,
        List<Archive> archives,
        Scope scope,
        List<Obstacle> obstacles,
        List<CheckReport.Table> tables,
        List<Newest> newest,
        List<MediaChange> media,
        List<Space> space) {
    public RestorePlan {
        requireNonNull(request, "request");
        requireNonNull(scope, "scope");
        archives = List.copyOf(archives);
        obstacles = List.copyOf(obstacles);
        tables = List.copyOf(tables);
        newest = List.copyOf(newest);
        media = List.copyOf(media);
        space = List.copyOf(space);
    }

    /** Tables that have more rows now than in the backup: at least the difference would be lost. */
    public List<CheckReport.Table> shrinking() {
        return tables.stream()
                .filter(table -> table.now() > Math.max(table.before(), 0))
                .toList();
    }

    /** The obstacles of a kind. */
    public List<Obstacle> obstacles(Obstacle.Kind kind) {
        return obstacles.stream().filter(one -> one.kind() == kind).toList();
    }

    /** The archive with the database; empty if the database is not replaced. */
    Optional<Archive> databaseArchive() {
        return scope.hasDatabase()
                ? archives.stream()
                        .filter(one -> one.manifest().database() != null)
                        .findFirst()
                : Optional.empty();
    }

    /**
     * An archive.
     *
     * @param file its name in the vault, or its path
     * @param path where it is; null if it is in the vault
     * @param sha256 the hash of the whole archive
     * @param isSigned whether its MAC fits the host key
     */
    public record Archive(
            String file,
            @Nullable Path path,
            String sha256,
            BackupState state,
            List<Finding> findings,
            Manifest manifest,
            boolean isSigned) {
        public Archive {
            requireNonNull(file, "file");
            requireNonNull(sha256, "sha256");
            requireNonNull(state, "state");
            findings = List.copyOf(findings);
            requireNonNull(manifest, "manifest");
        }
    }

    /**
     * What stands in the way.
     *
     * @param code a stable word: those of {@link dev.cartable.backup.port.DatabaseRestore.Obstacle} and of the {@linkplain
     *     dev.cartable.backup.port.StagedDatabaseStep steps}, and {@code UNSIGNED}, {@code
     *     OTHER_HOST_KEY}, {@code DEGRADED}, {@code NO_SPACE}, {@code UNKNOWN_MEDIA}, {@code MEDIA_MISSING}, {@code MEDIA_CONFLICT}, {@code MEDIA_LINK}, {@code SQLITE},
     *     {@code MEDIA_UNWRITABLE}, {@code UNSAFE_PATH}, {@code RESTORE_UNFINISHED}
     * @param facts what it is about, such as {@code path}
     */
    public record Obstacle(String code, Map<String, String> facts, Kind kind) {
        public Obstacle {
            requireNonNull(code, "code");
            requireNonNull(kind, "kind");
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        }

        /** What can be done about it, the worst first. */
        public enum Kind {
            /** Nothing: it must be removed first. */
            PREVENTS,
            /** A person may allow archives that are not signed; see {@link RestoreRequest#unsigned}. */
            UNSIGNED,
            /** A person may force it. */
            FORCE,
            /** A person should know it before they agree. */
            CONSENT
        }
    }

    /** A row that refers to a file, and whether the backup holds it. */
    public record Newest(ReferencedFile row, boolean isInBackup) {
        public Newest {
            requireNonNull(row, "row");
        }
    }

    /**
     * What happens in a media folder. Files that the backup does not hold stay as they are.
     *
     * @param folder where it is, without symbolic links
     * @param files how many the backup holds
     * @param bytes of these files
     * @param replaced how many of them are in the folder now
     * @param changed how many of these have another size or time than in the backup
     */
    public record MediaChange(String name, Path folder, long files, long bytes, long replaced, long changed) {
        public MediaChange {
            requireNonNull(name, "name");
            requireNonNull(folder, "folder");
        }
    }

    /**
     * A file system.
     *
     * @param path a folder in it
     * @param needed how many bytes the restore needs at most, until it has cleaned up
     * @param free how many bytes there are
     */
    public record Space(Path path, long needed, long free) {
        public Space {
            requireNonNull(path, "path");
        }

        /** Whether it is enough. */
        public boolean isEnough() {
            return free >= needed;
        }
    }
}
