package dev.cartable.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What the databases say differently. */
enum Dialect {
    H2("h2", "CURRENT_TIMESTAMP") {
        @Override
        <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned) {
            return "SELECT " + returned + " FROM FINAL TABLE (INSERT INTO " + table + " (" + columns.names()
                    + ") SELECT "
                    + columns.names() + " FROM " + columns.rows() + " WHERE NOT EXISTS (SELECT 1 FROM " + table
                    + " t WHERE " + same(key) + "))";
        }

        @Override
        <T> String upsert(String table, Columns<T> columns, List<String> key) {
            return "MERGE INTO " + table + " t USING (SELECT " + columns.names() + " FROM " + columns.rows()
                    + ") u ON ("
                    + same(key) + ") WHEN MATCHED THEN UPDATE SET "
                    + columns.without(key).join(column -> column.name() + " = u." + column.name(), ", ")
                    + " WHEN NOT MATCHED THEN INSERT (" + columns.names() + ") VALUES ("
                    + columns.join(column -> "u." + column.name(), ", ") + ")";
        }

        @Override
        <T> String update(String table, Columns<T> columns, List<String> key, String set) {
            return "MERGE INTO " + table + " t USING (SELECT " + columns.names() + " FROM " + columns.rows()
                    + ") u ON (" + same(key) + ") WHEN MATCHED THEN UPDATE SET " + set;
        }

        @Override
        String byCode(String text) {
            return text;
        }

        @Override
        String later(String milliseconds) {
            return "DATEADD(MILLISECOND, :" + milliseconds + ", CURRENT_TIMESTAMP)";
        }

        @Override
        String deleted(String returned, String delete) {
            return "SELECT " + returned + " FROM OLD TABLE (" + delete + ")";
        }

        /**
         * H2 has no ON CONFLICT in its own mode. A statement that meets a key which another transaction has committed
         * since it began is undone as a whole and leaves the transaction intact, so it can be said again.
         */
        @Override
        <R> R retrying(Handle handle, Function<Handle, R> statement) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return statement.apply(handle);
                } catch (RuntimeException e) {
                    if (attempt == ATTEMPTS || !Failures.isDuplicate(e)) {
                        throw e;
                    }
                }
            }
        }
    },

    POSTGRESQL("postgresql", "clock_timestamp()") {
        @Override
        <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned) {
            return "INSERT INTO " + table + " (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                    + columns.rows() + " ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING RETURNING " + returned;
        }

        @Override
        <T> String upsert(String table, Columns<T> columns, List<String> key) {
            return "INSERT INTO " + table + " AS t (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                    + columns.rows() + " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                    + columns.without(key).join(column -> column.name() + " = excluded." + column.name(), ", ");
        }

        @Override
        <T> String update(String table, Columns<T> columns, List<String> key, String set) {
            return "UPDATE " + table + " t SET " + set + " FROM " + columns.rows() + " WHERE " + same(key);
        }

        @Override
        String byCode(String text) {
            return text + " COLLATE \"C\"";
        }

        @Override
        String later(String milliseconds) {
            return "clock_timestamp() + :" + milliseconds + " * INTERVAL '1 millisecond'";
        }

        @Override
        String deleted(String returned, String delete) {
            return delete + " RETURNING " + returned;
        }

        @Override
        <R> R retrying(Handle handle, Function<Handle, R> statement) {
            return statement.apply(handle);
        }
    };

    private static final int ATTEMPTS = 10;

    private final String folder;
    private final String clock;

    Dialect(String folder, String clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The dialect of the database behind the connection. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new JdbcStoreException("the database is " + product
                        + ", and Cartable knows H2 and PostgreSQL only; nothing was written");
        };
    }

    /** Where the schema's files are. */
    String folder() {
        return folder;
    }

    /** The database's time now. */
    String clock() {
        return clock;
    }

    /** Inserts the rows whose key is not there yet, and returns a column of those. */
    abstract <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned);

    /** Inserts the rows, and overwrites those whose key is there. */
    abstract <T> String upsert(String table, Columns<T> columns, List<String> key);

    /** Changes the rows {@code t} that have the key of a given row {@code u}. */
    abstract <T> String update(String table, Columns<T> columns, List<String> key, String set);

    /** A text to be compared by its characters' codes, as Java does, whatever collation a host's view brings. */
    abstract String byCode(String text);

    /** The database's time, that many milliseconds from now. */
    abstract String later(String milliseconds);

    /** A delete that returns a column of the rows that it deleted. */
    abstract String deleted(String returned, String delete);

    /** Runs a statement that inserts, again where another transaction was faster. */
    abstract <R> R retrying(Handle handle, Function<Handle, R> statement);

    /**
     * Runs {@link #insertNew}. The rows have different keys and come in their order, so that two transactions with the same
     * ones wait for each other instead of blocking each other.
     */
    final <T, R> Set<R> insertNew(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, Class<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : retrying(
                        handle,
                        h -> columns.bind(h.createQuery(sql), rows)
                                .mapTo(returned)
                                .collect(Collectors.toSet()));
    }

    /** Runs {@link #upsert}. The rows have different keys. */
    final <T> void upsert(Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows) {
        if (!rows.isEmpty()) {
            retrying(handle, h -> columns.bind(h.createUpdate(sql), rows).execute());
        }
    }

    private static String same(List<String> key) {
        return key.stream().map(name -> "t." + name + " = u." + name).collect(Collectors.joining(" AND "));
    }
}
