package dev.cartable.backup;

import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds out what a restore would do and what stands in its way. Writes nothing but a temporary copy of the dump, to verify it. */
final class RestorePrecheck {
    private static final int NEWEST = 5;

    /** The other database of the school system before. */
    private static final String SQLITE = "sqlite";

    private final BackupParts parts;
    private final RestoreRequest request;
    private final RestoreSource source;
    private final ObstacleList obstacles = new ObstacleList();

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
                .ifPresent(entry -> obstacles.add(
                        "RESTORE_UNFINISHED",
                        Kind.PREVENTS,
                        "restore",
                        entry.restore(),
                        "step",
                        entry.step().name()));
        List<RestorePlan.Archive> archives = source.choose(request, progress);
        Scope scope = scope(archives);
        checkArchives(archives, scope);
        RestorePlan.Archive holder = archives.stream()
                .filter(one -> scope.hasDatabase() && one.manifest().database() != null)
                .findFirst()
                .orElse(null);
        Manifest.Database dumped = holder == null ? null : holder.manifest().database();
        if (holder != null && dumped != null && dumped.info().kind().equals(SQLITE)) {
            obstacles.add("SQLITE", Kind.PREVENTS, "file", holder.file());
            dumped = null;
        }
        DatabaseInfo live = dumped == null ? null : dump().describe();
        List<CheckReport.Table> tables = List.of();
        List<RestorePlan.Newest> newest = List.of();
        if (holder != null && dumped != null) {
            DatabaseInfo info = dumped.info();
            Instant backupAt = holder.manifest().createdAt();
            restore().check(info).forEach(this::add);
            parts.stagedDatabaseSteps()
                    .forEach(step -> step.check(info, backupAt).forEach(this::add));
            tables = CheckSchool.tables(dump().contents(), dumped.contents());
            newest = newest(archives);
        }
        List<RestorePlan.MediaChange> media =
                scope.hasMedia() ? new MediaPrecheck(parts, obstacles).changes(archives) : List.of();
        List<RestorePlan.Space> space = new SpacePrecheck(parts, obstacles).space(live, archives, dumped, media);
        return new RestorePlan(request, archives, scope, obstacles.toList(), tables, newest, media, space);
    }

    private void add(DatabaseRestore.Obstacle one) {
        Kind kind = one.prevents() ? Kind.PREVENTS : one.code().equals("IN_USE") ? Kind.FORCE : Kind.CONSENT;
        obstacles.add(one.code(), kind, "detail", one.detail());
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
                obstacles.add("UNSIGNED", request.unsigned() ? Kind.CONSENT : Kind.UNSIGNED, "file", archive.file());
            }
            if (source.isOfOtherKey(archive.manifest())) {
                obstacles.add("OTHER_HOST_KEY", Kind.CONSENT, "file", archive.file());
            }
            if (archive.state() == BackupState.DEGRADED) {
                obstacles.add("DEGRADED", Kind.CONSENT, "file", archive.file());
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
}
