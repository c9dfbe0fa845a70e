package dev.cartable;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.backup.port.StagedDatabaseStep.StagedDatabase;
import java.util.List;

/**
 * A port: opens Cartable's stores over a database that was restored beside the live one and is not in use yet. A restore needs it to bring
 * the database to the version of the application, and to apply to it what no restore may undo. Safe for use by several threads.
 */
public interface StagedStores {
    /**
     * What stands in the way of {@link #migrate}: {@code NEWER_SCHEMA} where Cartable's tables, or the host's, are of a later version than
     * this application.
     *
     * @param dumped which database the dump comes from
     */
    List<Obstacle> check(DatabaseInfo dumped);

    /**
     * Brings a restored database to the version of this application, by the host's migrations and, where the backup has tables of
     * Cartable, by Cartable's.
     *
     * @throws BackupException of the code {@code MIGRATION_FAILED} (fact {@code reason})
     */
    void migrate(StagedDatabase database);

    /**
     * Opens the stores of a restored database. Leases and claims in it have ended: the processes that held them do not use this database.
     *
     * @throws RuntimeException if it cannot be opened; it becomes a {@link BackupException} of the code {@code RESTORE_FAILED}
     */
    Opened open(StagedDatabase database);

    /** Stores that are open. Used by one thread. */
    interface Opened extends AutoCloseable {
        Stores stores();

        /** Closes the database. */
        @Override
        void close();
    }
}
