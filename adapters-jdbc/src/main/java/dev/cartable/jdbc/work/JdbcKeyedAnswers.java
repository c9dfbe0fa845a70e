package dev.cartable.jdbc.work;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Answers to requests with a key, in the table {@code keyed_answer}. */
public final class JdbcKeyedAnswers implements KeyedAnswers {
    private static final Columns<Entry> COLUMNS = Columns.of(
            Column.of("key_sha256", Type.TEXT, Entry::key),
            Column.of("request_sha256", Type.TEXT, Entry::request),
            Column.of("begun_at", Type.TIME, Entry::begunAt),
            Column.of("answer", Type.TEXT, Entry::answer));

    private final Database database;
    private final String find;
    private final String begin;
    private final String beginAgain;
    private final String answer;
    private final String remove;
    private final String forget;

    public JdbcKeyedAnswers(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String table = database.names().qualified("keyed_answer");
        this.find = database.sql("SELECT * FROM {keyed_answer} WHERE key_sha256 = :key");
        this.begin = dialect.insertNew(table, COLUMNS, List.of("key_sha256"), "key_sha256");
        this.beginAgain = database.sql("""
                UPDATE {keyed_answer} SET begun_at = :now
                WHERE key_sha256 = :key AND begun_at = :before AND answer IS NULL""");
        this.answer = database.sql("UPDATE {keyed_answer} SET answer = :answer WHERE key_sha256 = :key");
        this.remove = database.sql("DELETE FROM {keyed_answer} WHERE key_sha256 = :key AND answer IS NULL");
        this.forget = dialect.deleteSome(table, "begun_at < :before", ":max");
    }

    @Override
    public Optional<Entry> find(String key) {
        return database.read(h ->
                h.createQuery(find).bind("key", key).map(JdbcKeyedAnswers::read).findOne());
    }

    @Override
    public boolean begin(Tx tx, Entry entry) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, begin, COLUMNS, List.of(entry), String.class)
                        .isEmpty());
    }

    @Override
    public boolean beginAgain(Tx tx, Entry before, Instant now) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(beginAgain)
                                .bind("key", before.key())
                                .bind("before", Type.time(before.begunAt()))
                                .bind("now", Type.time(Entry.begun("", "", now).begunAt()))
                                .execute()
                        > 0);
    }

    @Override
    public void answer(Tx tx, String key, String text) {
        database.write(
                tx,
                h -> h.createUpdate(answer)
                        .bind("key", key)
                        .bind("answer", text)
                        .execute());
    }

    @Override
    public void remove(Tx tx, String key) {
        database.write(tx, h -> h.createUpdate(remove).bind("key", key).execute());
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(forget)
                        .bind("before", Type.time(before))
                        .bind("max", max)
                        .execute());
    }

    private static Entry read(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getString("key_sha256"),
                row.getString("request_sha256"),
                Rows.time(row, "begun_at"),
                row.getString("answer"));
    }
}
