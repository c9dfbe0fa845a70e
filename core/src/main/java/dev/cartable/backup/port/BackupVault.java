package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.work.RestoreLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps archives. An archive is there under its name as a whole or not at all, and is never overwritten. Safe for use by several threads and
 * processes; those that write hold the {@linkplain #lock lock}.
 *
 * <p>What cannot be read or written is an {@link IOException}, whose message names the file.
 */
public interface BackupVault {
    /** Where it is, for people. */
    String location();

    /**
     * A folder of this machine for the journal of restores and for what they note for people. All processes that share the lock have the same
     * one. It is there as soon as the lock was taken once.
     */
    Path localFolder();

    /** The archives that are there, by name; whatever else lies there is left alone. */
    List<Stored> list() throws IOException;

    /**
     * Excludes every other process, and every other thread, from writing until the lock is closed. Also removes what a process has left
     * behind that died while it held the lock.
     *
     * @param purpose what it is for, such as {@code create}; shown to those who find it locked
     * @throws BackupException of the code {@code LOCKED} (facts {@code purpose}, {@code since}, {@code process}) if another holds it
     */
    Lock lock(String purpose) throws IOException;

    /**
     * A place for a new archive and what is needed to make it. The caller holds the lock.
     *
     * @param bytes how many bytes it may need
     * @throws BackupException of the code {@code DISK_FULL} (facts {@code needed}, {@code free}, {@code path}) if there is not as much
     */
    Draft draft(long bytes) throws IOException;

    /** An archive to read from; close it. */
    Copy open(BackupName name) throws IOException;

    /** The hash of a whole archive, as its sidecar says; empty if there is no sidecar, or it is none. */
    Optional<String> sidecar(BackupName name) throws IOException;

    /** What is known about an archive; empty if nothing is. */
    Optional<BackupStatus> status(BackupName name) throws IOException;

    /** Overwrites what is known about an archive, in one step. The caller holds the lock. */
    void save(BackupName name, BackupStatus status) throws IOException;

    /**
     * Which archives there should be, and what was proven with them; {@link BackupLedger#EMPTY} if none was saved.
     *
     * @throws IOException if it cannot be read, or is damaged
     */
    BackupLedger ledger() throws IOException;

    /** Overwrites the ledger, in one step. The caller holds the lock. */
    void save(BackupLedger ledger) throws IOException;

    /**
     * Excludes every other process, and every other thread, from uploading copies until the lock is closed. Archives can be made, verified
     * and deleted meanwhile.
     *
     * @throws BackupException as {@link #lock}
     */
    Lock lockUploads(String purpose) throws IOException;

    /**
     * Which copies there should be in a second place; empty if none was saved.
     *
     * @throws IOException if it cannot be read, or is damaged
     */
    Optional<OffsiteLedger> offsiteLedger() throws IOException;

    /** Overwrites the ledger of copies, in one step. The caller holds the {@linkplain #lockUploads lock of uploads}. */
    void save(OffsiteLedger ledger) throws IOException;

    /** Removes an archive with what belongs to it; the archive first. The caller holds the lock. */
    void delete(BackupName name) throws IOException;

    /** What no restore of an archive may undo, kept beside the archives. */
    RestoreLog restoreLog();

    /** An archive that is there. */
    record Stored(BackupName name, long bytes) {
        public Stored {
            requireNonNull(name, "name");
        }
    }

    /** The right to write. */
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** An archive that is being written. Closing it removes all that was not published. Used by one thread. */
    interface Draft extends AutoCloseable {
        /** A folder for its owner alone, in which the caller writes. */
        Path folder();

        /**
         * Gives a file of the folder its name, with its sidecar and what is known about it. The archive appears last, so that it is never
         * there without them. When this returns, all of it outlives a power failure.
         *
         * @return false if the name is taken; then nothing has changed
         */
        boolean publish(Path archive, BackupName name, BackupStatus status) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** An archive on this machine, for as long as it is open. */
    interface Copy extends AutoCloseable {
        Path file();

        @Override
        void close() throws IOException;
    }
}
