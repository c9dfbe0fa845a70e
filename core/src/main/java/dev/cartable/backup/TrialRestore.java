package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.DrillReport.Difference;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.backup.port.StagedDatabaseStep.StagedDatabase;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Restores one archive, whose manifest was verified, beside the live data, and compares. The caller holds the lock of the vault. Used by one
 * thread.
 */
final class TrialRestore {
    private static final String ID = "drill";
    private static final String FOLDER = "cartable-drill-";

    private final BackupParts parts;
    private final DatabaseRestore restore;
    private final Consumer<? super Progress> progress;

    TrialRestore(BackupParts parts, DatabaseRestore restore, Consumer<? super Progress> progress) {
        this.parts = parts;
        this.restore = restore;
        this.progress = progress;
    }

    /** Where the databases and the media are that trials have left, because a person wanted them or a process died. */
    List<String> leftovers() throws IOException {
        List<String> places = new ArrayList<>();
        restore.leftovers().stream()
                .filter(id -> id.startsWith(ID))
                .map(restore::location)
                .forEach(places::add);
        folders().forEach(folder -> places.add(folder.toString()));
        return places;
    }

    /** Drops what trials have left. */
    void discardLeftovers() throws IOException {
        restore.leftovers().stream().filter(id -> id.startsWith(ID)).forEach(restore::discard);
        for (Path folder : folders()) {
            DurableFiles.delete(folder);
        }
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path local = parts.vault().localFolder();
        if (Files.isDirectory(local)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(local, FOLDER + "*")) {
                found.forEach(folders::add);
            }
        }
        folders.sort(null);
        return folders;
    }

    /**
     * Restores an archive.
     *
     * @param file its name, for the report
     * @param keep leaves what was restored for a person
     */
    DrillReport run(Path archive, String file, Manifest manifest, boolean keep) throws IOException {
        Instant start = parts.time().instant();
        Manifest.Database dumped = requireNonNull(manifest.database(), "database");
        requireNoObstacle(dumped, manifest.createdAt(), keep);
        requireRoom(manifest, dumped, keep);
        String id = ID + Long.toString(start.getEpochSecond(), Character.MAX_RADIX);
        Path folder = keep
                ? DurableFiles.createFolder(parts.vault().localFolder().resolve(FOLDER + id))
                : ProcessFiles.createFolder(Room.temporary(), FOLDER);
        boolean isKept = false;
        try {
            Path dump = extract(archive, manifest, dumped, folder, keep);
            progress.accept(new Progress(Progress.Step.STAGE_DATABASE, 0, 0));
            restore.stage(
                    id, dump, false, read -> progress.accept(new Progress(Progress.Step.STAGE_DATABASE, read, 0)));
            DurableFiles.delete(dump);
            List<Difference> differences = differences(dumped.contents(), restore.staged(id));
            List<InsertTrial> inserts = restore.tryInserts(id);
            DrillReport.Kept kept = null;
            if (keep) {
                for (StagedDatabaseStep step : parts.keptDatabaseSteps()) {
                    step.run(new StagedDatabase(restore, id, dumped.info(), manifest.createdAt(), start));
                }
                kept = new DrillReport.Kept(restore.location(id), folder);
                isKept = true;
            }
            return new DrillReport(
                    file,
                    differences,
                    inserts,
                    manifest.counts(),
                    Duration.between(start, parts.time().instant()),
                    kept);
        } finally {
            if (!isKept) {
                DurableFiles.delete(folder);
                restore.discard(id);
            }
        }
    }

    /** Each file has the hash that the manifest gives, or there is an exception. */
    private Path extract(Path archive, Manifest manifest, Manifest.Database dumped, Path folder, boolean keep)
            throws IOException {
        try (ArchiveFormat.Reader reader = parts.archiveFormat().open(archive)) {
            Extraction extraction = new Extraction(reader, folder);
            long total = manifest.counts().bytes();
            long done = 0;
            for (Manifest.File file : manifest.files()) {
                Path written = extraction.extract(file, file.path());
                done += file.size();
                progress.accept(new Progress(Progress.Step.STAGE_MEDIA, done, total));
                if (!keep && !file.path().equals(dumped.path())) {
                    DurableFiles.delete(written);
                }
            }
        }
        return folder.resolve(dumped.path());
    }

    private void requireNoObstacle(Manifest.Database dumped, Instant backupAt, boolean keep) {
        List<Obstacle> obstacles = new ArrayList<>(restore.check(dumped.info()));
        if (keep) {
            parts.keptDatabaseSteps().forEach(step -> obstacles.addAll(step.check(dumped.info(), backupAt)));
        }
        obstacles.stream()
                .filter(one -> one.prevents() || one.code().equals("MAY_NOT_CREATE_DATABASE"))
                .findFirst()
                .ifPresent(one -> {
                    throw new BackupException(
                            "DRILL_PREVENTED",
                            Map.of("obstacle", one.code(), "detail", one.detail()),
                            "the backup cannot be restored for a trial here: " + one.code() + " " + one.detail()
                                    + "; nothing was changed");
                });
    }

    private void requireRoom(Manifest manifest, Manifest.Database dumped, boolean keep) throws IOException {
        Room room = new Room();
        if (keep) {
            room.need(parts.vault().localFolder(), manifest.counts().bytes());
        } else {
            long dump = 0;
            long largest = 0;
            for (Manifest.File file : manifest.files()) {
                if (file.path().equals(dumped.path())) {
                    dump = file.size();
                } else {
                    largest = Math.max(largest, file.size());
                }
            }
            room.need(Room.temporary(), dump + largest);
        }
        Path folder = restore.folder().orElse(null);
        if (folder != null) {
            room.need(folder, SpacePrecheck.RESERVE + 2 * dumped.info().bytes());
        }
        room.require("a trial restore");
    }

    /** In what a restored database is not what the manifest says. A sequence may be further on. */
    static List<Difference> differences(DatabaseContents expected, DatabaseContents actual) {
        List<Difference> differences = new ArrayList<>();
        for (CheckReport.Table table : CheckSchool.tables(actual, expected)) {
            if (table.differs()) {
                differences.add(new Difference(table.name(), table.before(), table.now()));
            }
        }
        if (expected.largeObjects() != actual.largeObjects()) {
            differences.add(new Difference("large objects", expected.largeObjects(), actual.largeObjects()));
        }
        expected.sequences().forEach((name, position) -> {
            Long restored = actual.sequences().get(name);
            if (restored == null || restored < position) {
                differences.add(new Difference(name, position, restored == null ? CheckReport.Table.ABSENT : restored));
            }
        });
        return differences;
    }
}
