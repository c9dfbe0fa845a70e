package dev.cartable.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** The engine of an H2 database that runs in this process. Its class is loaded only where the database is H2. */
public final class H2Engine {
    private H2Engine() {}

    /**
     * For how many milliseconds a commit may stay in memory, whatever {@code INFORMATION_SCHEMA.SETTINGS} says: that table
     * has the stored setting, and H2 does not apply it when it opens a file. Empty where the engine cannot be reached.
     */
    public static OptionalInt writeDelay(Connection connection) {
        try {
            return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                    ? OptionalInt.of(
                            session.getDatabase().getStore().getMvStore().getAutoCommitDelay())
                    : OptionalInt.empty();
        } catch (SQLException | RuntimeException | LinkageError e) {
            return OptionalInt.empty();
        }
    }
}
