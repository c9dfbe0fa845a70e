package dev.cartable.jdbc.database;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.H2Engine;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has H2 write each commit to its file before it returns. With H2's default, commits are saved every half second, and a killed
 * process loses those after the last save. H2 stores the setting, but applies it only to the engine that is open: after the
 * file was closed and opened again, also between two connections, the default holds. So it is looked at for each transaction.
 * Safe for use by several threads.
 */
public final class WriteThrough {
    private static final Logger LOG = LoggerFactory.getLogger(WriteThrough.class);
    private static final int ADMIN_RIGHT_REQUIRED = 90040;

    private final DataSource dataSource;
    private final boolean wanted;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile boolean refused;

    /** @param wanted whether there is anything to do at all */
    public WriteThrough(DataSource dataSource, boolean wanted) {
        this.dataSource = dataSource;
        this.wanted = wanted;
    }

    /** Sets it, where it is not set. The connection is in no transaction. */
    public void require(Connection connection) throws SQLException {
        if (wanted && !refused && H2Engine.writeDelay(connection).orElse(1) != 0) {
            set(connection);
        }
    }

    /** As {@link #require}, for a connection in a transaction, which setting it there would commit. */
    public void requireWithin(Connection connection) {
        if (!wanted || refused) {
            return;
        }
        OptionalInt delay = H2Engine.writeDelay(connection);
        if (delay.isPresent() && delay.getAsInt() != 0) {
            try (Connection other = dataSource.getConnection()) {
                set(other);
            } catch (SQLException e) {
                warn("another connection could not be opened to set it");
            }
        }
    }

    private void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET WRITE_DELAY 0");
        } catch (SQLException e) {
            if (e.getErrorCode() != ADMIN_RIGHT_REQUIRED) {
                throw e;
            }
            refused = true;
            warn("the database user has no admin right");
        }
    }

    private void warn(String reason) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "H2 keeps commits in memory for half a second, because {}. A killed process loses what was committed"
                            + " in that time, and messages that were sent in it are sent again. Open the database as an"
                            + " H2 admin, or add ;WRITE_DELAY=0 to the URL of a connection that an admin keeps open",
                    reason);
        }
    }

    /** Finds out without writing anything. */
    public Durability look(Connection connection, Dialect dialect) throws SQLException {
        return dialect.durability(connection, wanted && !refused);
    }
}
