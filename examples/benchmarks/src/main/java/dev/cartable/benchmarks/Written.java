package dev.cartable.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a PostgreSQL server has counted for a database.
 *
 * @param rows that were inserted, updated or deleted, in all tables
 * @param updates of the table of usage
 * @param hot those of them that stayed on their page and changed no index
 */
record Written(long rows, long updates, long hot) {
    private static final String OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            + " AND application_name <> '" + Snapshot.NAME + "'";
    private static final String COUNTED = "SELECT SUM(n_tup_ins + n_tup_upd + n_tup_del),"
            + " SUM(n_tup_upd) FILTER (WHERE relname = 'cartable_usage'),"
            + " SUM(n_tup_hot_upd) FILTER (WHERE relname = 'cartable_usage') FROM pg_stat_user_tables";

    /** All so far. A connection reports what it has done when it ends, so no pool may be open. */
    static Written in(Place place) throws Exception {
        try (Pool pool = place.open();
                Connection connection = pool.connection();
                Statement statement = connection.createStatement()) {
            while (!"0".equals(Engine.value(connection, OTHERS))) {
                Thread.sleep(20);
            }
            return read(statement);
        }
    }

    private static Written read(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(COUNTED)) {
            row.next();
            return new Written(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /** What a step writes that has a pool of its own. */
    static Written by(Place place, Step step) throws Exception {
        Written before = in(place);
        try (Pool pool = place.open()) {
            step.run(pool);
        }
        Written after = in(place);
        return new Written(after.rows - before.rows, after.updates - before.updates, after.hot - before.hot);
    }

    /** Something done through a pool. */
    interface Step {
        void run(Pool pool) throws Exception;
    }
}
