package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** What the databases say differently. */
public enum Dialect {
    H2("CURRENT_TIMESTAMP") {
        @Override
        public String schemaWord(SchemaToken token, String argument) {
            return switch (token) {
                case CODE, TEXT -> argument.isEmpty() ? "VARCHAR" : "VARCHAR(" + argument + ")";
                case TIME -> "TIMESTAMP(6) WITH TIME ZONE";
                case GROWING -> "(" + argument + ")";
                case WHERE, UPDATED_OFTEN, CONCURRENTLY -> "";
            };
        }

        @Override
        public boolean partialIndexes() {
            return false;
        }

        @Override
        public boolean qualifiesIndexes() {
            return true;
        }

        @Override
        public <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned) {
            return "SELECT " + returned + " FROM FINAL TABLE (INSERT INTO " + table + " (" + columns.names()
                    + ") SELECT "
                    + columns.names() + " FROM " + columns.rows() + " WHERE NOT EXISTS (SELECT 1 FROM " + table
                    + " t WHERE " + same(key) + "))";
        }

        @Override
        public <T> String insertFree(String table, Columns<T> columns, List<String> unique, String returned) {
            String free = unique.stream()
                    .map(column -> "NOT EXISTS (SELECT 1 FROM " + table + " t WHERE " + same(List.of(column)) + ")")
                    .collect(Collectors.joining(" AND "));
            return "SELECT " + returned + " FROM FINAL TABLE (INSERT INTO " + table + " (" + columns.names()
                    + ") SELECT " + columns.names() + " FROM " + columns.rows() + " WHERE " + free + ")";
        }

        @Override
        public <T> String upsert(String table, Columns<T> columns, List<String> key) {
            return "MERGE INTO " + table + " t USING (SELECT " + columns.names() + " FROM " + columns.rows()
                    + ") u ON ("
                    + same(key) + ") WHEN MATCHED THEN UPDATE SET "
                    + columns.without(key).join(column -> column.name() + " = u." + column.name(), ", ")
                    + " WHEN NOT MATCHED THEN INSERT (" + columns.names() + ") VALUES ("
                    + columns.join(column -> "u." + column.name(), ", ") + ")";
        }

        @Override
        public String merge(Merge<?> merge) {
            Columns<?> columns = merge.columns();
            return "MERGE INTO " + merge.table() + " t USING (SELECT " + columns.names() + " FROM " + columns.rows()
                    + ") u ON (" + same(merge.key()) + ") WHEN MATCHED AND "
                    + merge.onlyIf().apply("u") + " THEN UPDATE SET "
                    + merge.set().apply("u")
                    + " WHEN NOT MATCHED THEN INSERT (" + columns.names() + ") VALUES ("
                    + columns.join(column -> "u." + column.name(), ", ") + ")";
        }

        @Override
        public Optional<String> insertNewThenMerge(
                String insertNew, String count, String returned, List<Merge<?>> merges) {
            return Optional.empty();
        }

        @Override
        public <T> String update(String table, Columns<T> columns, List<String> key, String set) {
            return "MERGE INTO " + table + " t USING (SELECT " + columns.names() + " FROM " + columns.rows()
                    + ") u ON (" + same(key) + ") WHEN MATCHED THEN UPDATE SET " + set;
        }

        @Override
        public String byKeys(Type type, String parameter, String table, String column) {
            return type.keys(parameter) + " JOIN " + table + " t ON t." + column + " = u.k";
        }

        @Override
        public String byKeys(Columns<?> key, String table) {
            return key.rows() + " JOIN " + table + " t ON " + same(names(key));
        }

        @Override
        public boolean locksInParts() {
            return false;
        }

        @Override
        public String shared(String select) {
            return select + " FOR UPDATE";
        }

        @Override
        public String join(String kind, String table, String alias, String condition) {
            return " " + kind + " JOIN " + table + " " + alias + " ON " + condition;
        }

        @Override
        public void preferIndexes(Connection connection) {}

        @Override
        public String byCode(String text) {
            return text;
        }

        @Override
        public String withoutLocked(String select) {
            return select;
        }

        @Override
        public String deleteSome(String table, String where, String max) {
            return "DELETE FROM " + table + " WHERE " + where + " FETCH FIRST " + max + " ROWS ONLY";
        }

        @Override
        public String updateSome(String table, String set, String where, String max) {
            return "UPDATE " + table + " SET " + set + " WHERE " + where + " FETCH FIRST " + max + " ROWS ONLY";
        }

        @Override
        public String later(String milliseconds) {
            return "DATEADD(MILLISECOND, :" + milliseconds + ", CURRENT_TIMESTAMP)";
        }

        @Override
        public String deletedInto(String table, String set, String where, String returned, String delete) {
            return "MERGE INTO " + table + " t USING (SELECT " + returned + " FROM OLD TABLE (" + delete + ")) u ON ("
                    + where + ") WHEN MATCHED THEN UPDATE SET " + set;
        }

        /**
         * H2 has no ON CONFLICT in its own mode. A statement that meets a key which another transaction has committed
         * since it began is undone as a whole and leaves the transaction intact, so it can be said again.
         */
        @Override
        public <R> R retrying(Handle handle, Function<Handle, R> statement) {
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

    POSTGRESQL("clock_timestamp()") {
        /** Without lengths: there, a length is a check that costs time and saves nothing. */
        @Override
        public String schemaWord(SchemaToken token, String argument) {
            return switch (token) {
                case CODE -> "text COLLATE \"C\"";
                case TEXT -> "text";
                case TIME -> "timestamptz";
                case GROWING -> "USING brin (" + argument + ")";
                case WHERE -> "WHERE " + argument;
                // Room on each page keeps an update on its page, without a change of any index.
                case UPDATED_OFTEN -> "WITH (fillfactor = 70)";
                case CONCURRENTLY -> "CONCURRENTLY";
            };
        }

        @Override
        public boolean partialIndexes() {
            return true;
        }

        @Override
        public boolean qualifiesIndexes() {
            return false;
        }

        @Override
        public <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned) {
            return "INSERT INTO " + table + " (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                    + columns.rows() + " ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING RETURNING " + returned;
        }

        @Override
        public <T> String insertFree(String table, Columns<T> columns, List<String> unique, String returned) {
            return insert(table, columns) + " ON CONFLICT DO NOTHING RETURNING " + returned;
        }

        @Override
        public <T> String upsert(String table, Columns<T> columns, List<String> key) {
            return "INSERT INTO " + table + " AS t (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                    + columns.rows() + " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                    + columns.without(key).join(column -> column.name() + " = excluded." + column.name(), ", ");
        }

        @Override
        public String merge(Merge<?> merge) {
            return merge(merge, "TRUE");
        }

        private String merge(Merge<?> merge, String condition) {
            Columns<?> columns = merge.columns();
            return "INSERT INTO " + merge.table() + " AS t (" + columns.names() + ") SELECT " + columns.names()
                    + " FROM " + columns.rows() + " WHERE " + condition + " ON CONFLICT ("
                    + String.join(", ", merge.key()) + ") DO UPDATE SET "
                    + merge.set().apply("excluded") + " WHERE "
                    + merge.onlyIf().apply("excluded");
        }

        /** Each part waits for the one before, whose rows it counts: by itself, PostgreSQL would run them in any order. */
        @Override
        public Optional<String> insertNewThenMerge(
                String insertNew, String count, String returned, List<Merge<?>> merges) {
            StringBuilder sql = new StringBuilder("WITH part0 AS (" + insertNew + ")");
            for (int i = 0; i < merges.size(); i++) {
                sql.append(", part")
                        .append(i + 1)
                        .append(" AS (")
                        .append(merge(
                                merges.get(i),
                                "(SELECT COUNT(*) FROM part0) = " + count
                                        + (i == 0 ? "" : " AND (SELECT COUNT(*) FROM part" + i + ") >= 0")))
                        .append(" RETURNING 1)");
            }
            return Optional.of(sql + " SELECT " + returned + " FROM part0");
        }

        @Override
        public <T> String update(String table, Columns<T> columns, List<String> key, String set) {
            return "UPDATE " + table + " t SET " + set + " FROM " + columns.rows() + " WHERE " + same(key);
        }

        @Override
        public String byKeys(Type type, String parameter, String table, String column) {
            return type.keys(parameter) + " CROSS JOIN LATERAL (SELECT * FROM " + table + " WHERE " + column
                    + " = u.k OFFSET 0) t";
        }

        @Override
        public String byKeys(Columns<?> key, String table) {
            return key.rows() + " CROSS JOIN LATERAL (SELECT * FROM " + table + " t WHERE " + same(names(key))
                    + " OFFSET 0) t";
        }

        @Override
        public boolean locksInParts() {
            return true;
        }

        @Override
        public String shared(String select) {
            return select + " FOR SHARE";
        }

        @Override
        public String join(String kind, String table, String alias, String condition) {
            return " " + kind + " JOIN LATERAL (SELECT * FROM " + table + " " + alias + " WHERE " + condition
                    + " OFFSET 0) " + alias + " ON TRUE";
        }

        @Override
        public void preferIndexes(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
            }
        }

        @Override
        public String byCode(String text) {
            return text + " COLLATE \"C\"";
        }

        @Override
        public String withoutLocked(String select) {
            return select + " FOR UPDATE SKIP LOCKED";
        }

        @Override
        public String deleteSome(String table, String where, String max) {
            return "DELETE FROM " + table + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " + table + " WHERE " + where
                    + " FETCH FIRST " + max + " ROWS ONLY FOR UPDATE SKIP LOCKED))";
        }

        @Override
        public String updateSome(String table, String set, String where, String max) {
            return "UPDATE " + table + " SET " + set + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " + table + " WHERE "
                    + where + " FETCH FIRST " + max + " ROWS ONLY FOR UPDATE SKIP LOCKED))";
        }

        @Override
        public String later(String milliseconds) {
            return "clock_timestamp() + :" + milliseconds + " * INTERVAL '1 millisecond'";
        }

        @Override
        public String deletedInto(String table, String set, String where, String returned, String delete) {
            return "WITH u AS (" + delete + " RETURNING " + returned + ") UPDATE " + table + " t SET " + set
                    + " FROM u WHERE " + where;
        }

        @Override
        public <R> R retrying(Handle handle, Function<Handle, R> statement) {
            return statement.apply(handle);
        }
    };

    private static final int ATTEMPTS = 10;

    private final String clock;

    Dialect(String clock) {
        this.clock = clock;
    }

    /** The dialect of the database behind the connection. */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new JdbcStoreException("the database is " + product
                        + ", and Cartable knows H2 and PostgreSQL only; nothing was written");
        };
    }

    /** What the database writes for a token of the schema's files; empty if it has nothing of the kind. */
    public abstract String schemaWord(SchemaToken token, String argument);

    /** Whether an index can have a condition. */
    public abstract boolean partialIndexes();

    /** Whether {@code CREATE INDEX} wants the schema before the name of the index, rather than refusing it. */
    public abstract boolean qualifiesIndexes();

    /** The database's time now. */
    public String clock() {
        return clock;
    }

    /** Inserts the rows, which are known to be new. Far cheaper on H2 than looking for each. */
    public final <T> String insert(String table, Columns<T> columns) {
        return "INSERT INTO " + table + " (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                + columns.rows();
    }

    /** Inserts the rows whose key is not there yet, and returns a column of those. */
    public abstract <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned);

    /** Inserts the rows of which none of the unique columns has its value yet, and returns a column of those. */
    public abstract <T> String insertFree(String table, Columns<T> columns, List<String> unique, String returned);

    /** Inserts the rows, and overwrites those whose key is there. */
    public abstract <T> String upsert(String table, Columns<T> columns, List<String> key);

    /**
     * Rows to insert, and what to change in those {@code t} whose key is there.
     *
     * @param set what to change, given what the new row is called
     * @param onlyIf a condition, given the same
     */
    public record Merge<T>(
            String table,
            Columns<T> columns,
            List<String> key,
            Function<String, String> set,
            Function<String, String> onlyIf) {
        public Merge(String table, Columns<T> columns, List<String> key, Function<String, String> set) {
            this(table, columns, key, set, row -> "TRUE");
        }
    }

    /** Inserts the rows, and changes those whose key is there. */
    public abstract String merge(Merge<?> merge);

    /**
     * Runs {@link #insertNew} and, if so many rows were new, merges one after the other, all in one statement and so one round
     * trip; returns what was inserted. If fewer were new, nothing is merged. Empty where the database has no such statement.
     *
     * @param insertNew what {@link #insertNew} says; its parameters and those of the merges have different names
     * @param count the number of rows to insert, as an expression
     * @param returned the column that {@code insertNew} returns
     */
    public abstract Optional<String> insertNewThenMerge(
            String insertNew, String count, String returned, List<Merge<?>> merges);

    /** Changes the rows {@code t} that have the key of a given row {@code u}. */
    public abstract <T> String update(String table, Columns<T> columns, List<String> key, String set);

    /**
     * The rows {@code t} of one of Cartable's own tables whose indexed column is among the keys {@code u(k)}: one look into the
     * index for each. A plain join would be kept by PostgreSQL as it was planned while the table was small, and read all of
     * it for every chunk of a run that fills it.
     */
    public abstract String byKeys(Type type, String parameter, String table, String column);

    /** As {@link #byKeys(Type, String, String, String)} for keys of several columns, whose rows are {@code u}. */
    public abstract String byKeys(Columns<?> key, String table);

    /** Whether a part of a query ({@code WITH … AS (SELECT … FOR UPDATE)}) can lock its rows. */
    public abstract boolean locksInParts();

    /**
     * A select that locks its rows for as many as want to lock them so, but for nobody who wants to write them. H2 has no such
     * lock, so there it is for one at a time.
     */
    public abstract String shared(String select);

    /**
     * Joins the few rows of a table that an index finds for each row before it: one look into the index for each, as in
     * {@link #byKeys}.
     *
     * @param kind {@code INNER} or {@code LEFT}
     */
    public abstract String join(String kind, String table, String alias, String condition);

    /**
     * Has the rest of the connection's transaction find rows by index where there is one. Without statistics, as just after
     * an import, PostgreSQL would read and sort a whole table for each page of it.
     */
    public abstract void preferIndexes(Connection connection) throws SQLException;

    /** A text to be compared by its characters' codes, as Java does, whatever collation a host's view brings. */
    public abstract String byCode(String text);

    /**
     * A subquery for rows to delete, without those that another transaction is deleting. H2 would lock all rows that match
     * before it counts them, so there two transactions wait for each other.
     */
    public abstract String withoutLocked(String select);

    /**
     * Deletes rows that meet a condition, at most {@code max} of them. Two transactions never deadlock: on
     * PostgreSQL each leaves out what the other is deleting, on H2 the second waits.
     */
    public abstract String deleteSome(String table, String where, String max);

    /** As {@link #deleteSome}, but changes the rows, after which they must not meet the condition any more. */
    public abstract String updateSome(String table, String set, String where, String max);

    /** The database's time, that many milliseconds from now. */
    public abstract String later(String milliseconds);

    /**
     * A delete that takes columns of the deleted row {@code u} over into the row {@code t} of another table, as one statement
     * and so one round trip. Where nothing is deleted, nothing is changed.
     */
    public abstract String deletedInto(String table, String set, String where, String returned, String delete);

    /** Runs a statement that inserts, again where another transaction was faster. */
    public abstract <R> R retrying(Handle handle, Function<Handle, R> statement);

    /**
     * Runs {@link #insertNew}. The rows have different keys and come in their order, so that two transactions with the same
     * ones wait for each other instead of blocking each other.
     */
    public final <T, R> Set<R> insertNew(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, Class<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : retrying(
                        handle,
                        h -> columns.bind(h.createQuery(sql), rows)
                                .mapTo(returned)
                                .collect(Collectors.toSet()));
    }

    /** Runs {@link #insertNew} where it returns several columns. */
    public final <T, R> Set<R> insertNew(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, RowMapper<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : retrying(
                        handle,
                        h -> columns.bind(h.createQuery(sql), rows)
                                .map(returned)
                                .collect(Collectors.toSet()));
    }

    /** Runs {@link #insert}. */
    public final <T> void insert(Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows) {
        if (!rows.isEmpty()) {
            columns.bind(handle.createUpdate(sql), rows).execute();
        }
    }

    /** Runs {@link #upsert} or {@link #merge}. The rows have different keys, and come in their order as in {@link #insertNew}. */
    public final <T> void upsert(Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows) {
        if (!rows.isEmpty()) {
            retrying(handle, h -> columns.bind(h.createUpdate(sql), rows).execute());
        }
    }

    private static List<String> names(Columns<?> columns) {
        return columns.columns().stream().map(Column::name).toList();
    }

    private static String same(List<String> key) {
        return key.stream().map(name -> "t." + name + " = u." + name).collect(Collectors.joining(" AND "));
    }
}
