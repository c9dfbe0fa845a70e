package dev.cartable.jdbc.privacy;

import static dev.cartable.jdbc.privacy.PersonalTables.BY_USER;
import static dev.cartable.jdbc.privacy.PersonalTables.bind;
import static dev.cartable.jdbc.privacy.PersonalTables.recipients;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.privacy.PersonalTables.Trace;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one person in the database. {@link PersonalTables} says where that is. What is not the same for every table is
 * here, and for messages in {@link MessageErasure}.
 */
public final class JdbcPersonalData implements PersonalData {
    /** Who did something, as the host calls them. */
    private static final List<String> ACTED = List.of("profile_history", "usage_adjustment");

    /** The tables that hold the id of a session. */
    private static final List<String> SESSIONS =
            List.of("session_reading", "session_checkpoint", "session", "session_usage");

    private final Database database;
    private final MessageErasure messages;

    public JdbcPersonalData(Database database) {
        this.database = database;
        this.messages = new MessageErasure(database.names());
    }

    @Override
    public Map<String, List<Map<String, @Nullable Object>>> of(Person person) {
        return database.read(h -> {
            Map<String, List<Map<String, @Nullable Object>>> found = new LinkedHashMap<>();
            PersonalTables.of(person).forEach(trace -> {
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
            int changed = messages.notices(h, person, person.under(pseudonym), reason, now) + messages.texts(h, person);
            if (person.user() != null) {
                changed += foreignIds(h, person);
            }
            for (Trace trace : PersonalTables.of(person).toList()) {
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
}
