package dev.cartable.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** Somebody who looks at a PostgreSQL database as it was, and so keeps every old row from being cleared away. */
final class Snapshot {
    static final String NAME = "snapshot";

    private Snapshot() {}

    /** Does something while somebody looks on. */
    static <T> T during(Place place, Callable<T> work) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(place.url() + "?ApplicationName=" + NAME, place.user(), "");
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM cartable_usage");
            return work.call();
        }
    }
}
