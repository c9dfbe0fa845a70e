package dev.cartable.dbscheduler;

import dev.cartable.jdbc.testing.TestDatabase;

/** The engine over db-scheduler on H2. */
class H2DbSchedulerTest extends DbSchedulerContract {
    H2DbSchedulerTest() {
        super(TestDatabase.Kind.H2);
    }
}
