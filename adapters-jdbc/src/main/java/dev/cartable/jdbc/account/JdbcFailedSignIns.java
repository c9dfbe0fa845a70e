package dev.cartable.jdbc.account;

import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Wrong passwords in a row, in the table {@code failed_sign_in}. */
public final class JdbcFailedSignIns implements FailedSignIns {
    private static final Columns<Row> COLUMNS = Columns.of(
            Column.of("hash", Type.TEXT, Row::hash),
            Column.of("failures", Type.INT, row -> row.attempts().count()),
            Column.of("last_at", Type.TIME, row -> row.attempts().last()));

    private final Database database;
    private final String create;
    private final String find;
    private final String lock;
    private final String put;
    private final String clear;

    public JdbcFailedSignIns(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        this.create = dialect.insertNew(database.names().qualified("failed_sign_in"), COLUMNS, List.of("hash"), "hash");
        this.find = database.sql("SELECT failures, last_at FROM {failed_sign_in} WHERE hash = :key");
        this.lock = database.sql("SELECT failures, last_at FROM {failed_sign_in} WHERE hash = :key FOR UPDATE");
        this.put = dialect.upsert(database.names().qualified("failed_sign_in"), COLUMNS, List.of("hash"));
        this.clear = database.sql("DELETE FROM {failed_sign_in} WHERE hash = :key");
    }

    @Override
    public FailedAttempts lock(Tx tx, String key) {
        return database.write(tx, h -> {
            while (true) {
                database.dialect()
                        .insertNew(h, create, COLUMNS, List.of(new Row(key, FailedAttempts.NONE)), String.class);
                Optional<FailedAttempts> locked = h.createQuery(lock)
                        .bind("key", key)
                        .map(JdbcFailedSignIns::attempts)
                        .findOne();
                // Another attempt may have cleared the row while this one waited for it.
                if (locked.isPresent()) {
                    return locked.get();
                }
            }
        });
    }

    private static FailedAttempts attempts(ResultSet row, StatementContext context) throws SQLException {
        return new FailedAttempts(row.getInt("failures"), Rows.timeOrNull(row, "last_at"));
    }

    @Override
    public FailedAttempts of(String key) {
        return database.read(h -> h.createQuery(find)
                .bind("key", key)
                .map(JdbcFailedSignIns::attempts)
                .findOne()
                .orElse(FailedAttempts.NONE));
    }

    @Override
    public void put(Tx tx, String key, FailedAttempts attempts) {
        List<Row> rows = List.of(new Row(key, attempts));
        database.write(tx, h -> {
            database.dialect().upsert(h, put, COLUMNS, rows);
            return rows;
        });
    }

    @Override
    public void clear(Tx tx, String key) {
        database.write(tx, h -> h.createUpdate(clear).bind("key", key).execute());
    }

    private record Row(String hash, FailedAttempts attempts) {}
}
