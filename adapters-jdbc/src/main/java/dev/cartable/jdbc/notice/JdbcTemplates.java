package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Administrators' templates in the table {@code template}. */
public final class JdbcTemplates implements TemplateStore {
    private static final Columns<Entry> COLUMNS = Columns.of(
            Column.of("kind", Type.TEXT, entry -> entry.kind().name()),
            Column.of("language", Type.TEXT, entry -> entry.language().getLanguage()),
            Column.of("body", Type.TEXT, Entry::text));

    private final Database database;
    private final String find;
    private final String all;
    private final String save;
    private final String remove;

    public JdbcTemplates(Database database) {
        this.database = database;
        this.find = database.sql("SELECT * FROM {template} WHERE kind = :kind AND language = :language");
        this.all = database.sql("SELECT * FROM {template} ORDER BY kind, language");
        this.save =
                database.dialect().upsert(database.names().qualified("template"), COLUMNS, List.of("kind", "language"));
        this.remove = database.sql("DELETE FROM {template} WHERE kind = :kind AND language = :language");
    }

    @Override
    public Optional<String> find(Kind kind, Locale language) {
        return database.read(h -> h.createQuery(find)
                        .bind("kind", kind.name())
                        .bind("language", language.getLanguage())
                        .map(JdbcTemplates::read)
                        .findOne())
                .map(Entry::text);
    }

    @Override
    public List<Entry> all() {
        return database.read(h -> h.createQuery(all).map(JdbcTemplates::read).list());
    }

    @Override
    public void save(Tx tx, Kind kind, Locale language, String text) {
        List<Entry> entries = List.of(new Entry(kind, language, text));
        database.write(tx, h -> {
            database.dialect().upsert(h, save, COLUMNS, entries);
            return entries;
        });
    }

    @Override
    public boolean remove(Tx tx, Kind kind, Locale language) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(remove)
                                .bind("kind", kind.name())
                                .bind("language", language.getLanguage())
                                .execute()
                        == 1);
    }

    private static Entry read(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                Kind.of(row.getString("kind")),
                Locale.forLanguageTag(row.getString("language")),
                row.getString("body"));
    }
}
