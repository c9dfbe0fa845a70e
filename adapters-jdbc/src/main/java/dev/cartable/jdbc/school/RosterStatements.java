package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Statements about relations that the host may define. The first one asks which of the optional columns there are. Safe for use
 * by several threads.
 */
public final class RosterStatements {
    private final Database database;
    private final Look look;
    private volatile @Nullable RosterColumns known;

    private interface Look {
        RosterColumns at(Connection connection, Names names) throws SQLException;
    }

    private RosterStatements(Database database, Look look) {
        this.database = database;
        this.look = look;
    }

    /** About pupils, guardians and their promotions. */
    static RosterStatements ofFamilies(Database database) {
        return new RosterStatements(database, RosterColumns::of);
    }

    /** About users and their promotions. */
    public static RosterStatements ofUsers(Database database) {
        return new RosterStatements(database, RosterColumns::ofUsers);
    }

    /**
     * A statement with the tokens of {@link RosterColumns#in} and {@link Database#sql}.
     *
     * @throws JdbcStoreException if a required column is missing
     */
    public String sql(Handle handle, String statement) {
        return database.sql(columns(handle).in(statement));
    }

    /** As {@link #sql(Handle, String)}. */
    String sql(Connection connection, String statement) throws SQLException {
        return database.sql(columns(connection).in(statement));
    }

    /**
     * The columns that there are.
     *
     * @throws JdbcStoreException if a required one is missing
     */
    public RosterColumns columns(Handle handle) {
        try {
            return columns(handle.getConnection());
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** As {@link #columns(Handle)}. */
    public RosterColumns columns(Connection connection) throws SQLException {
        RosterColumns columns = known;
        if (columns == null) {
            columns = look.at(connection, database.names());
            known = columns;
        }
        return columns;
    }
}
