package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.port.DatabaseRestore.State;
import dev.cartable.jdbc.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PgDatabaseSwapTest {
    private static final String ID = "r1";

    private final TestDatabase database = TestDatabase.postgresql();
    private final PgServer server =
            new PgServer(new PgDatabase(database.dataSource(), null, database.user(), "x", "cartable_"));

    private PgDatabaseSwap process() {
        return new PgDatabaseSwap(server, new PgDumpReader(new Programs(null, Duration.ofMinutes(1), Path.of(""))));
    }

    /** Its session may be renaming still when another process asks where the restore stands. */
    @Test
    @Timeout(60)
    void whatADeadProcessIsRenamingIsEndedBeforeTheStateIsSaid() throws Exception {
        PgDatabaseSwap dying = process();
        PgDatabaseSwap next = process();
        String staged = dying.location(ID);
        try (Connection maintenance = server.maintenance()) {
            PgServer.execute(maintenance, "CREATE DATABASE " + Catalog.quote(staged));
            FutureTask<Void> swap = new FutureTask<>(() -> dying.swap(ID, false), null);
            State seen;
            try (Connection connected = dying.staged(ID)) { // keeps the renaming waiting
                assertThat(connected.isValid(10)).isTrue();
                new Thread(swap, "swap").start();
                String renaming =
                        "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE query LIKE ? AND state = 'active')";
                while (!PgServer.is(maintenance, renaming, "ALTER DATABASE " + Catalog.quote(staged) + " RENAME%")) {
                    Thread.onSpinWait();
                }

                seen = next.state(ID);
            }
            assertThatThrownBy(swap::get).isInstanceOf(ExecutionException.class);

            assertThat(seen).isEqualTo(State.STAGED);
            assertThat(next.state(ID)).isEqualTo(seen);
            next.discard(ID);
        }
    }
}
