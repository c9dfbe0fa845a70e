package dev.cartable.jdbc.database;

import java.sql.Connection;
import java.sql.SQLException;

/** How a connection of the host came, so that it is given back as it was. */
public record ConnectionState(boolean autoCommit, boolean readOnly, int isolation) {
    /** The state of a connection that is in no transaction. */
    public static ConnectionState of(Connection connection) throws SQLException {
        return new ConnectionState(
                connection.getAutoCommit(), connection.isReadOnly(), connection.getTransactionIsolation());
    }

    /** Rolls back what the connection is in, and makes it as it was. */
    public void restore(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
        connection.setTransactionIsolation(isolation);
        connection.setReadOnly(readOnly);
    }
}
