package dev.cartable.jdbc;

import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.StoreFixture;

/** The stores on an H2 database in memory keep every contract. */
class H2MemoryStoresTest extends StoreContracts {
    @Override
    StoreFixture newFixture() {
        return new JdbcFixture(TestDatabase.h2().dataSource());
    }
}
