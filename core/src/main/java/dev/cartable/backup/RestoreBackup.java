package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.RestoreJournal.Step;
import dev.cartable.backup.RestorePlan.Obstacle;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupCounts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of the live data. First a backup of what will be replaced is made and verified. Then database and media are
 * restored beside the live ones and read back. Only then are they swapped, step by step in a journal. After a failure or a crash at any
 * point, once {@link Backups#recover} has run, the live data is entirely the old or entirely the new. Media files that the backup does not
 * hold are never touched. Safe for use by several threads; one restore, backup or verification at a time writes in a vault.
 */
public final class RestoreBackup {
    private static final int ID_PART = 1 << 20;

    private final BackupParts parts;
    private final RestoreJournal.Moments moments;

    RestoreBackup(BackupParts parts) {
        this(parts, RestoreJournal.Moments.NONE);
    }

    RestoreBackup(BackupParts parts, RestoreJournal.Moments moments) {
        this.parts = parts;
        this.moments = moments;
    }

    /** Plans a restore. */
    public RestorePlan plan(RestoreRequest request) {
        return plan(request, progress -> {});
    }

    /**
     * Chooses and verifies the archive, and finds out what would be replaced and lost, and what stands in the way. Changes nothing.
     *
     * @param progress is called on the calling thread
     * @throws BackupException of the code {@code NO_BACKUP}, {@code NO_EARLIER_BACKUP} (facts {@code folder}, {@code before}), {@code
     *     UNKNOWN_BACKUP}, {@code INVALID_BACKUP}, {@code NOTHING_TO_RESTORE}, {@code SAME_PART_TWICE}, {@code NO_DATABASE}, {@code SAFETY_IN_VAULT}, {@code FILES_FAILED}, and what the database's ports throw
     */
    public RestorePlan plan(RestoreRequest request, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        return Failures.guarded("restore", () -> new RestorePrecheck(parts, request).plan(progress));
    }

    /**
     * Restores as planned.
     *
     * @param force also ends sessions of the host that are connected to the database
     * @param progress is called on the calling thread
     * @throws BackupException if nothing was replaced: {@code RESTORE_PREVENTED} (fact {@code obstacle}), {@code UNSIGNED_BACKUP} (fact
     *     {@code file}), {@code DATABASE_IN_USE} (fact {@code sessions}), {@code ARCHIVE_CHANGED} if it is another than was planned,
     *     {@code STAGED_DIFFERS} (facts {@code what}, {@code expected}, {@code actual}) if the restored database is not what the manifest
     *     says, {@code STEP_FAILED} (facts {@code step}, {@code reason}), {@code LOCKED}, {@code DISK_FULL}, {@code FILES_FAILED} and what
     *     the database's ports throw; or if recovery is needed: {@code RESTORE_UNFINISHED}. Where {@link Backups#needsRecovery} says so
     *     after any of these, the live data is the old, and what a step has prepared in it could not be taken back: recover it
     */
    public RestoreReport apply(RestorePlan plan, boolean force, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        requireAllowed(plan, force);
        FindingList outside = new FindingList();
        Hooks hooks = new Hooks(parts.backupHooks(), BackupHook.Operation.RESTORE);
        hooks.before(outside::add);
        boolean succeeded = false;
        RestoreReport report;
        try {
            report = Failures.guarded("restore", () -> locked(plan, force, progress));
            succeeded = true;
        } finally {
            hooks.after(succeeded, outside::add);
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.addAll(outside.toList());
        return new RestoreReport(
                report.id(),
                report.files(),
                report.safetyCopy(),
                report.safetyFolder(),
                report.list(),
                report.counts(),
                report.took(),
                findings);
    }

    private static void requireAllowed(RestorePlan plan, boolean force) {
        List<Obstacle> preventing = plan.obstacles(Obstacle.Kind.PREVENTS);
        if (!preventing.isEmpty()) {
            Obstacle first = preventing.get(0);
            Map<String, String> facts = new LinkedHashMap<>(first.facts());
            facts.put("obstacle", first.code());
            throw new BackupException(
                    "RESTORE_PREVENTED",
                    facts,
                    "the backup cannot be restored here: " + first.code() + " " + first.facts()
                            + "; nothing was changed");
        }
        plan.obstacles(Obstacle.Kind.UNSIGNED).stream().findFirst().ifPresent(unsigned -> {
            throw new BackupException(
                    "UNSIGNED_BACKUP",
                    unsigned.facts(),
                    "nothing vouches for the backup " + unsigned.facts().get("file")
                            + ": its MAC is missing or cannot be checked with the host key, and a dump can run code in"
                            + " the database. Nothing was changed. Allow it only if you know where it comes from");
        });
        plan.obstacles(Obstacle.Kind.FORCE).stream()
                .filter(one -> !force)
                .findFirst()
                .ifPresent(inUse -> {
                    String sessions = inUse.facts().getOrDefault("detail", "?");
                    throw new BackupException(
                            "DATABASE_IN_USE",
                            Map.of("sessions", sessions),
                            "the database has " + sessions
                                    + " other sessions; nothing was changed. Stop what uses it, or restore with force");
                });
    }

    private RestoreReport locked(RestorePlan plan, boolean force, Consumer<? super Progress> progress)
            throws IOException {
        try (BackupVault.Lock lock = parts.vault().lock("restore")) {
            requireNonNull(lock, "lock");
            RestoreJournal.requireSettled(parts);
            return new Restoring(plan, force, progress, RestoreJournal.read(parts, moments)).run();
        }
    }

    /** One restore under way. */
    private final class Restoring {
        private final RestorePlan plan;
        private final boolean force;
        private final Consumer<? super Progress> progress;
        private final RestoreJournal journal;
        private final Instant start = parts.time().instant();
        private final String id;
        private final List<StagedMedia> media;
        private final @Nullable DatabaseRestore database;
        private final RestoreSwap swap;
        private final FindingList findings = new FindingList();

        private Restoring(
                RestorePlan plan, boolean force, Consumer<? super Progress> progress, RestoreJournal journal) {
            this.plan = plan;
            this.force = force;
            this.progress = progress;
            this.journal = journal;
            this.id = id(journal);
            this.media = plan.media().stream()
                    .map(one -> new StagedMedia(one.name(), one.folder(), id, moments))
                    .toList();
            this.database = plan.scope().hasDatabase()
                    ? parts.databaseRestore().orElseThrow(RestorePrecheck::noDatabase)
                    : null;
            this.swap = new RestoreSwap(journal, id, database, media, parts);
        }

        /** Sorts by time, and is new also in the same second. */
        private String id(RestoreJournal known) {
            String id;
            do {
                id = Long.toString(start.getEpochSecond(), Character.MAX_RADIX)
                        + Integer.toString(ThreadLocalRandom.current().nextInt(ID_PART), Character.MAX_RADIX);
            } while (known.find(id, Step.BEGIN).isPresent());
            return id;
        }

        private RestoreReport run() throws IOException {
            Path list = new RestoreList(parts, plan).write(id, start);
            List<String> made = plan.media().stream()
                    .filter(one -> Files.notExists(one.folder()))
                    .map(RestorePlan.MediaChange::name)
                    .toList();
            BackupReport safety = null;
            try {
                if (database != null) {
                    database.reserve();
                }
                swap.announce(Step.BEGIN, RestoreSwap.facts(database != null, media, made));
                safety = new SafetyCopy(parts).make(plan.scope(), progress);
                swap.announce(
                        Step.STAGE_DATABASE, Map.of("safetyCopy", safety.file().value()));
                new RestoreStaging(parts, plan, id, start, force, progress, media).stage(database, swap);
                progress.accept(new Progress(Progress.Step.SWAP, 0, 0));
                swap.swap(force);
            } catch (IOException | RuntimeException e) {
                if (!swap.isDone()) {
                    throw settled(e);
                }
            }
            boolean isClean = swap.cleanUp();
            if (!isClean) {
                findings.add(Finding.of(Finding.Code.RESTORE_LEFTOVERS, "restore", id));
            }
            prune();
            return new RestoreReport(
                    id,
                    plan.archives().stream().map(RestorePlan.Archive::file).toList(),
                    requireNonNull(safety, "safety").file(),
                    parts.safetyVault().location(),
                    list,
                    counts(),
                    Duration.between(start, parts.time().instant()),
                    findings.toList());
        }

        /** Undoes what has failed; if that fails, too, says so. */
        private RuntimeException settled(Exception failure) throws IOException {
            Optional<RestoreJournal.Entry> last =
                    journal.last().filter(entry -> entry.restore().equals(id));
            if (last.isEmpty()) {
                release(failure);
            }
            if (last.isEmpty() || swap.goBack(failure)) {
                if (failure instanceof RuntimeException e) {
                    return e;
                }
                throw (IOException) failure;
            }
            RestoreJournal.Entry stopped = journal.last().orElseThrow();
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("restore", id);
            facts.put("step", stopped.step().name());
            facts.put("since", stopped.at().toString());
            facts.put("reason", String.valueOf(failure.getMessage()));
            return new BackupException(
                    "RESTORE_UNFINISHED",
                    facts,
                    "the restore " + id + " failed at " + stopped.step() + ", and could not be undone now: "
                            + failure.getMessage() + ". Recover it: that finishes or undoes it",
                    failure);
        }

        private void release(Exception failure) {
            try {
                if (database != null) {
                    database.release();
                }
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        private void prune() {
            try {
                new SafetyCopy(parts).prune();
            } catch (IOException | RuntimeException e) {
                findings.add(Finding.of(Finding.Code.RESTORE_LEFTOVERS, "restore", id));
            }
        }

        private BackupCounts counts() {
            Manifest.Database dumped =
                    plan.databaseArchive().map(one -> one.manifest().database()).orElse(null);
            return new BackupCounts(
                    plan.media().stream()
                            .mapToLong(RestorePlan.MediaChange::files)
                            .sum(),
                    plan.media().stream()
                            .mapToLong(RestorePlan.MediaChange::bytes)
                            .sum(),
                    dumped == null ? 0 : dumped.contents().rows().size(),
                    dumped == null ? 0 : dumped.contents().totalRows());
        }
    }
}
