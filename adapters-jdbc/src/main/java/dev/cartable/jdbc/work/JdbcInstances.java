package dev.cartable.jdbc.work;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The instance that sends messages, in the one row of the table {@code instance}. */
public final class JdbcInstances implements InstanceStore {
    private static final Columns<Entry> COLUMNS = Columns.of(
            Column.of("id", Type.INT, entry -> 1),
            Column.of("instance_id", Type.TEXT, Entry::id),
            Column.of("since", Type.TIME, Entry::since),
            Column.of("other_id", Type.TEXT, Entry::other),
            Column.of("held_since", Type.TIME, Entry::heldSince),
            Column.of("epoch", Type.LONG, Entry::epoch));

    private final Database database;
    private final String find;
    private final String lock;
    private final String add;
    private final String update;

    public JdbcInstances(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String table = database.names().qualified("instance");
        this.find = database.sql("SELECT * FROM {instance}");
        this.lock = database.sql("SELECT * FROM {instance} FOR UPDATE");
        this.add = dialect.insertNew(table, COLUMNS, List.of("id"), "id");
        this.update = dialect.update(
                table, COLUMNS, List.of("id"), COLUMNS.without(List.of("id")).set("u"));
    }

    @Override
    public Optional<Entry> find() {
        return database.read(h -> h.createQuery(find).map(JdbcInstances::read).findOne());
    }

    @Override
    public Optional<Entry> lock(Tx tx) {
        return database.write(
                tx, h -> h.createQuery(lock).map(JdbcInstances::read).findOne());
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

    private static Entry read(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getString("instance_id"),
                Rows.time(row, "since"),
                row.getString("other_id"),
                Rows.timeOrNull(row, "held_since"),
                row.getLong("epoch"));
    }
}
