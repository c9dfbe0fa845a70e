package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.DatabaseInfo;
import java.time.Instant;
import java.util.List;

/**
 * Changes a restored database before it takes the live one's place, for example by erasing again whom the host has erased since the backup.
 * The steps of a host run after Cartable's own and the migrations, in the order in which they were given. If one throws, the restore is
 * undone and the live database stays as it was. Safe for use by several threads.
 */
public interface StagedDatabaseStep {
    /** What the step is called in reports and in the journal. */
    String name();

    /**
     * What stands in the way of the step, asked before anything is done. What does not prevent it needs a person's consent.
     *
     * @param dumped which database the dump comes from
     * @param backupAt when the backup began
     */
    default List<DatabaseRestore.Obstacle> check(DatabaseInfo dumped, Instant backupAt) {
        return List.of();
    }

    /**
     * Reads what the step needs of the live database, before the restored one is staged. From then on the live one may not answer. What the
     * step changes there, {@link #abandon} takes back.
     */
    default void prepare() {}

    /**
     * Takes back what {@link #prepare} has changed in the live database, which stays: the restore was given up. Another process may call it
     * after a crash, also where nothing was prepared, and again where it has thrown.
     */
    default void abandon() {}

    /**
     * Changes the database. After a crash the database is staged anew and every step runs again.
     *
     * @throws dev.cartable.backup.model.BackupException if the database must not be used as it is
     */
    void run(StagedDatabase database);

    /**
     * A database that was restored beside the live one and is not in use yet.
     *
     * @param database what has restored it
     * @param restore the id of the restore, as {@link DatabaseRestore} knows it
     * @param dumped which database the dump comes from
     * @param backupAt when the backup began
     * @param restoreAt when the restore began
     */
    record StagedDatabase(
            DatabaseRestore database, String restore, DatabaseInfo dumped, Instant backupAt, Instant restoreAt) {
        public StagedDatabase {
            requireNonNull(database, "database");
            requireNonNull(restore, "restore");
            requireNonNull(dumped, "dumped");
            requireNonNull(backupAt, "backupAt");
            requireNonNull(restoreAt, "restoreAt");
        }

        /**
         * Opens it in the form that the host's own code uses: with the adapter for JDBC, {@code open(DataSource.class)}. What a step has opened
         * it closes before it returns. It keeps one connection open meanwhile: H2 closes a database with its last one.
         *
         * @throws UnsupportedOperationException if there is no such form
         */
        public <T> T open(Class<T> form) {
            return database.open(restore, form);
        }
    }
}
