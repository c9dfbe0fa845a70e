package dev.cartable.jdbc.database;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * Jdbi's handles on connections that are not Jdbi's to commit or close. One Jdbi serves all of them, so that a statement is
 * parsed once. Safe for use by several threads.
 */
final class Handles implements ConnectionFactory {
    @SuppressWarnings("ThreadLocalUsage") // One for each database, and those last.
    private final ThreadLocal<@Nullable Connection> next = new ThreadLocal<>();

    /** Made for the first handle: what an application asks while it starts needs none. */
    private volatile @Nullable Jdbi jdbi;

    private Jdbi jdbi() {
        Jdbi known = jdbi;
        return known == null ? make() : known;
    }

    private synchronized Jdbi make() {
        Jdbi known = jdbi;
        if (known == null) {
            known = Jdbi.create(this);
            known.getConfig(org.jdbi.v3.core.Handles.class).setForceEndTransactions(false);
            known.getConfig(SqlStatements.class)
                    .setSqlParser(new NamedParameters())
                    .setTemplateEngine(TemplateEngine.NOP);
            jdbi = known;
        }
        return known;
    }

    Handle on(Connection connection) {
        next.set(connection);
        try {
            return jdbi().open();
        } finally {
            next.remove();
        }
    }

    @Override
    public Connection openConnection() {
        return requireNonNull(next.get(), "connection");
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        // Whoever opened it closes it.
    }
}
