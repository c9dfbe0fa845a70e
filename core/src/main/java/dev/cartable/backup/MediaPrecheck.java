package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what a restore would do in the live media folders and what stands in its way there. Used by one thread. */
final class MediaPrecheck {
    private static final int LISTED = 20;

    private final BackupParts parts;
    private final ObstacleList obstacles;

    MediaPrecheck(BackupParts parts, ObstacleList obstacles) {
        this.parts = parts;
        this.obstacles = obstacles;
    }

    /** What happens in each folder that an archive holds. */
    List<RestorePlan.MediaChange> changes(List<RestorePlan.Archive> archives) throws IOException {
        List<RestorePlan.MediaChange> changes = new ArrayList<>();
        for (RestorePlan.Archive archive : archives) {
            for (Manifest.Media media : archive.manifest().media()) {
                Optional<MediaRoot> root = parts.backupSettings().media().stream()
                        .filter(one -> one.name().equals(media.name()))
                        .findFirst();
                if (root.isEmpty()) {
                    obstacles.add("UNKNOWN_MEDIA", Kind.PREVENTS, "media", media.name());
                } else {
                    change(archive.manifest(), media.name(), root.get().folder())
                            .ifPresent(changes::add);
                }
            }
        }
        return changes;
    }

    private Optional<RestorePlan.MediaChange> change(Manifest manifest, String name, Path folder) throws IOException {
        Path root = real(folder);
        if (root == null) {
            obstacles.add("MEDIA_MISSING", Kind.PREVENTS, "media", name, "path", String.valueOf(folder));
            return Optional.empty();
        }
        if (!Files.exists(root)) {
            obstacles.add("MEDIA_MISSING", Kind.CONSENT, "media", name, "path", root.toString());
        } else if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            obstacles.add("MEDIA_UNWRITABLE", Kind.PREVENTS, "media", name, "path", root.toString());
            return Optional.empty();
        }
        LiveMedia live = new LiveMedia(root);
        long files = 0;
        long bytes = 0;
        for (Manifest.File file : files(manifest, name)) {
            files++;
            bytes += file.size();
            live.look(file);
        }
        live.report();
        return Optional.of(new RestorePlan.MediaChange(name, root, files, bytes, live.replaced, live.changed));
    }

    private static List<Manifest.File> files(Manifest manifest, String media) {
        return manifest.files().stream()
                .filter(file -> media.equals(Names.media(file)))
                .toList();
    }

    /** The files of a media folder that this system can have. */
    static List<Manifest.File> files(Manifest manifest, String media, Path root) {
        return files(manifest, media).stream()
                .filter(file -> isPossible(root, file))
                .toList();
    }

    private static boolean isPossible(Path root, Manifest.File file) {
        try {
            return Names.inMedia(root, file).getNameCount() > 0;
        } catch (BackupException e) {
            return false;
        }
    }

    /** A folder without symbolic links; null if it can neither be found nor made. */
    private static @Nullable Path real(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        return parent == null || !Files.isDirectory(parent) || Files.isSymbolicLink(absolute)
                ? null
                : parent.toRealPath().resolve(requireNonNull(absolute.getFileName(), "name"));
    }

    /** What is in a live folder of what would be written there. */
    private final class LiveMedia {
        private final Path root;
        private final Set<Path> folders = new HashSet<>();
        private final Set<Path> conflicts = new HashSet<>();
        private final List<Path> links = new ArrayList<>();
        private final List<String> unsafe = new ArrayList<>();
        private long replaced;
        private long changed;

        private LiveMedia(Path root) {
            this.root = root;
        }

        private void look(Manifest.File file) throws IOException {
            Path relative;
            try {
                relative = Names.inMedia(root, file);
            } catch (BackupException e) {
                unsafe.add(file.path());
                return;
            }
            for (Path above = relative.getParent(); above != null && folders.add(above); above = above.getParent()) {
                Path live = root.resolve(above);
                if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
                    conflicts.add(live);
                }
            }
            Path live = root.resolve(relative);
            if (!Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(live, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                links.add(live);
            }
            if (attributes.isDirectory() || attributes.isOther()) {
                conflicts.add(live);
                return;
            }
            replaced++;
            // Some file systems keep times of two seconds.
            if (attributes.size() != file.size()
                    || Duration.between(attributes.lastModifiedTime().toInstant(), file.modified())
                                    .abs()
                                    .toSeconds()
                            > 2) {
                changed++;
            }
        }

        private void report() {
            conflicts.stream()
                    .sorted()
                    .limit(LISTED)
                    .forEach(path -> obstacles.add("MEDIA_CONFLICT", Kind.PREVENTS, "path", path.toString()));
            links.stream()
                    .limit(LISTED)
                    .forEach(path -> obstacles.add("MEDIA_LINK", Kind.CONSENT, "path", path.toString()));
            unsafe.stream().limit(LISTED).forEach(path -> obstacles.add("UNSAFE_PATH", Kind.CONSENT, "path", path));
        }
    }
}
