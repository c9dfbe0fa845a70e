package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.sql.Columns;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** PostgreSQL. */
final class PostgresqlDialect implements Dialect {
    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public boolean embedded() {
        return false;
    }

    @Override
    public boolean keepsIsolation() {
        return true;
    }

    @Override
    public Durability durability(Connection connection, boolean writesThrough) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('synchronous_commit') <> 'off'"
                        + " AND current_setting('fsync') = 'on'")) {
            return row.next() && row.getBoolean(1) ? Durability.EVERY_COMMIT : Durability.DELAYED;
        }
    }

    @Override
    public String clock() {
        return "clock_timestamp()";
    }

    @Override
    public String later(String milliseconds) {
        return "clock_timestamp() + :" + milliseconds + " * INTERVAL '1 millisecond'";
    }

    @Override
    public String idleLimit(String milliseconds) {
        return "set_config('idle_in_transaction_session_timeout', CAST(CAST(:" + milliseconds
                + " AS bigint) AS text), TRUE) <> ''";
    }

    /** Texts have no length: here, a length is a check that costs time and saves nothing. */
    @Override
    public String schemaWord(SchemaToken token, String argument) {
        return switch (token) {
            case CODE -> "text COLLATE \"C\"";
            case TEXT -> "text";
            case TIME -> "timestamptz";
            case BYTES -> "bytea";
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
    public String schemasWithTable() {
        return """
                SELECT n.nspname, array_position(current_schemas(false), n.nspname)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = ? AND c.relkind IN ('r', 'p') AND has_schema_privilege(n.oid, 'USAGE')
                ORDER BY 2 NULLS LAST, 1""";
    }

    /** An interrupted CREATE INDEX CONCURRENTLY leaves an index that is there and is of no use. */
    @Override
    public Optional<String> unfinishedIndexes() {
        return Optional.of("""
                SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE NOT i.indisvalid AND starts_with(c.relname, ?)""");
    }

    /** A lock of the session; it goes with the connection. */
    @Override
    public boolean tryLockSchema(Connection connection, String history, String createHistory) throws SQLException {
        return advisory(connection, "pg_try_advisory_lock", history);
    }

    @Override
    public void unlockSchema(Connection connection, String history) throws SQLException {
        advisory(connection, "pg_advisory_unlock", history);
    }

    private static boolean advisory(Connection connection, String function, String name) throws SQLException {
        connection.setAutoCommit(true);
        try (PreparedStatement query = connection.prepareStatement("SELECT " + function + "(?)")) {
            query.setLong(
                    1,
                    UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                            .getMostSignificantBits());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Without a key, ON CONFLICT is for all unique keys. */
    @Override
    public <T> String insertFree(String table, Columns<T> columns, List<List<String>> unique, String returned) {
        String key = unique.size() == 1 ? " (" + String.join(", ", unique.get(0)) + ")" : "";
        return insert(table, columns) + " ON CONFLICT" + key + " DO NOTHING RETURNING " + returned;
    }

    @Override
    public String insertedInto(String table, String columns, String values, String returned, String insertNew) {
        return "WITH u AS (" + insertNew + ") INSERT INTO " + table + " (" + columns + ") SELECT " + values
                + " FROM u RETURNING " + returned;
    }

    @Override
    public String merge(Merge<?> merge) {
        return merge(merge, "TRUE");
    }

    private static String merge(Merge<?> merge, String condition) {
        Columns<?> columns = merge.columns();
        return "INSERT INTO " + merge.table() + " AS t (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                + columns.rows() + " WHERE " + condition + " ON CONFLICT (" + String.join(", ", merge.key())
                + ") DO UPDATE SET " + merge.set().apply("excluded") + " WHERE "
                + merge.onlyIf().apply("excluded");
    }

    /** Each part waits for the one before, whose rows it counts: by itself, PostgreSQL would run them in any order. */
    @Override
    public Optional<String> insertNewThenMerge(String insertNew, String count, String returned, List<Merge<?>> merges) {
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
        return "UPDATE " + table + " t SET " + set + " FROM " + columns.rows() + " WHERE " + Columns.same(key);
    }

    @Override
    public <T> String updateReturning(
            String table, Columns<T> columns, List<String> key, String onlyIf, String set, String returned) {
        return "UPDATE " + table + " t SET " + set + " FROM " + few(columns) + " WHERE " + Columns.same(key) + " AND "
                + onlyIf + " RETURNING t." + returned;
    }

    @Override
    public String transfer(Transfer<?> transfer) {
        String kept = transfer.kept();
        return "WITH u AS (DELETE FROM " + transfer.from() + " t USING " + few(transfer.columns()) + " WHERE "
                + Columns.same(transfer.key()) + " AND " + transfer.onlyIf() + " RETURNING u.*, t." + kept
                + ") UPDATE " + transfer.into() + " t SET "
                + transfer.columns().without(transfer.key()).set("u") + ", " + kept + " = u." + kept
                + " FROM u WHERE " + transfer.joined("u.") + " RETURNING t." + transfer.id();
    }

    /** As {@link Columns#rows}, for a statement that is run often with few rows; see {@link #elements}. */
    private static String few(Columns<?> columns) {
        return columns.rows(array -> "(SELECT " + array + ")");
    }

    @Override
    public String some(String table, String where, String max) {
        return "ctid = ANY(ARRAY(SELECT ctid FROM " + table + " WHERE " + where + " FETCH FIRST " + max
                + " ROWS ONLY FOR UPDATE SKIP LOCKED))";
    }

    /** Nothing to repeat: ON CONFLICT waits for the other transaction. */
    @Override
    public <R> R retrying(Handle handle, Function<Handle, R> statement) {
        return statement.apply(handle);
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
    public String withoutLocked(String select) {
        return select + " FOR UPDATE SKIP LOCKED";
    }

    /**
     * PostgreSQL keeps one plan only if it cannot see how many elements there are; else it plans anew each time that they are few,
     * which takes longer than to run it.
     */
    @Override
    public String elements(String array) {
        return "UNNEST((SELECT " + array + "))";
    }

    @Override
    public String join(String kind, String table, String alias, String condition) {
        return kind + " JOIN LATERAL (SELECT * FROM " + table + " " + alias + " WHERE " + condition + " OFFSET 0) "
                + alias + " ON TRUE";
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
}
