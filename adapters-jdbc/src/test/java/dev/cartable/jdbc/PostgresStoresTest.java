package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Stores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.StoreFixture;
import dev.cartable.tck.StoresSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The stores on PostgreSQL keep every contract. */
class PostgresStoresTest extends StoresSuite {
    private static @Nullable HikariDataSource pool;
    private static @Nullable StoreFixture<Stores> fixture;

    @BeforeAll
    static void openPool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.postgresql().dataSource());
        config.setMaximumPoolSize(30);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
        fixture = new JdbcFixture(pool);
    }

    @AfterAll
    static void closePool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    protected StoreFixture<Stores> newFixture() {
        return requireNonNull(fixture, "fixture");
    }
}
