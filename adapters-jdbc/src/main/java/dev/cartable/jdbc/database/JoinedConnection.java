package dev.cartable.jdbc.database;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.sql.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** The transaction that a caller has open on a connection; the caller commits it. */
final class JoinedConnection implements Transactions {
    private final Connection connection;

    JoinedConnection(Connection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    @Override
    public <R> R call(Function<? super Connection, ? extends R> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "the connection to join is in no transaction: it commits each statement;"
                                + " nothing was written. Call setAutoCommit(false) before, and commit() after");
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
        return work.apply(connection);
    }

    @Override
    public <R> R read(Function<? super Connection, ? extends R> work) {
        return work.apply(connection);
    }

    @Override
    public void afterHostCommit(Runnable action) {
        // The caller commits, and does not report it.
    }

    @Override
    public boolean joins() {
        return true;
    }
}
