package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.StoreFixture;
import dev.cartable.tck.StoresSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/** The stores on an H2 database in memory keep every contract. */
class H2MemoryStoresTest extends StoresSuite {
    private static @Nullable StoreFixture<Stores> fixture;

    @BeforeAll
    static void makeTables() {
        fixture = new JdbcFixture(TestDatabase.h2().dataSource());
    }

    @Override
    protected StoreFixture<Stores> newFixture() {
        return requireNonNull(fixture, "fixture");
    }
}
