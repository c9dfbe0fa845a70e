package dev.cartable.jdbc.dialect;

import static java.util.stream.Collectors.joining;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Failures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** H2 2.x in its own mode. */
final class H2Dialect implements Dialect {
    private static final int ATTEMPTS = 10;

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public boolean embedded() {
        return true;
    }

    /** H2's own pool does not reset a level that was set. */
    @Override
    public boolean keepsIsolation() {
        return false;
    }

    @Override
    public Durability durability(Connection connection, boolean writesThrough) throws SQLException {
        if (connection.getMetaData().getURL().contains(":mem:")) {
            return Durability.IN_MEMORY;
        }
        boolean kept = H2Engine.writeDelay(connection).orElse(1) == 0 || isAdmin(connection);
        return writesThrough && kept ? Durability.EVERY_COMMIT : Durability.DELAYED;
    }

    private static boolean isAdmin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public String clock() {
        return "CURRENT_TIMESTAMP";
    }

    @Override
    public String later(String milliseconds) {
        return "DATEADD(MILLISECOND, :" + milliseconds + ", CURRENT_TIMESTAMP)";
    }

    /** It has no such limit. Where it runs in the process, a process that is paused holds the whole database anyway. */
    @Override
    public String idleLimit(String milliseconds) {
        return "TRUE";
    }

    @Override
    public String schemaWord(SchemaToken token, String argument) {
        return switch (token) {
            case CODE, TEXT -> argument.isEmpty() ? "VARCHAR" : "VARCHAR(" + argument + ")";
            case TIME -> "TIMESTAMP(6) WITH TIME ZONE";
            case BYTES -> "VARBINARY";
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
    public String schemasWithTable() {
        return """
                SELECT TABLE_SCHEMA, CASE WHEN TABLE_SCHEMA = CURRENT_SCHEMA THEN 1 END AS place
                FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = UPPER(?) ORDER BY 2 NULLS LAST, 1""";
    }

    @Override
    public Optional<String> unfinishedIndexes() {
        return Optional.empty();
    }

    /** A locked row in the history, with the version 0; it is unlocked when the connection's transaction ends. */
    @Override
    public boolean tryLockSchema(Connection connection, String history, String createHistory) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute(createHistory);
            statement.execute("MERGE INTO " + history + " t USING (VALUES (0)) u(version) ON t.version = u.version"
                    + " WHEN NOT MATCHED THEN INSERT (version, file, checksum) VALUES (0, 'lock', '')");
            connection.setAutoCommit(false);
            try (ResultSet row =
                    statement.executeQuery("SELECT version FROM " + history + " WHERE version = 0 FOR UPDATE NOWAIT")) {
                return row.next();
            }
        } catch (SQLException e) {
            connection.rollback();
            if (isContention(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Lock timeout, concurrent update, deadlock, duplicate key; table or object that another has just made. */
    private static boolean isContention(SQLException e) {
        return switch (e.getErrorCode()) {
            case 50200, 90131, 40001, 23505, 42101 -> true;
            default -> false;
        };
    }

    @Override
    public void unlockSchema(Connection connection, String history) throws SQLException {
        connection.rollback();
    }

    @Override
    public <T> String insertFree(String table, Columns<T> columns, List<List<String>> unique, String returned) {
        return "SELECT " + returned + " FROM FINAL TABLE (" + insert(table, columns) + " WHERE "
                + unique.stream()
                        .map(key -> "NOT EXISTS (SELECT 1 FROM " + table + " t WHERE " + Columns.same(key) + ")")
                        .collect(joining(" AND "))
                + ")";
    }

    @Override
    public String insertedInto(String table, String columns, String values, String returned, String insertNew) {
        return "SELECT " + returned + " FROM FINAL TABLE (INSERT INTO " + table + " (" + columns + ") SELECT " + values
                + " FROM (" + insertNew + ") u)";
    }

    @Override
    public String merge(Merge<?> merge) {
        Columns<?> columns = merge.columns();
        return matching(merge.table(), columns, merge.key())
                + " WHEN MATCHED AND " + merge.onlyIf().apply("u") + " THEN UPDATE SET "
                + merge.set().apply("u") + " WHEN NOT MATCHED THEN INSERT (" + columns.names() + ") VALUES ("
                + columns.namesOf("u") + ")";
    }

    private static String matching(String table, Columns<?> columns, List<String> key) {
        return "MERGE INTO " + table + " t USING (SELECT " + columns.names() + " FROM " + columns.rows() + ") u ON ("
                + Columns.same(key) + ")";
    }

    @Override
    public Optional<String> insertNewThenMerge(String insertNew, String count, String returned, List<Merge<?>> merges) {
        return Optional.empty();
    }

    @Override
    public <T> String update(String table, Columns<T> columns, List<String> key, String set) {
        return matching(table, columns, key) + " WHEN MATCHED THEN UPDATE SET " + set;
    }

    @Override
    public <T> String updateReturning(
            String table, Columns<T> columns, List<String> key, String onlyIf, String set, String returned) {
        return "SELECT " + returned + " FROM FINAL TABLE (" + matching(table, columns, key) + " WHEN MATCHED AND "
                + onlyIf + " THEN UPDATE SET " + set + ")";
    }

    /** For one row: H2 reads no arrays beside such a subquery. It runs in this process, so there is no round trip to save. */
    @Override
    public String transfer(Transfer<?> transfer) {
        String kept = transfer.kept();
        return "MERGE INTO " + transfer.into() + " t USING (SELECT " + kept + " FROM OLD TABLE (DELETE FROM "
                + transfer.from() + " t WHERE " + Columns.sameAsParameters(transfer.key()) + " AND " + transfer.onlyIf()
                + ")) u ON (" + transfer.joined(":") + ") WHEN MATCHED THEN UPDATE SET "
                + transfer.columns().without(transfer.key()).setToParameters() + ", " + kept + " = u." + kept;
    }

    @Override
    public <T, R> Set<R> transfer(
            Handle handle,
            String sql,
            Columns<T> columns,
            Collection<? extends T> rows,
            Function<? super T, R> id,
            Class<R> returned) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        PreparedBatch batch = handle.prepareBatch(sql);
        rows.forEach(row -> columns.bindOne(batch, row).add());
        int[] changed = batch.execute();
        Set<R> ids = new HashSet<>();
        int i = 0;
        for (T row : rows) {
            if (changed[i++] == 1) {
                ids.add(id.apply(row));
            }
        }
        return ids;
    }

    @Override
    public String some(String table, String where, String max) {
        return where + " FETCH FIRST " + max + " ROWS ONLY";
    }

    /**
     * H2 has no ON CONFLICT in its own mode. A statement that meets a key which another transaction has committed since it
     * began is undone as a whole and leaves the transaction intact, so it can be run again.
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

    @Override
    public boolean locksInParts() {
        return false;
    }

    /** H2 has no shared lock of rows. */
    @Override
    public String shared(String select) {
        return select + " FOR UPDATE";
    }

    /** H2 would lock all rows that match before it counts them, so here two transactions wait for each other. */
    @Override
    public String withoutLocked(String select) {
        return select;
    }

    @Override
    public String join(String kind, String table, String alias, String condition) {
        return kind + " JOIN " + table + " " + alias + " ON " + condition;
    }

    @Override
    public void preferIndexes(Connection connection) {}

    /** H2 compares so by itself. */
    @Override
    public String byCode(String text) {
        return text;
    }
}
