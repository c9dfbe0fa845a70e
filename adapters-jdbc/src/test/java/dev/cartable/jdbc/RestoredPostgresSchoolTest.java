package dev.cartable.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.jdbc.testing.TestDatabase;
import javax.sql.DataSource;

/** A restored school on PostgreSQL, where the role may create databases. */
class RestoredPostgresSchoolTest extends RestoredSchoolContract {
    @Override
    DataSource open() {
        assumeTrue(
                PostgresBackupsTest.program("pg_dump").isPresent(), "pg_dump is missing: install postgresql-client-15");
        return TestDatabase.postgresql().dataSource();
    }
}
