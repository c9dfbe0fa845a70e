package dev.cartable.jdbc.database;

import dev.cartable.jdbc.dialect.Dialects;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * READ COMMITTED for our own transactions, whatever the data source's default is: at a higher level, what is read under a lock
 * may be older than the lock. Safe for use by several threads.
 */
public final class ReadCommitted {
    /** There is nothing to restore. */
    public static final int UNCHANGED = -1;

    private volatile boolean isDefault;

    /** Sets it on a connection in no transaction; returns the level to restore, or {@link #UNCHANGED}. */
    public int set(Connection connection) throws SQLException {
        if (isDefault) {
            return UNCHANGED;
        }
        int level = connection.getTransactionIsolation();
        if (level == Connection.TRANSACTION_READ_COMMITTED) {
            // Where it stays so, it is read once: that is a round trip.
            isDefault = Dialects.of(connection).keepsIsolation();
            return UNCHANGED;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback(); // The question has begun a transaction.
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return level;
    }

    /** What SQL calls a level. */
    public static String name(int level) {
        return switch (level) {
            case Connection.TRANSACTION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
            case Connection.TRANSACTION_READ_COMMITTED -> "READ COMMITTED";
            case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
            case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
            default -> "level " + level;
        };
    }
}
