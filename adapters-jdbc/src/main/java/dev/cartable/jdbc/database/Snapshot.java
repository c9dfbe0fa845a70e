package dev.cartable.jdbc.database;

import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** What many queries in a row read from, so that they agree with each other. Used by one thread at a time; close it. */
public sealed interface Snapshot extends AutoCloseable {
    <R> R read(Function<Handle, R> work);

    @Override
    void close();

    /** A read-only transaction at REPEATABLE READ on a connection of its own. */
    static Snapshot open(DataSource dataSource, Handles handles, Dialect dialect) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return new Own(connection, handles, dialect);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** The transaction that the thread is in, which may see more from one query to the next. */
    record OfTransaction(Database database) implements Snapshot {
        @Override
        public <R> R read(Function<Handle, R> work) {
            return database.read(work);
        }

        @Override
        public void close() {}
    }

    final class Own implements Snapshot {
        private final Connection connection;
        private final Handle handle;
        private final ConnectionState before;
        private boolean closed;

        private Own(Connection connection, Handles handles, Dialect dialect) throws SQLException {
            this.connection = connection;
            this.before = ConnectionState.of(connection);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            dialect.preferIndexes(connection);
            this.handle = handles.on(connection);
        }

        @Override
        public <R> R read(Function<Handle, R> work) {
            try {
                return work.apply(handle);
            } catch (JdbiException e) {
                throw Failures.of(e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            handle.close();
            try (connection) {
                before.restore(connection);
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }
    }
}
