package dev.cartable.backup;

import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the room that a restore needs on each file system with what is free. Used by one thread. */
final class SpacePrecheck {
    /** For the journal, folders and what a file system needs besides. */
    static final long RESERVE = 16L << 20;

    private final BackupParts parts;
    private final ObstacleList obstacles;
    private final Map<Path, Long> needed = new LinkedHashMap<>();

    SpacePrecheck(BackupParts parts, ObstacleList obstacles) {
        this.parts = parts;
        this.obstacles = obstacles;
    }

    /** How much is needed at most at the same time, on each file system. */
    List<RestorePlan.Space> space(
            @Nullable DatabaseInfo live,
            List<RestorePlan.Archive> archives,
            Manifest.@Nullable Database dumped,
            List<RestorePlan.MediaChange> media)
            throws IOException {
        long safety = RESERVE + (live == null ? 0 : 2 * live.bytes());
        if (!media.isEmpty()) {
            for (MediaRoot root : parts.backupSettings().media()) {
                MediaWalk walk = new MediaWalk(root, finding -> {});
                while (walk.hasNext()) {
                    walk.next();
                }
                safety += walk.bytes();
            }
        }
        need(parts.safetyVault().localFolder(), safety);
        if (dumped != null) {
            long size = archives.stream()
                    .flatMap(one -> one.manifest().files().stream())
                    .filter(file -> file.path().equals(dumped.path()))
                    .mapToLong(Manifest.File::size)
                    .sum();
            need(Room.temporary(), size);
            parts.databaseRestore()
                    .flatMap(DatabaseRestore::folder)
                    .ifPresent(folder -> need(folder, RESERVE + dumped.info().bytes()));
        }
        media.forEach(one -> need(one.folder(), one.bytes()));
        Map<FileStore, RestorePlan.Space> stores = new LinkedHashMap<>();
        for (Map.Entry<Path, Long> one : needed.entrySet()) {
            FileStore store = Files.getFileStore(one.getKey());
            stores.merge(
                    store,
                    new RestorePlan.Space(one.getKey(), one.getValue(), store.getUsableSpace()),
                    (a, b) -> new RestorePlan.Space(a.path(), a.needed() + b.needed(), a.free()));
        }
        stores.values().stream()
                .filter(one -> !one.isEnough())
                .forEach(one -> obstacles.add(
                        "NO_SPACE",
                        Kind.PREVENTS,
                        "path",
                        one.path().toString(),
                        "needed",
                        Long.toString(one.needed()),
                        "free",
                        Long.toString(one.free())));
        return List.copyOf(stores.values());
    }

    private void need(Path folder, long bytes) {
        Path there = folder.toAbsolutePath();
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        needed.merge(there, bytes, Long::sum);
    }
}
