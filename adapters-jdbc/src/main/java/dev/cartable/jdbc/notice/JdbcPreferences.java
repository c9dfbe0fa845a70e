package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What people want, in the tables {@code preference} and {@code declined}. */
public final class JdbcPreferences implements PreferenceStore {
    /** Of so many people, preferences are read without a transaction. */
    private static final int FEW = 10;

    private static final Columns<LanguageRow> LANGUAGE = Columns.of(
            Column.of("recipient", Type.TEXT, row -> row.person().toString()),
            Column.of("language", Type.TEXT, LanguageRow::tag),
            Column.of("changed_at", Type.TIME, LanguageRow::at));

    private static final Columns<HoursRow> HOURS = Columns.of(
            Column.of("recipient", Type.TEXT, row -> row.person().toString()),
            Column.of("quiet_from", Type.CLOCK, HoursRow::from),
            Column.of("quiet_to", Type.CLOCK, HoursRow::to),
            Column.of("quiet_zone", Type.TEXT, HoursRow::zone),
            Column.of("changed_at", Type.TIME, HoursRow::at));

    private static final Columns<DigestRow> DIGEST = Columns.of(
            Column.of("recipient", Type.TEXT, row -> row.person().toString()),
            Column.of("digest", Type.BOOLEAN, DigestRow::digest),
            Column.of("changed_at", Type.TIME, DigestRow::at));

    private static final Columns<DeclinedRow> DECLINED = Columns.of(
            Column.of("recipient", Type.TEXT, row -> row.person().toString()),
            Column.of("category", Type.TEXT, row -> row.topic().category().name()),
            Column.of("channel", Type.TEXT, row -> row.topic().channel().name()),
            Column.of("declined_at", Type.TIME, DeclinedRow::at));

    private final Database database;
    private final String chosen;
    private final String declined;
    private final String allDeclined;
    private final String decline;
    private final String accept;
    private final String saveLanguage;
    private final String saveHours;
    private final String saveDigest;

    public JdbcPreferences(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String preference = database.names().qualified("preference");
        this.chosen = database.sql("SELECT p.* FROM {KEYS(TEXT people)} {JOIN(preference p ON p.recipient = u.k)}");
        this.declined = database.sql("SELECT d.* FROM {KEYS(TEXT people)} {JOIN(declined d ON d.recipient = u.k)}");
        this.allDeclined = database.sql("SELECT * FROM {declined}");
        this.decline = dialect.insertNew(
                database.names().qualified("declined"),
                DECLINED,
                List.of("recipient", "category", "channel"),
                "recipient");
        this.accept = database.sql("""
                DELETE FROM {declined} WHERE recipient = :person AND category = :category AND channel = :channel""");
        this.saveLanguage = dialect.upsert(preference, LANGUAGE, List.of("recipient"));
        this.saveHours = dialect.upsert(preference, HOURS, List.of("recipient"));
        this.saveDigest = dialect.upsert(preference, DIGEST, List.of("recipient"));
    }

    private record LanguageRow(Recipient person, @Nullable Locale language, Instant at) {
        @Nullable
        String tag() {
            return language == null ? null : language.toLanguageTag();
        }
    }

    private record HoursRow(Recipient person, @Nullable QuietHours hours, Instant at) {
        @Nullable
        LocalTime from() {
            return hours == null ? null : hours.from();
        }

        @Nullable
        LocalTime to() {
            return hours == null ? null : hours.to();
        }

        @Nullable
        String zone() {
            return hours == null ? null : hours.zone().getId();
        }
    }

    private record DigestRow(Recipient person, @Nullable Boolean digest, Instant at) {}

    private record DeclinedRow(Recipient person, Topic topic, Instant at) {}

    @Override
    public Map<Recipient, PersonPreferences> of(Collection<Recipient> people) {
        if (people.size() <= FEW) {
            return people.isEmpty() ? Map.of() : database.read(h -> read(h, people));
        }
        return database.readByIndex(h -> read(h, people));
    }

    @Override
    public Stream<Declined> declined() {
        return database
                .<List<Declined>>read(h -> h.createQuery(allDeclined)
                        .map((row, context) -> {
                            DeclinedRow one = declinedRow(row, context);
                            return new Declined(one.person(), one.topic());
                        })
                        .list())
                .stream();
    }

    private Map<Recipient, PersonPreferences> read(Handle handle, Collection<Recipient> people) {
        Map<Recipient, Map<Topic, Instant>> topics = new HashMap<>();
        handle.createQuery(declined)
                .bind("people", Arrays.texts(people))
                .map(JdbcPreferences::declinedRow)
                .forEach(row -> topics.computeIfAbsent(row.person(), any -> new HashMap<>())
                        .put(row.topic(), row.at()));
        Map<Recipient, PersonPreferences> found = new HashMap<>();
        topics.forEach((person, some) -> found.put(person, new PersonPreferences(person, some, null, null)));
        handle.createQuery(chosen)
                .bind("people", Arrays.texts(people))
                .map(JdbcPreferences::chosen)
                .forEach(row -> found.put(
                        row.person(),
                        new PersonPreferences(
                                row.person(),
                                topics.getOrDefault(row.person(), Map.of()),
                                row.language(),
                                row.quietHours(),
                                row.digest())));
        found.values().removeIf(PersonPreferences::isEmpty);
        return found;
    }

    @Override
    public boolean decline(Tx tx, Recipient person, Topic topic, Instant now) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, decline, DECLINED, List.of(new DeclinedRow(person, topic, now)), String.class)
                        .isEmpty());
    }

    @Override
    public boolean accept(Tx tx, Recipient person, Topic topic) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(accept)
                                .bind("person", person.toString())
                                .bind("category", topic.category().name())
                                .bind("channel", topic.channel().name())
                                .execute()
                        == 1);
    }

    @Override
    public void setLanguage(Tx tx, Recipient person, @Nullable Locale language, Instant now) {
        List<LanguageRow> rows = List.of(new LanguageRow(person, language, now));
        database.write(tx, h -> {
            database.dialect().upsert(h, saveLanguage, LANGUAGE, rows);
            return rows;
        });
    }

    @Override
    public void setQuietHours(Tx tx, Recipient person, @Nullable QuietHours hours, Instant now) {
        List<HoursRow> rows = List.of(new HoursRow(person, hours, now));
        database.write(tx, h -> {
            database.dialect().upsert(h, saveHours, HOURS, rows);
            return rows;
        });
    }

    @Override
    public void setDigest(Tx tx, Recipient person, @Nullable Boolean digest, Instant now) {
        List<DigestRow> rows = List.of(new DigestRow(person, digest, now));
        database.write(tx, h -> {
            database.dialect().upsert(h, saveDigest, DIGEST, rows);
            return rows;
        });
    }

    private static DeclinedRow declinedRow(ResultSet row, StatementContext context) throws SQLException {
        return new DeclinedRow(
                Recipient.parse(row.getString("recipient")),
                new Topic(new Category(row.getString("category")), new Channel(row.getString("channel"))),
                Rows.time(row, "declined_at"));
    }

    private static PersonPreferences chosen(ResultSet row, StatementContext context) throws SQLException {
        String language = row.getString("language");
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        return new PersonPreferences(
                Recipient.parse(row.getString("recipient")),
                Map.of(),
                language == null ? null : Locale.forLanguageTag(language),
                from == null
                        ? null
                        : new QuietHours(
                                from,
                                row.getObject("quiet_to", LocalTime.class),
                                ZoneId.of(row.getString("quiet_zone"))),
                row.getObject("digest", Boolean.class));
    }
}
