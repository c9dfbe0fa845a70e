package dev.cartable.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * A queue as people write it on PostgreSQL: each thread claims some rows by {@code FOR UPDATE SKIP LOCKED}, does nothing with them,
 * deletes them and commits. It keeps no history, and after a crash does not know what was under way.
 */
final class SkipLockedQueue {
    private static final String CLAIM = "SELECT id, payload FROM message_queue WHERE due_at <= now()"
            + " ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED";

    private SkipLockedQueue() {}

    /** Seconds to empty a queue of so many rows on so many threads, each taking so many rows at a time. */
    static double drain(Engine engine, int rows, int threads, int batch) throws Exception {
        try (Place place = engine.fresh();
                Pool pool = place.open(threads)) {
            try (Connection connection = pool.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE message_queue (id BIGINT PRIMARY KEY, payload TEXT NOT NULL,"
                        + " due_at TIMESTAMPTZ NOT NULL)");
                statement.execute("CREATE INDEX message_queue_due ON message_queue (due_at, id)");
                statement.execute("INSERT INTO message_queue SELECT x, 'message ' || x, now() FROM generate_series(1, "
                        + rows + ") AS n(x)");
            }
            long[] done = {0};
            double seconds = Measured.seconds(() -> done[0] = drain(pool, threads, batch));
            Runs.check("rows done", done[0], rows);
            return seconds;
        }
    }

    private static long drain(Pool pool, int threads, int batch) throws Exception {
        List<FutureTask<Long>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            FutureTask<Long> one = new FutureTask<>(() -> drain(pool, batch));
            all.add(one);
            new Thread(one, "skip-locked").start();
        }
        long done = 0;
        for (FutureTask<Long> one : all) {
            done += one.get();
        }
        return done;
    }

    private static long drain(Pool pool, int batch) throws SQLException {
        try (Connection connection = pool.connection();
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement delete = connection.prepareStatement("DELETE FROM message_queue WHERE id = ANY(?)")) {
            connection.setAutoCommit(false);
            long done = 0;
            claim.setInt(1, batch);
            for (List<Long> ids = ids(claim); !ids.isEmpty(); ids = ids(claim)) {
                Array claimed = connection.createArrayOf("bigint", ids.toArray());
                delete.setArray(1, claimed);
                done += delete.executeUpdate();
                connection.commit();
            }
            connection.commit();
            return done;
        }
    }

    private static List<Long> ids(PreparedStatement claim) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
