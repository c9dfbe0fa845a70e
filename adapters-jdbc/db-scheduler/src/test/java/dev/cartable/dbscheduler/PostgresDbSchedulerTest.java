package dev.cartable.dbscheduler;

import dev.cartable.jdbc.testing.TestDatabase;

/** The engine over db-scheduler on PostgreSQL. */
class PostgresDbSchedulerTest extends DbSchedulerContract {
    PostgresDbSchedulerTest() {
        super(TestDatabase.Kind.POSTGRESQL);
    }
}
