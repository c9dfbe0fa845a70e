package dev.cartable.jdbc.account;

import dev.cartable.account.port.HostKeyStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/** The check values of host keys, in the table {@code host_key}. */
public final class JdbcHostKeys implements HostKeyStore {
    private static final Columns<Entry> COLUMNS = Columns.of(
            Column.of("number", Type.INT, Entry::number),
            Column.of("check_value", Type.TEXT, Entry::check),
            Column.of("since", Type.TIME, Entry::since),
            Column.of("exported_at", Type.TIME, Entry::exportedAt),
            Column.of("lost_at", Type.TIME, Entry::lostAt));

    private final Database database;
    private final String all;
    private final String add;
    private final String update;
    private final String keyedRows;

    public JdbcHostKeys(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String table = database.names().qualified("host_key");
        this.all = database.sql("SELECT * FROM {host_key} ORDER BY number");
        this.add = dialect.insertFree(table, COLUMNS, List.of(List.of("number"), List.of("check_value")), "number");
        this.update = dialect.update(
                table,
                COLUMNS,
                List.of("number"),
                COLUMNS.without(List.of("number")).set("u"));
        this.keyedRows = database.sql("""
                SELECT (SELECT COUNT(*) FROM {activation} WHERE used_at IS NULL AND expires_at > :now) AS links,
                    (SELECT COUNT(*) FROM {tombstone}) AS tombstones,
                    (SELECT COUNT(*) FROM {username}) AS usernames""");
    }

    @Override
    public List<Entry> all() {
        return database.read(h -> h.createQuery(all).map(JdbcHostKeys::read).list());
    }

    @Override
    public boolean add(Tx tx, Entry entry) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, add, COLUMNS, List.of(entry), Integer.class)
                        .isEmpty());
    }

    @Override
    public void update(Tx tx, Entry entry) {
        database.write(
                tx, h -> COLUMNS.bind(h.createUpdate(update), List.of(entry)).execute());
    }

    @Override
    public KeyedRows keyedRows(Instant now) {
        return database.read(h -> h.createQuery(keyedRows)
                .bind("now", Type.time(now))
                .map((row, context) ->
                        new KeyedRows(row.getLong("links"), row.getLong("tombstones"), row.getLong("usernames")))
                .one());
    }

    private static Entry read(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getInt("number"),
                row.getString("check_value"),
                Rows.time(row, "since"),
                Rows.timeOrNull(row, "exported_at"),
                Rows.timeOrNull(row, "lost_at"));
    }
}
