package dev.cartable.jdbc.backup;

import dev.cartable.jdbc.database.ConnectionState;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A connection of the host in one snapshot of all its tables. Closing it gives the connection back as it came. */
final class DumpSnapshot implements AutoCloseable {
    private final Connection connection;
    private final ConnectionState before;

    /** Begins the transaction whose reads are all of one moment. */
    interface Begin {
        void begin(Connection connection) throws SQLException;
    }

    private DumpSnapshot(Connection connection, Begin begin) throws SQLException {
        this.connection = connection;
        this.before = ConnectionState.of(connection);
        begin.begin(connection);
    }

    static DumpSnapshot open(DataSource dataSource, Begin begin) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            return new DumpSnapshot(connection, begin);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            before.restore(connection);
        }
    }
}
