package dev.cartable.jdbc;

import javax.sql.DataSource;

/**
 * A port: the host's own migrations, which a restore runs on the restored database before it is used. Safe for use by several threads.
 */
public interface HostMigrations {
    /** What runs them, as a backup's manifest calls it: {@code flyway} or {@code liquibase}. */
    String tool();

    /**
     * Whether this application has a migration. A backup that ends with one that it does not have is of a later version, and is refused.
     *
     * @param last the last migration of the database that was backed up: a version for Flyway, an id for Liquibase
     */
    boolean knows(String last);

    /** Brings a database to the version of this application. Throws if that fails. */
    void migrate(DataSource database);
}
