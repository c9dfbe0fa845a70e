package dev.cartable.jdbc.database;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.sql.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions that we begin and commit ourselves, at READ COMMITTED, also where the pool hands out connections without
 * auto-commit or at another level. They go back as they came.
 */
public final class DataSourceTransactions implements Transactions {
    private final DataSource dataSource;
    private final WriteThrough writeThrough;
    private final ReadCommitted readCommitted = new ReadCommitted();

    public DataSourceTransactions(DataSource dataSource, WriteThrough writeThrough) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.writeThrough = writeThrough;
    }

    @Override
    public <R> R call(Function<? super Connection, ? extends R> work) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return call(connection, work);
            } finally {
                giveBack(connection);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private <R> R call(Connection connection, Function<? super Connection, ? extends R> work) throws SQLException {
        writeThrough.require(connection);
        boolean autoCommit = connection.getAutoCommit();
        int isolation = readCommitted.set(connection);
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        try {
            return commit(connection, work);
        } finally {
            restore(connection, autoCommit, isolation);
        }
    }

    /** What was committed stays so, even if the connection breaks now; what was not is reported already. */
    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // The pool finds out when it looks at the connection.
        }
    }

    private static <R> R commit(Connection connection, Function<? super Connection, ? extends R> work) {
        boolean committed = false;
        try {
            R result = work.apply(connection);
            try {
                connection.commit();
            } catch (SQLException e) {
                throw Failures.ofCommit(e);
            }
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    /** Only a broken connection cannot be restored, and that is of no use to the next caller. What was committed stays so. */
    private static void restore(Connection connection, boolean autoCommit, int isolation) {
        try {
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
            if (isolation != ReadCommitted.UNCHANGED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException ignored) {
            // The pool finds out when it looks at the connection.
        }
    }

    /** A connection that is broken rolls back by itself, and what broke it is the better exception. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException ignored) {
            // The first exception is under way.
        }
    }

    @Override
    public <R> R read(Function<? super Connection, ? extends R> work) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return work.apply(connection);
            } finally {
                if (!connection.getAutoCommit()) {
                    rollBack(connection);
                }
                giveBack(connection);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void afterHostCommit(Runnable action) {
        throw new IllegalStateException("these transactions join none of the host");
    }

    @Override
    public boolean joins() {
        return false;
    }
}
