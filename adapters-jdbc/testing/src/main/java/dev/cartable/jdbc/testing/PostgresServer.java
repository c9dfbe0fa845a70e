package dev.cartable.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The one PostgreSQL server of this JVM: started on first use, stopped when the JVM ends. */
final class PostgresServer {

    private PostgresServer() {}

    static void execute(String sql) {
        try (var connection = running().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }

    /** The server; aborts the calling test where it cannot start. */
    static EmbeddedPostgres running() {
        EmbeddedPostgres server = Holder.SERVER;
        if (server == null) {
            return Assumptions.abort("PostgreSQL cannot start on this machine: " + Holder.reason);
        }
        return server;
    }

    private static final class Holder {

        static String reason = "";
        static final @Nullable EmbeddedPostgres SERVER = start();

        private static @Nullable EmbeddedPostgres start() {
            try {
                // Nothing outlives the tests, so nothing has to reach the disk.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException | RuntimeException e) {
                reason = e.toString();
                System.err.println("Tests on PostgreSQL are skipped: it cannot start on this machine: " + reason);
                return null;
            }
        }
    }
}
