package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.RestoreJournal.Entry;
import dev.cartable.backup.RestoreJournal.Step;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.DatabaseRestore.State;
import dev.cartable.backup.port.StagedDatabaseStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One restore from what is staged to what is live, and back. The journal's last step, and the database
 * where it has a say, decide in which direction a crash is recovered:
 *
 * <ul>
 *   <li>before {@code SWAP}: back;
 *   <li>at {@code SWAP}: forward if the database is swapped, or none is; from {@code SWAP_MEDIA} on: forward;
 *   <li>from {@code UNDO} on: back, or forward where the database is swapped and cannot be put back.
 * </ul>
 *
 * Each direction can be taken again from its start, as often as it is cut off. Used by one thread, which holds the vault's lock.
 */
final class RestoreSwap {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreSwap.class);

    /** Facts of the step with which a restore begins. */
    private static final String DATABASE = "database";

    private static final String MEDIA = "media";
    private static final String MADE = "made";

    private final RestoreJournal journal;
    private final String id;
    private final @Nullable DatabaseRestore database;
    private final List<StagedMedia> media;
    private final List<StagedDatabaseStep> steps;
    private final InstantSource time;

    /**
     * @param database null if it is not replaced
     * @param media the folders that are replaced
     */
    RestoreSwap(
            RestoreJournal journal,
            String id,
            @Nullable DatabaseRestore database,
            List<StagedMedia> media,
            BackupParts parts) {
        this.journal = journal;
        this.id = id;
        this.database = database;
        this.media = List.copyOf(media);
        this.steps = parts.stagedDatabaseSteps();
        this.time = parts.time();
    }

    /** What a restore writes into the journal when it begins, for {@link #open}. */
    static Map<String, Object> facts(boolean hasDatabase, List<StagedMedia> media, List<String> made) {
        Map<String, String> folders = new LinkedHashMap<>();
        media.forEach(one -> folders.put(one.name(), one.root().toString()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(DATABASE, hasDatabase);
        facts.put(MEDIA, folders);
        facts.put(MADE, made);
        return facts;
    }

    /**
     * A restore that the journal knows.
     *
     * @throws BackupException of the code {@code NO_DATABASE} if it has swapped a database, and none can be restored here
     */
    static RestoreSwap open(RestoreJournal journal, String id, BackupParts parts, RestoreJournal.Moments moments) {
        Optional<DatabaseRestore> database = parts.databaseRestore();
        Path folder = parts.vault().localFolder();
        Map<?, ?> facts = begin(journal, id).facts();
        boolean hasDatabase = Boolean.TRUE.equals(facts.get(DATABASE));
        if (hasDatabase && database.isEmpty()) {
            throw new BackupException(
                    "NO_DATABASE",
                    Map.of(),
                    "the unfinished restore " + id
                            + " is about a database, and there is no adapter here that can restore"
                            + " it; nothing was changed");
        }
        List<StagedMedia> media = new ArrayList<>();
        Map<?, ?> folders = (Map<?, ?>) requireNonNull(facts.get(MEDIA), MEDIA);
        folders.forEach((name, root) -> media.add(
                new StagedMedia(name.toString(), folder.getFileSystem().getPath(root.toString()), id, moments)));
        return new RestoreSwap(journal, id, hasDatabase ? database.orElseThrow() : null, media, parts);
    }

    private static Entry begin(RestoreJournal journal, String id) {
        return journal.find(id, Step.BEGIN)
                .orElseThrow(() -> new IllegalStateException("the journal has no beginning of the restore " + id));
    }

    /** Announces a step. */
    void announce(Step step) throws IOException {
        announce(step, Map.of());
    }

    /** Announces a step, with facts for people. */
    void announce(Step step, Map<String, ?> facts) throws IOException {
        journal.append(id, step, time.instant(), facts);
    }

    /**
     * Puts what is staged in the place of the live data. If it throws, {@link #goBack} or {@link #recover} settles it.
     *
     * @param force also ends sessions of the host
     */
    void swap(boolean force) throws IOException {
        announce(Step.KEEP_MEDIA);
        for (StagedMedia one : media) {
            one.keep();
        }
        announce(Step.SWAP);
        if (database != null) {
            try {
                database.swap(id, force);
            } catch (BackupException e) {
                if (database.state(id) != State.SWAPPED) {
                    throw e;
                }
                LOG.debug("the database was swapped all the same", e);
            }
        }
        forward();
    }

    private void forward() throws IOException {
        if (last() != Step.SWAP_MEDIA) {
            announce(Step.SWAP_MEDIA);
        }
        for (StagedMedia one : media) {
            one.swap();
        }
        announce(Step.DONE);
    }

    private Step last() {
        return journal.last().orElseThrow().step();
    }

    /**
     * Undoes a restore that has failed here.
     *
     * @return whether the live data is entirely the old; otherwise it must be recovered
     */
    boolean goBack(Exception failure) {
        try {
            boolean mayBeSwapped = last().compareTo(Step.SWAP) >= 0;
            try {
                announce(Step.UNDO);
            } catch (IOException e) {
                if (mayBeSwapped) {
                    throw e;
                }
                // Without the announcement, recovery does the same.
                LOG.debug("the journal cannot be written", e);
            }
            return back();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
            return last() == Step.UNDONE;
        }
    }

    /** Whether the live data is the new. */
    boolean isDone() {
        return journal.last()
                .filter(entry -> entry.restore().equals(id) && entry.step() == Step.DONE)
                .isPresent();
    }

    private boolean back() throws IOException {
        if (database != null) {
            database.undo(id);
            if (database.state(id) == State.SWAPPED) {
                // It cannot be undone; so the rest must follow.
                announce(Step.SWAP_MEDIA);
                return false;
            }
        }
        if (journal.find(id, Step.SWAP_MEDIA).isPresent()) {
            for (StagedMedia one : media) {
                one.undo();
            }
        }
        if (last() == Step.UNDO) {
            announce(Step.UNDONE);
        }
        cleanUp();
        return true;
    }

    /** Whether nothing is left; a failure changes nothing about the live data. */
    boolean cleanUp() {
        boolean undone = last() != Step.DONE;
        boolean isDeleted = delete(undone);
        // After that, since a live database should not be written while its disk is full.
        // The database of a restore that is done has nothing to take back. One that was kept may have what an earlier
        // restore left in it.
        boolean isAbandoned = (!undone && database != null) || abandon();
        if (!isDeleted || !isAbandoned) {
            return false;
        }
        try {
            if (last().isSettled()) {
                announce(Step.END);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("the end of the restore {} could not be written", id, e);
            return false;
        }
    }

    private boolean delete(boolean undone) {
        try {
            for (StagedMedia one : media) {
                one.discard();
            }
            if (undone) {
                for (StagedMedia one : media) {
                    if (isMade(one)) {
                        one.deleteEmptyRoot();
                    }
                }
            }
            if (database != null) {
                database.discard(id);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("what the restore {} has left could not be deleted", id, e);
            return false;
        }
    }

    private boolean abandon() {
        try {
            steps.forEach(StagedDatabaseStep::abandon);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("What the restore {} has prepared in the live database could not be taken back", id, e);
            return false;
        }
    }

    private boolean isMade(StagedMedia one) {
        return begin(journal, id).facts().get(MADE) instanceof Collection<?> made && made.contains(one.name());
    }

    /** Finishes or undoes a restore that was cut off. */
    RecoveryReport.Outcome recover() throws IOException {
        Step last = last();
        if (last.isSettled()) {
            cleanUp();
            return last == Step.UNDONE ? RecoveryReport.Outcome.UNDONE : RecoveryReport.Outcome.FINISHED;
        }
        boolean isSwapped = last == Step.SWAP && (database == null || database.state(id) == State.SWAPPED);
        if (isSwapped || last == Step.SWAP_MEDIA) {
            forward();
            cleanUp();
            return RecoveryReport.Outcome.FINISHED;
        }
        if (last != Step.UNDO) {
            announce(Step.UNDO);
        }
        if (!back()) {
            forward();
            cleanUp();
            return RecoveryReport.Outcome.FINISHED;
        }
        return RecoveryReport.Outcome.UNDONE;
    }
}
