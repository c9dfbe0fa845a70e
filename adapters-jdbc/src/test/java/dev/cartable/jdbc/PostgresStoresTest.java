package dev.cartable.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.StoreFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The stores on PostgreSQL keep every contract. */
class PostgresStoresTest extends StoreContracts {
    private static @Nullable HikariDataSource pool;

    @BeforeAll
    static void openPool() {
        TestDatabase database = TestDatabase.postgresql();
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(30);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void closePool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    StoreFixture newFixture() {
        if (pool == null) {
            throw new IllegalStateException("the pool is open while tests run");
        }
        return new JdbcFixture(pool);
    }
}
