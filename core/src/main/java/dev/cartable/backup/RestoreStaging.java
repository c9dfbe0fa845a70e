package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.RestoreJournal.Step;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.backup.port.StagedDatabaseStep.StagedDatabase;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Restores the archives of a plan beside the live data, brings the database up to date and reads all of it back. Used by one thread. */
final class RestoreStaging {
    private final BackupParts parts;
    private final RestorePlan plan;
    private final String id;
    private final Instant start;
    private final boolean force;
    private final Consumer<? super Progress> progress;
    private final List<StagedMedia> media;

    /**
     * @param id of the restore
     * @param start when it began
     * @param force see {@link DatabaseRestore#stage}
     */
    RestoreStaging(
            BackupParts parts,
            RestorePlan plan,
            String id,
            Instant start,
            boolean force,
            Consumer<? super Progress> progress,
            List<StagedMedia> media) {
        this.parts = parts;
        this.plan = plan;
        this.id = id;
        this.start = start;
        this.force = force;
        this.progress = progress;
        this.media = media;
    }

    /**
     * Stages all, announcing each step but the first.
     *
     * @param database null if it is not replaced
     */
    void stage(@Nullable DatabaseRestore database, RestoreSwap swap) throws IOException {
        RestorePlan.Archive dumped = plan.databaseArchive().orElse(null);
        if (database != null && dumped != null) {
            stageDatabase(database, dumped);
        }
        swap.announce(Step.STAGE_MEDIA);
        stageMedia();
        swap.announce(Step.CHANGE_DATABASE);
        if (database != null && dumped != null) {
            changeDatabase(database, dumped);
        }
        swap.announce(Step.VERIFY);
        for (StagedMedia one : media) {
            for (RestorePlan.Archive archive : plan.archives()) {
                one.verify(MediaPrecheck.files(archive.manifest(), one.name(), one.root()));
            }
        }
    }

    private void stageDatabase(DatabaseRestore database, RestorePlan.Archive archive) throws IOException {
        progress.accept(new Progress(Progress.Step.STAGE_DATABASE, 0, 0));
        Manifest.Database dumped = requireNonNull(archive.manifest().database(), "database");
        Manifest.File file = archive.manifest().files().stream()
                .filter(one -> one.path().equals(dumped.path()))
                .findFirst()
                .orElseThrow();
        Path folder = ProcessFiles.createFolder(Room.temporary(), "cartable-restore-");
        try (RestoreSource.Open open = new RestoreSource(parts).open(archive);
                ArchiveFormat.Reader reader = reader(open, archive)) {
            Path dump =
                    new Extraction(reader, folder).extract(file, dumped.path().substring(Names.DATABASE.length()));
            database.release();
            parts.stagedDatabaseSteps().forEach(StagedDatabaseStep::prepare);
            database.stage(
                    id, dump, force, read -> progress.accept(new Progress(Progress.Step.STAGE_DATABASE, read, 0)));
        } finally {
            DurableFiles.delete(folder);
        }
        boolean isCounted = !dumped.contents().rows().isEmpty()
                || archive.findings().stream().noneMatch(one -> one.code() == Finding.Code.EARLIER_SYSTEM);
        if (isCounted) {
            compare(dumped.contents(), database.staged(id));
        }
    }

    /** Opens an archive, if it still is the one that was planned. */
    private ArchiveFormat.Reader reader(RestoreSource.Open open, RestorePlan.Archive archive) throws IOException {
        ArchiveFormat.Reader reader = parts.archiveFormat().open(open.file());
        if (!reader.manifest(parts.hostKey().orElse(null)).manifest().equals(Optional.of(archive.manifest()))) {
            reader.close();
            throw new BackupException(
                    "ARCHIVE_CHANGED",
                    Map.of("file", archive.file()),
                    "the backup " + archive.file()
                            + " is another than when the restore was planned; nothing was replaced");
        }
        return reader;
    }

    private static void compare(DatabaseContents expected, DatabaseContents actual) {
        TrialRestore.differences(expected, actual).stream().findFirst().ifPresent(one -> {
            throw new BackupException(
                    "STAGED_DIFFERS",
                    Map.of(
                            "what",
                            one.what(),
                            "expected",
                            Long.toString(one.expected()),
                            "actual",
                            Long.toString(one.actual())),
                    "the restored database has " + one.actual() + " in " + one.what() + " where the backup says "
                            + one.expected() + "; the live data is unchanged");
        });
    }

    private void stageMedia() throws IOException {
        long total =
                plan.media().stream().mapToLong(RestorePlan.MediaChange::bytes).sum();
        long[] done = {0};
        for (RestorePlan.Archive archive : plan.archives()) {
            List<StagedMedia> held = media.stream()
                    .filter(one -> archive.manifest().media(one.name()).isPresent())
                    .toList();
            if (held.isEmpty()) {
                continue;
            }
            // An encrypted archive is decrypted each time it is opened.
            try (RestoreSource.Open open = new RestoreSource(parts).open(archive);
                    ArchiveFormat.Reader reader = reader(open, archive)) {
                for (StagedMedia one : held) {
                    one.stage(reader, MediaPrecheck.files(archive.manifest(), one.name(), one.root()), bytes -> {
                        done[0] += bytes;
                        progress.accept(new Progress(Progress.Step.STAGE_MEDIA, done[0], total));
                    });
                }
            }
        }
    }

    private void changeDatabase(DatabaseRestore database, RestorePlan.Archive archive) {
        Manifest.Database dumped = requireNonNull(archive.manifest().database(), "database");
        StagedDatabase staged = new StagedDatabase(
                database, id, dumped.info(), archive.manifest().createdAt(), start);
        for (StagedDatabaseStep step : parts.stagedDatabaseSteps()) {
            try {
                step.run(staged);
            } catch (BackupException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new BackupException(
                        "STEP_FAILED",
                        Map.of("step", step.name(), "reason", String.valueOf(e.getMessage())),
                        "the step " + step.name() + " failed on the restored database: " + e.getMessage()
                                + "; the live data is unchanged",
                        e);
            }
        }
        // It must still open, and answer.
        database.staged(id);
    }
}
