package dev.cartable.jdbc.privacy;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.model.Person;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.work.Tx;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one person in the database. {@link #TRACES} says for each table by which condition its rows are about a
 * person, and what an erasure does with them; a test asks the database for its tables, and fails for one that stands neither
 * there nor among the {@link #IMPERSONAL}.
 */
public final class JdbcPersonalData implements PersonalData {
    private static final String BY_ACCOUNT = "account_id = :account";
    private static final String BY_USER = "user_id = :user";
    private static final String BY_HOLDER = "holder = :holder";
    private static final String BY_RECIPIENT = "recipient = ANY(:recipients)";

    /** Tables without a row about a person: those of the school, of the library itself, and keyed hashes. */
    public static final List<String> IMPERSONAL = List.of(
            "alert",
            "channel_pause",
            "failed_sign_in",
            "host_key",
            "lease",
            "nas",
            "nas_event",
            "profile",
            "promotion",
            "pupil",
            "schema_history",
            "template",
            "tombstone",
            "usage_forgotten",
            "username");

    public static final List<Trace> TRACES = List.of(
            new Trace("account", "id = :account", Fate.ELSEWHERE),
            new Trace("account_pupil", BY_ACCOUNT, Fate.DELETED),
            new Trace("activation", BY_ACCOUNT, Fate.DELETED),
            new Trace("guardian", "id = :guardian", Fate.ELSEWHERE),
            new Trace("guardianship", "guardian_id = :guardian", Fate.ELSEWHERE),
            new Trace(
                    "outbox",
                    "notice_id IN (SELECT id FROM {notice} WHERE recipient = ANY(:recipients))",
                    Fate.ELSEWHERE),
            new Trace("notice", "(recipient = ANY(:recipients) OR subject = ANY(:recipients))", Fate.ELSEWHERE),
            new Trace("inbox", BY_RECIPIENT, Fate.DELETED),
            new Trace("user", "id = :user", Fate.ELSEWHERE),
            new Trace("profile_assignment", BY_HOLDER, Fate.DELETED),
            new Trace("profile_history", BY_HOLDER, Fate.RENAMED),
            new Trace("promotion_supervisor", BY_USER, Fate.DELETED),
            new Trace("usage", BY_USER, Fate.RENAMED),
            new Trace("usage_day", BY_USER, Fate.RENAMED),
            new Trace("usage_event", BY_USER, Fate.RENAMED),
            new Trace("usage_adjustment", BY_USER, Fate.RENAMED),
            new Trace("usage_migration", BY_USER, Fate.RENAMED),
            new Trace("first_use", BY_USER, Fate.RENAMED),
            new Trace("alert_firing", BY_USER, Fate.RENAMED),
            new Trace("session_user", BY_USER, Fate.RENAMED),
            new Trace("session_reading", BY_USER, Fate.RENAMED),
            new Trace("session_checkpoint", BY_USER, Fate.RENAMED),
            new Trace("session", BY_USER, Fate.RENAMED),
            new Trace("session_usage", BY_USER, Fate.RENAMED));

    /** Who did something, as the host calls them. */
    private static final List<String> ACTED = List.of("profile_history", "usage_adjustment");

    /** The tables that hold the id of a session. */
    private static final List<String> SESSIONS =
            List.of("session_reading", "session_checkpoint", "session", "session_usage");

    private final Database database;

    public JdbcPersonalData(Database database) {
        this.database = database;
    }

    /** What an erasure does with the rows of a table. */
    public enum Fate {
        DELETED,
        /** They stay, under the pseudonym. */
        RENAMED,
        /** Another statement or another store changes them. */
        ELSEWHERE
    }

    /** The rows of a table that are about a person. */
    public record Trace(String table, String condition, Fate fate) {
        /** Whether the condition can hold for the person at all. */
        boolean concerns(Person person) {
            return !(condition.contains(":guardian") && person.guardian() == null)
                    && !(condition.contains(":account") && person.account() == null)
                    && !((condition.contains(":user") || condition.contains(":holder")) && person.user() == null);
        }
    }

    private static Stream<Trace> traces(Person person) {
        return TRACES.stream().filter(trace -> trace.concerns(person));
    }

    @Override
    public Map<String, List<Map<String, @Nullable Object>>> of(Person person) {
        return database.read(h -> {
            Map<String, List<Map<String, @Nullable Object>>> found = new LinkedHashMap<>();
            traces(person).forEach(trace -> {
                List<Map<String, @Nullable Object>> rows = bind(
                                h.createQuery(database.names()
                                        .in("SELECT * FROM {" + trace.table() + "} WHERE " + trace.condition())),
                                trace.condition(),
                                person)
                        .map(JdbcPersonalData::row)
                        .list();
                if (!rows.isEmpty()) {
                    for (Map<String, @Nullable Object> row : rows) {
                        hideOthers(row, person);
                    }
                    found.put(trace.table(), rows);
                }
            });
            return found;
        });
    }

    /** A notice about the person to another recipient, whose address and text are not the person's. */
    private static void hideOthers(Map<String, @Nullable Object> row, Person person) {
        Object recipient = row.get("recipient");
        if (recipient != null && !recipients(person).contains(recipient)) {
            row.keySet().removeAll(List.of("recipient", "address", "variables", "key_sha256", "reason"));
        }
    }

    private static List<String> recipients(Person person) {
        return person.recipients().stream().map(Recipient::toString).toList();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, String condition, Person person) {
        if (condition.contains(":guardian") && person.guardian() != null) {
            statement.bind("guardian", person.guardian().value());
        }
        if (condition.contains(":account") && person.account() != null) {
            statement.bind("account", person.account().value());
        }
        if (condition.contains(":user") && person.user() != null) {
            statement.bind("user", person.user().value());
        }
        if (condition.contains(":holder")) {
            statement.bind("holder", String.valueOf(person.holder()));
        }
        if (condition.contains(":recipients")) {
            statement.bind("recipients", Arrays.texts(recipients(person)));
        }
        return statement;
    }

    private static Map<String, @Nullable Object> row(ResultSet row, StatementContext context) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), value(row, i));
        }
        return values;
    }

    private static @Nullable Object value(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof Timestamp || value instanceof OffsetDateTime) {
            return row.getObject(column, OffsetDateTime.class).toInstant().toString();
        }
        if (value instanceof Date date) {
            return date.toLocalDate().toString();
        }
        return value == null
                        || value instanceof Long
                        || value instanceof Integer
                        || value instanceof Boolean
                        || value instanceof BigDecimal
                ? value
                : value.toString();
    }

    @Override
    public int erase(Tx tx, Person person, String pseudonym, String reason, Instant now) {
        return database.<Integer>write(tx, h -> {
            int changed = notices(h, person, person.under(pseudonym), reason, now) + texts(h, person);
            if (person.user() != null) {
                changed += foreignIds(h, person);
            }
            for (Trace trace : traces(person).toList()) {
                changed += switch (trace.fate()) {
                    case DELETED -> update(h, "DELETE FROM {" + trace.table() + "}", trace.condition(), person);
                    case RENAMED -> rename(h, trace, person, pseudonym);
                    case ELSEWHERE -> 0;
                };
            }
            return changed + user(h, person, pseudonym) + acted(h, person, pseudonym);
        });
    }

    private int update(Handle handle, String start, String condition, Person person) {
        return bind(handle.createUpdate(database.names().in(start + " WHERE " + condition)), condition, person)
                .execute();
    }

    private int rename(Handle handle, Trace trace, Person person, String pseudonym) {
        String column = trace.condition().substring(0, trace.condition().indexOf(' '));
        String inactive = trace.table().equals("usage") ? ", active = FALSE" : "";
        Person other = person.under(pseudonym);
        return bind(
                        handle.createUpdate(database.names()
                                        .in("UPDATE {" + trace.table() + "} SET " + column + " = :other" + inactive
                                                + " WHERE " + trace.condition()))
                                .bind("other", column.equals("holder") ? String.valueOf(other.holder()) : other.id()),
                        trace.condition(),
                        person)
                .execute();
    }

    /** Messages to and about the person lose their texts and their keys, and those that wait are suppressed. */
    private int notices(Handle handle, Person person, Person other, String reason, Instant now) {
        Names names = database.names();
        bind(
                        handle.createUpdate(names.in("UPDATE {notice} SET state = 'SUPPRESSED', changed_at = :now,"
                                        + " attempts = (SELECT o.attempts FROM {outbox} o WHERE o.notice_id = id)"
                                        + " WHERE recipient = ANY(:recipients)"
                                        + " AND EXISTS (SELECT 1 FROM {outbox} o WHERE o.notice_id = id)"))
                                .bind("now", Type.time(now)),
                        ":recipients",
                        person)
                .execute();
        update(
                handle,
                "DELETE FROM {outbox}",
                "notice_id IN (SELECT id FROM {notice} WHERE recipient = ANY(:recipients))",
                person);
        bind(
                        handle.createUpdate(names.in("UPDATE {notice} SET address = NULL, variables = NULL,"
                                        + " reason = :reason WHERE recipient = ANY(:recipients)"))
                                .bind("reason", reason),
                        ":recipients",
                        person)
                .execute();
        List<UUID> ids = bind(
                        handle.createQuery(names.in("SELECT id FROM {notice}"
                                + " WHERE recipient = ANY(:recipients) OR subject = ANY(:recipients)")),
                        ":recipients",
                        person)
                .mapTo(UUID.class)
                .list();
        if (!ids.isEmpty()) {
            PreparedBatch keys = handle.prepareBatch(names.in("UPDATE {notice} SET key_sha256 = :key WHERE id = :id"));
            ids.forEach(
                    id -> keys.bind("id", id).bind("key", random() + random()).add());
            keys.execute();
        }
        List<String> from = recipients(person);
        List<String> to = recipients(other);
        for (String column : List.of("recipient", "subject")) {
            PreparedBatch renamed = handle.prepareBatch(
                    names.in("UPDATE {notice} SET " + column + " = :to WHERE " + column + " = :from"));
            for (int i = 0; i < from.size(); i++) {
                renamed.bind("from", from.get(i)).bind("to", to.get(i)).add();
            }
            renamed.execute();
        }
        return ids.size();
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The ids that others gave to events and sessions may hold what the person is called. */
    private int foreignIds(Handle handle, Person person) {
        Names names = database.names();
        List<String> events = bind(
                        handle.createQuery(names.in("SELECT event_id FROM {usage_event} WHERE " + BY_USER)),
                        BY_USER,
                        person)
                .mapTo(String.class)
                .list();
        if (!events.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(
                    names.in("UPDATE {usage_event} SET event_id = :to WHERE event_id = :from AND " + BY_USER));
            events.forEach(event -> bind(batch, BY_USER, person)
                    .bind("from", event)
                    .bind("to", UUID.randomUUID().toString())
                    .add());
            batch.execute();
        }
        String all = String.join(
                " UNION ",
                SESSIONS.stream()
                        .map(table -> "SELECT session_id FROM {" + table + "} WHERE " + BY_USER)
                        .toList());
        Map<String, String> sessions = new LinkedHashMap<>();
        bind(handle.createQuery(names.in(all)), BY_USER, person)
                .mapTo(String.class)
                .forEach(session -> sessions.put(session, UUID.randomUUID().toString()));
        for (String table : sessions.isEmpty() ? List.<String>of() : SESSIONS) {
            PreparedBatch batch = handle.prepareBatch(
                    names.in("UPDATE {" + table + "} SET session_id = :to WHERE session_id = :from AND " + BY_USER));
            sessions.forEach((from, to) -> bind(batch, BY_USER, person)
                    .bind("from", from)
                    .bind("to", to)
                    .add());
            batch.execute();
        }
        return events.size() + sessions.size();
    }

    private int user(Handle handle, Person person, String pseudonym) {
        try {
            return person.user() != null && new Relations(database.names()).isTable(handle.getConnection(), "user")
                    ? bind(
                                    handle.createUpdate(database.names()
                                                    .in("UPDATE {user} SET id = :pseudonym, user_name = :pseudonym,"
                                                            + " email = NULL, language = NULL, promotion_id = NULL,"
                                                            + " active = FALSE WHERE id = :user"))
                                            .bind("pseudonym", pseudonym),
                                    ":user",
                                    person)
                            .execute()
                    : 0;
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private int acted(Handle handle, Person person, String pseudonym) {
        int changed = 0;
        for (String table : ACTED) {
            changed += handle.createUpdate(database.names()
                            .in("UPDATE {" + table + "} SET actor = :pseudonym WHERE actor = ANY(:names)"))
                    .bind("pseudonym", pseudonym)
                    .bind("names", Arrays.texts(person.names()))
                    .execute();
        }
        return changed;
    }

    /** Takes the person's words out of what was written to others, and of what servers answered. */
    private int texts(Handle handle, Person person) {
        return person.words().isEmpty()
                ? 0
                : texts(handle, person, "notice", "id", List.of("variables", "reason"))
                        + texts(handle, person, "outbox", "notice_id", List.of("reason"))
                        + texts(handle, person, "inbox", "notice_id", List.of("subject", "body"))
                        + texts(handle, person, "channel_pause", "channel", List.of("reason"));
    }

    private int texts(Handle handle, Person person, String table, String key, List<String> columns) {
        Names names = database.names();
        List<String> lowered = person.words().stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int changed = 0;
        for (String column : columns) {
            List<Map.Entry<Object, String>> found = handle.createQuery(names.in("SELECT " + key + ", " + column
                            + " FROM {" + table + "} WHERE EXISTS (SELECT 1 FROM " + Type.TEXT.keys("words")
                            + " WHERE POSITION(u.k IN LOWER(" + column + ")) > 0)"))
                    .bind("words", Arrays.texts(lowered))
                    .map((row, context) -> Map.entry(row.getObject(1), row.getString(2)))
                    .list();
            List<Map.Entry<Object, String>> told = new ArrayList<>();
            for (Map.Entry<Object, String> one : found) {
                String rest = person.withoutWords(one.getValue());
                if (!rest.equals(one.getValue())) {
                    told.add(Map.entry(one.getKey(), rest));
                }
            }
            if (!told.isEmpty()) {
                PreparedBatch batch = handle.prepareBatch(
                        names.in("UPDATE {" + table + "} SET " + column + " = :text WHERE " + key + " = :key"));
                told.forEach(one -> batch.bind("key", one.getKey())
                        .bind("text", one.getValue())
                        .add());
                batch.execute();
                changed += told.size();
            }
        }
        return changed;
    }
}
