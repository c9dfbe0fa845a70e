package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.tck.LeasesContract;
import dev.cartable.tck.OccurrenceStoreContract;
import dev.cartable.tck.OutboxClaimContract;
import dev.cartable.tck.StoreFixture;
import dev.cartable.tck.UnitOfWorkContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts for which it matters that an H2 database is in a file: transactions, leases, claims and the ledger of tasks. All the
 * others see the same engine in memory.
 */
class H2FileStoresTest {
    @TempDir
    private static Path folder;

    private static @Nullable JdbcDataSource database;
    private static @Nullable StoreFixture<Stores> fixture;

    @BeforeAll
    static void makeTables() {
        database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("cartable") + ";DB_CLOSE_DELAY=-1");
        fixture = new JdbcFixture(database);
    }

    /** One that closed by itself some time later would still write into the folder while it is deleted. */
    @AfterAll
    static void shutDown() throws SQLException {
        try (var connection = requireNonNull(database, "database").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
    }

    @Nested
    class UnitOfWorkTest extends UnitOfWorkContract {
        @Override
        protected StoreFixture<Stores> newFixture() {
            return requireNonNull(fixture, "fixture");
        }
    }

    @Nested
    class LeasesTest extends LeasesContract {
        @Override
        protected StoreFixture<Stores> newFixture() {
            return requireNonNull(fixture, "fixture");
        }
    }

    @Nested
    class OccurrenceStoreTest extends OccurrenceStoreContract {
        @Override
        protected StoreFixture<Stores> newFixture() {
            return requireNonNull(fixture, "fixture");
        }
    }

    @Nested
    class OutboxClaimTest extends OutboxClaimContract {
        @Override
        protected StoreFixture<Stores> newFixture() {
            return requireNonNull(fixture, "fixture");
        }
    }
}
