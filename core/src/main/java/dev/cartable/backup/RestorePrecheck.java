package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.RestorePlan.Obstacle;
import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what a restore would do and what stands in its way. Writes nothing but a temporary copy of the dump, to verify it. */
final class RestorePrecheck {
    /** For the journal, folders and what a file system needs besides. */
    private static final long RESERVE = 16L << 20;

    private static final int NEWEST = 5;
    private static final int LISTED = 20;

    private final BackupParts parts;
    private final RestoreRequest request;
    private final RestoreSource source;
    private final List<Obstacle> obstacles = new ArrayList<>();
    private final Map<Path, Long> needed = new LinkedHashMap<>();

    RestorePrecheck(BackupParts parts, RestoreRequest request) {
        this.parts = parts;
        this.request = request;
        this.source = new RestoreSource(parts);
    }

    RestorePlan plan(Consumer<? super Progress> progress) throws IOException {
        if (parts.safetyVault().location().equals(parts.vault().location())) {
            throw new BackupException(
                    "SAFETY_IN_VAULT",
                    Map.of("path", parts.vault().location()),
                    "what a restore replaces would be kept in the folder of the backups "
                            + parts.vault().location() + "; name another folder for it. Nothing was changed");
        }
        RestoreJournal.read(parts, RestoreJournal.Moments.NONE)
                .unsettled()
                .ifPresent(entry -> add(
                        "RESTORE_UNFINISHED",
                        Kind.PREVENTS,
                        "restore",
                        entry.restore(),
                        "step",
                        entry.step().name()));
        List<RestorePlan.Archive> archives = source.choose(request, progress);
        Scope scope = scope(archives);
        checkArchives(archives, scope);
        Manifest.Database dumped = archives.stream()
                .map(one -> one.manifest().database())
                .filter(one -> one != null && scope.hasDatabase())
                .findFirst()
                .orElse(null);
        DatabaseInfo live = dumped == null ? null : dump().describe();
        List<CheckReport.Table> tables = List.of();
        List<RestorePlan.Newest> newest = List.of();
        if (dumped != null) {
            restore().check(dumped.info()).forEach(this::add);
            Instant backupAt = archives.stream()
                    .map(RestorePlan.Archive::manifest)
                    .filter(manifest -> dumped.equals(manifest.database()))
                    .map(Manifest::createdAt)
                    .findFirst()
                    .orElseThrow();
            parts.stagedDatabaseSteps()
                    .forEach(step -> step.check(dumped.info(), backupAt).forEach(this::add));
            tables = CheckSchool.tables(dump().contents(), dumped.contents());
            newest = newest(archives);
        }
        List<RestorePlan.MediaChange> media = scope.hasMedia() ? media(archives) : List.of();
        List<RestorePlan.Space> space = space(live, archives, dumped, media);
        obstacles.sort(Comparator.comparing(Obstacle::kind));
        return new RestorePlan(request, archives, scope, obstacles, tables, newest, media, space);
    }

    private void add(String code, Kind kind, String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        obstacles.add(new Obstacle(code, facts, kind));
    }

    private void add(DatabaseRestore.Obstacle one) {
        Kind kind = one.prevents() ? Kind.PREVENTS : one.code().equals("IN_USE") ? Kind.FORCE : Kind.CONSENT;
        add(one.code(), kind, "detail", one.detail());
    }

    private DatabaseDump dump() {
        return parts.databaseDump().orElseThrow(RestorePrecheck::noDatabase);
    }

    private DatabaseRestore restore() {
        return parts.databaseRestore().orElseThrow(RestorePrecheck::noDatabase);
    }

    static BackupException noDatabase() {
        return new BackupException(
                "NO_DATABASE",
                Map.of(),
                "there is no adapter that can restore the host's database; nothing was changed. Give one, or restore the"
                        + " media alone");
    }

    /** No more than was asked for, and no more than the archives hold. */
    private Scope scope(List<RestorePlan.Archive> archives) {
        long databases = archives.stream()
                .filter(one -> one.manifest().database() != null)
                .count();
        List<String> media = archives.stream()
                .flatMap(one -> one.manifest().media().stream().map(Manifest.Media::name))
                .toList();
        boolean hasDatabase = request.scope().hasDatabase() && databases > 0;
        boolean hasMedia = request.scope().hasMedia() && !media.isEmpty();
        if ((hasDatabase && databases > 1) || (hasMedia && Set.copyOf(media).size() < media.size())) {
            throw new BackupException(
                    "SAME_PART_TWICE",
                    Map.of(),
                    "two of the archives hold the same part of the school; nothing was changed. Name one of each");
        }
        if (!hasDatabase && !hasMedia) {
            throw new BackupException(
                    "NOTHING_TO_RESTORE",
                    Map.of("scope", request.scope().name()),
                    "the backup does not hold the part of the school that should be restored; nothing was changed");
        }
        return hasDatabase && hasMedia ? Scope.ALL : hasDatabase ? Scope.DATABASE : Scope.MEDIA;
    }

    private void checkArchives(List<RestorePlan.Archive> archives, Scope scope) {
        for (RestorePlan.Archive archive : archives) {
            boolean runs =
                    scope.hasDatabase() && archive.manifest().database() != null && !dump().verifiesByReadingAlone();
            boolean isDoubtful =
                    archive.findings().stream().map(Finding::code).anyMatch(RestoreSource.UNSIGNED::contains);
            if (!archive.isSigned() && (isDoubtful || runs)) {
                add("UNSIGNED", request.unsigned() ? Kind.CONSENT : Kind.UNSIGNED, "file", archive.file());
            }
            if (source.isOfOtherKey(archive.manifest())) {
                add("OTHER_HOST_KEY", Kind.CONSENT, "file", archive.file());
            }
            if (archive.state() == BackupState.DEGRADED) {
                add("DEGRADED", Kind.CONSENT, "file", archive.file());
            }
        }
    }

    /** The newest rows of the live database that refer to files, and whether the backup has them. */
    private List<RestorePlan.Newest> newest(List<RestorePlan.Archive> archives) throws IOException {
        List<ReferencedFile> rows = new ArrayList<>();
        for (MediaReference reference : parts.backupSettings().references()) {
            try {
                rows.addAll(dump().newest(reference, NEWEST));
            } catch (BackupException e) {
                if (!e.code().equals("UNKNOWN_REFERENCE")) {
                    throw e;
                }
                // A new machine has an empty database.
            }
        }
        Set<References.ReferencedRow> wanted = rows.stream()
                .map(row -> new References.ReferencedRow(row.reference(), row.id()))
                .collect(Collectors.toSet());
        Set<References.ReferencedRow> found = new HashSet<>();
        boolean isKnown = false;
        for (RestorePlan.Archive archive : archives) {
            Manifest.Database database = archive.manifest().database();
            if (database != null && database.references() != null && !wanted.isEmpty()) {
                isKnown = true;
                try (RestoreSource.Open open = source.open(archive);
                        ArchiveFormat.Reader reader = parts.archiveFormat().open(open.file());
                        InputStream list = reader.content(database.references())) {
                    found.addAll(References.among(list, wanted));
                }
            }
        }
        if (!isKnown) {
            return List.of();
        }
        return rows.stream()
                .map(row -> new RestorePlan.Newest(
                        row, found.contains(new References.ReferencedRow(row.reference(), row.id()))))
                .toList();
    }

    private List<RestorePlan.MediaChange> media(List<RestorePlan.Archive> archives) throws IOException {
        List<RestorePlan.MediaChange> changes = new ArrayList<>();
        for (RestorePlan.Archive archive : archives) {
            for (Manifest.Media media : archive.manifest().media()) {
                Optional<MediaRoot> root = parts.backupSettings().media().stream()
                        .filter(one -> one.name().equals(media.name()))
                        .findFirst();
                if (root.isEmpty()) {
                    add("UNKNOWN_MEDIA", Kind.PREVENTS, "media", media.name());
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
            add("MEDIA_MISSING", Kind.PREVENTS, "media", name, "path", String.valueOf(folder));
            return Optional.empty();
        }
        if (!Files.exists(root)) {
            add("MEDIA_MISSING", Kind.CONSENT, "media", name, "path", root.toString());
        } else if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            add("MEDIA_UNWRITABLE", Kind.PREVENTS, "media", name, "path", root.toString());
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
                    .forEach(path -> add("MEDIA_CONFLICT", Kind.PREVENTS, "path", path.toString()));
            unsafe.stream().limit(LISTED).forEach(path -> add("UNSAFE_PATH", Kind.CONSENT, "path", path));
        }
    }

    /** How much is needed at most at the same time, on each file system. */
    private List<RestorePlan.Space> space(
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
            need(Path.of(System.getProperty("java.io.tmpdir", ".")), size);
            restore().folder().ifPresent(folder -> need(folder, dumped.info().bytes()));
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
                .forEach(one -> add(
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
