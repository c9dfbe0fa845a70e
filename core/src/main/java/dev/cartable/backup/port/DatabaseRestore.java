package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Restores a dump beside the live database and then puts it in the live one's place. Each restore has an id, which the caller writes into
 * its journal before the first step. So every step can be found, repeated or undone by another process after a crash. Used by one
 * process at a time.
 *
 * <p>Where nothing can be staged beside the live database, one transaction of the live one may hold it instead. Then what is staged is gone
 * when the process ends, other sessions may wait until the swap, and a swap cannot be undone.
 *
 * <p>Each method is idempotent and throws {@link BackupException}: {@code RESTORE_FAILED} (fact {@code reason}), {@code
 * DATABASE_UNREACHABLE}, {@code DATABASE_IN_USE}, {@code DISK_FULL} (fact {@code path}), {@code DATABASE_DISK_FULL} (fact {@code
 * reason}), {@code PROGRAM_MISSING} or {@code PROGRAM_VERSION}; after a failure {@link #state} says where the restore stands, and the live
 * database is entirely the old or entirely the new one.
 */
public interface DatabaseRestore {
    /**
     * What stands in the way of restoring a dump of this database here: another engine, an older server, extensions that are missing, a
     * role that may do too little, sessions of the host. Empty if nothing does.
     *
     * @param dumped which database the dump comes from
     */
    List<Obstacle> check(DatabaseInfo dumped);

    /** A folder of the file system in which a database is staged, for the room that it needs; empty if it is not on this machine, or not known. */
    Optional<Path> folder();

    /**
     * Sets room aside on the disk of the live database, where its engine may damage a database that it writes while the disk is full. {@link
     * #stage} does so itself. What a killed process has set aside is taken over. Default: nothing.
     */
    default void reserve() {}

    /** Gives back what {@link #reserve} has set aside, before the live database is written; {@link #discard} does, too. Default: nothing. */
    default void release() {}

    /**
     * Restores a dump beside the live database, which stays untouched. What an earlier attempt of the same id has left is replaced.
     *
     * @param id lower-case letters and digits, at most 16
     * @param force also ends sessions of the host that keep tables locked, where one transaction of the live database holds what is staged
     */
    default void stage(String id, Path dump, boolean force) {
        stage(id, dump, force, read -> {});
    }

    /**
     * As the other one, and reports how far it is.
     *
     * @param read is called on the calling thread with how much of the dump was read so far, in bytes or characters: when it has grown, and
     *     never while nothing is read, so that a restore that hangs can be noticed. An exception of it ends the restore and is thrown on
     */
    void stage(String id, Path dump, boolean force, LongConsumer read);

    /** What the staged database holds, for comparison with the manifest. */
    DatabaseContents staged(String id);

    /**
     * Opens the staged database in the form that the host's own code uses: the adapter for JDBC gives a {@code javax.sql.DataSource}.
     *
     * @throws UnsupportedOperationException if it has no such form
     */
    <T> T open(String id, Class<T> form);

    /** Where a staged database is, for people: the name of the database, or the path of its file. */
    String location(String id);

    /**
     * Tries whether the staged database can go on: inserts a row for each column that it numbers by itself, and takes all of them back. No
     * trigger runs. A sequence may be some numbers further on afterwards.
     *
     * @return what became of each such column, by its name
     */
    List<InsertTrial> tryInserts(String id);

    /**
     * Puts the staged database in the place of the live one, which is kept aside. A failure leaves the live one in its place.
     *
     * @param force also ends sessions of the host that are connected; without it they are refused with the code {@code
     *     DATABASE_IN_USE} (fact {@code sessions})
     */
    void swap(String id, boolean force);

    /**
     * Puts the database that was kept aside back in its place. Does nothing unless the state is {@code SWAPPED}, and nothing where none could
     * be kept aside: then the state stays {@code SWAPPED}.
     */
    void undo(String id);

    /** Drops what the restore has left beside the live database: what was staged, or what was kept aside. The live one stays. */
    void discard(String id);

    /** Where a restore stands. */
    State state(String id);

    /** The ids of all restores that have left something beside the live database. */
    List<String> leftovers();

    /**
     * What became of the row for a column that the database numbers.
     *
     * @param column such as {@code public.pupil.id}
     */
    record InsertTrial(String column, Outcome outcome) {
        public InsertTrial {
            requireNonNull(column, "column");
            requireNonNull(outcome, "outcome");
        }

        /** What became of a row. */
        public enum Outcome {
            /** The row was inserted, and taken back. */
            INSERTED,
            /** The next number is taken already, or there is none: the sequence is not where it should be. */
            REFUSED,
            /** The table has rules that no row of a trial satisfies. This says nothing about the numbers. */
            NOT_TRIED
        }
    }

    /** The steps that a restore has behind it. */
    enum State {
        /** Nothing of it is left beside the live database. */
        ABSENT,
        /** Something is staged; perhaps not all of it. The live database is the old one. */
        STAGED,
        /** The live database is the new one; the old one is kept aside where there is room for two. */
        SWAPPED
    }

    /**
     * What stands in the way of a restore.
     *
     * @param code a stable word: {@code WRONG_ENGINE}, {@code OLDER_SERVER}, {@code MISSING_EXTENSION}, {@code MAY_NOT_CREATE_DATABASE}
     *     (it takes one transaction of the live database), {@code MAY_NOT_CREATE_SCHEMA}, {@code MAY_NOT_CREATE_TEMPORARY}, {@code NOT_OWNER}, {@code ENCODING}, {@code IN_USE}, {@code PROGRAM_MISSING}, {@code PROGRAM_VERSION}, {@code IN_MEMORY} and {@code ENCRYPTED} (H2)
     * @param detail what it is about, such as the name of the extension
     * @param prevents whether a restore is impossible; otherwise it needs a person's consent, or takes another way
     */
    record Obstacle(String code, String detail, boolean prevents) {
        public Obstacle {
            requireNonNull(code, "code");
            requireNonNull(detail, "detail");
        }
    }
}
