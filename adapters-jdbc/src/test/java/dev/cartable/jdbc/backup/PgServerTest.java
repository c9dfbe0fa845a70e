package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PgServerTest {
    /** A session with many temporary tables takes a while to end: it drops them first. */
    @Test
    void aSessionThatIsEndedHasEndedWhenThisReturns() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        PgServer server = new PgServer(new PgDatabase(database.dataSource(), null, database.user(), "x", "cartable_"));
        try (Connection broken = database.connect();
                Statement statement = broken.createStatement()) {
            statement.execute("DO $$ BEGIN FOR i IN 1..1500 LOOP EXECUTE format('CREATE TEMP TABLE t%s (a text)', i);"
                    + " END LOOP; END $$");
            PgServer.Session session = PgServer.Session.of(broken);

            server.end(session);

            try (Connection other = database.connect()) {
                assertThat(Catalog.number(other, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session.pid()))
                        .isZero();
            }
        }
    }
}
