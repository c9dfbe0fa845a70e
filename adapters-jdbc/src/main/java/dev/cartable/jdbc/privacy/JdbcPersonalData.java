package dev.cartable.jdbc.privacy;

import static dev.cartable.jdbc.privacy.PersonalTables.BY_RECORDER;
import static dev.cartable.jdbc.privacy.PersonalTables.BY_USER;
import static dev.cartable.jdbc.privacy.PersonalTables.bind;
import static dev.cartable.jdbc.privacy.PersonalTables.recipients;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.privacy.PersonalTables.Fate;
import dev.cartable.jdbc.privacy.PersonalTables.Trace;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Failures;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
    private static final List<String> ACTED = List.of("profile_history", "usage_adjustment", "answer");

    private static final Set<String> PEOPLE = Set.of("guardian", "user", "pupil");

    /** The tables that hold the id of a session. */
    private static final List<String> SESSIONS =
            List.of("session_reading", "session_checkpoint", "session", "session_usage");

    /** What else changes in a row that stays under the pseudonym. */
    private static final Map<String, String> FURTHER =
            Map.of("usage", ", active = FALSE", "document", ", printed_pupil = ''");

    private final Database database;
    private final MessageErasure messages;

    public JdbcPersonalData(Database database) {
        this.database = database;
        this.messages = new MessageErasure(database);
    }

    @Override
    public Map<String, List<Map<String, @Nullable Object>>> of(Person person) {
        return database.read(h -> {
            Map<String, List<Map<String, @Nullable Object>>> found = new LinkedHashMap<>();
            PersonalTables.of(person).filter(trace -> isThere(h, trace)).forEach(trace -> {
                List<Map<String, @Nullable Object>> rows = bind(
                                h.createQuery(database.sql(
                                        "SELECT * FROM {%s} WHERE %s".formatted(trace.table(), trace.condition()))),
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

    @Override
    public Stream<Recipient> people() {
        return database
                .<List<String>>read(h -> {
                    List<String> parts = PersonalTables.TRACES.stream()
                            .filter(trace -> isThere(h, trace))
                            .flatMap(trace -> PersonalTables.people(trace).stream())
                            .distinct()
                            .toList();
                    return h.createQuery(database.sql(String.join(" UNION ", parts)))
                            .mapTo(String.class)
                            .list();
                })
                .stream()
                .filter(text -> PEOPLE.contains(text.substring(0, Math.max(0, text.indexOf(':')))))
                .map(Recipient::parse);
    }

    /** Absences may be the host's own, and then need not say who recorded them; a host need not have records at all. */
    private boolean isThere(Handle handle, Trace trace) {
        if (trace.condition().equals(BY_RECORDER)) {
            return isTable(handle, trace.table());
        }
        return (trace.fate() != Fate.DELETED_IF_OURS && trace.fate() != Fate.KEPT) || exists(handle, trace.table());
    }

    private boolean exists(Handle handle, String relation) {
        try {
            return new Relations(database.names()).exists(handle.getConnection(), relation);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private boolean isTable(Handle handle, String relation) {
        try {
            return new Relations(database.names()).isTable(handle.getConnection(), relation);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /**
     * A notice about the person to another recipient, whose address and text are not the person's; a document about the person for another
     * one, who pays; another payer of an invoice.
     */
    private static void hideOthers(Map<String, @Nullable Object> row, Person person) {
        Object payer = row.get("guardian_id");
        boolean isOwn = payer != null && payer.equals(String.valueOf(person.guardian()));
        boolean isForAll = "".equals(row.get("payer"));
        if (row.containsKey("printed_payer") && !isOwn && !isForAll) {
            row.keySet()
                    .removeAll(List.of("payer", "guardian_id", "printed_payer", "printed_amount", "code", "sha256"));
        }
        if (row.containsKey("parts") && !isOwn) {
            row.keySet().removeAll(List.of("guardian_id", "name", "address", "parts", "email"));
        }
        if (row.containsKey("actor_salt")) {
            row.keySet()
                    .removeAll(
                            List.of("actor", "origin", "actor_salt", "actor_hash", "actor_erased_by", "subject_salt"));
        }
        Object recipient = row.get("recipient");
        if (recipient != null && !recipients(person).contains(recipient)) {
            row.keySet()
                    .removeAll(List.of(
                            "recipient",
                            "address",
                            "variables",
                            "key_sha256",
                            "reason",
                            "sent_subject",
                            "sent_text",
                            "body"));
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
            withdrawDocuments(h, person, now);
            for (Trace trace : PersonalTables.of(person).toList()) {
                changed += switch (trace.fate()) {
                    case DELETED -> delete(h, trace, person);
                    case DELETED_IF_OURS -> isTable(h, trace.table()) ? delete(h, trace, person) : 0;
                    case RENAMED -> rename(h, trace, person, pseudonym);
                    case ELSEWHERE, KEPT -> 0;
                };
            }
            return changed
                    + user(h, person, pseudonym)
                    + pupil(h, person, pseudonym)
                    + recorded(h, person, pseudonym)
                    + acted(h, person, pseudonym);
        });
    }

    /** The codes of documents that are about to be deleted: they name no person, and a copy on paper may be shown later. */
    private void withdrawDocuments(Handle handle, Person person, Instant now) {
        PersonalTables.of(person)
                .filter(trace -> trace.table().equals("document") && trace.fate() == Fate.DELETED)
                .forEach(trace -> bind(
                                handle.createUpdate(database.sql("""
                                INSERT INTO {withdrawn_document} (code, withdrawn_at)
                                SELECT code, :now FROM {document} WHERE %s AND code IS NOT NULL
                                    AND code NOT IN (SELECT code FROM {withdrawn_document})""".formatted(trace.condition()))),
                                trace.condition(),
                                person)
                        .bind("now", Type.time(now))
                        .execute());
    }

    private int delete(Handle handle, Trace trace, Person person) {
        String sql = database.sql("DELETE FROM {%s} WHERE %s".formatted(trace.table(), trace.condition()));
        return bind(handle.createUpdate(sql), trace.condition(), person).execute();
    }

    private int rename(Handle handle, Trace trace, Person person, String pseudonym) {
        String column = trace.condition().substring(0, trace.condition().indexOf(' '));
        String further = FURTHER.getOrDefault(trace.table(), "");
        Person other = person.under(pseudonym);
        String sql = database.sql(
                "UPDATE {%s} SET %s = :other%s WHERE %s".formatted(trace.table(), column, further, trace.condition()));
        return bind(
                        handle.createUpdate(sql)
                                .bind("other", column.equals("holder") ? String.valueOf(other.holder()) : other.id()),
                        trace.condition(),
                        person)
                .execute();
    }

    /** The ids that others gave to events and sessions may hold what the person is called. */
    private int foreignIds(Handle handle, Person person) {
        List<String> events = bind(
                        handle.createQuery(database.sql("SELECT event_id FROM {usage_event} WHERE user_id = :user")),
                        BY_USER,
                        person)
                .mapTo(String.class)
                .list();
        if (!events.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(
                    database.sql("UPDATE {usage_event} SET event_id = :to WHERE event_id = :from AND user_id = :user"));
            events.forEach(event -> bind(batch, BY_USER, person)
                    .bind("from", event)
                    .bind("to", UUID.randomUUID().toString())
                    .add());
            batch.execute();
        }
        Map<String, String> sessions = new LinkedHashMap<>();
        bind(handle.createQuery(database.sql("""
                        SELECT session_id FROM {session_reading} WHERE user_id = :user
                        UNION SELECT session_id FROM {session_checkpoint} WHERE user_id = :user
                        UNION SELECT session_id FROM {session} WHERE user_id = :user
                        UNION SELECT session_id FROM {session_usage} WHERE user_id = :user""")), BY_USER, person)
                .mapTo(String.class)
                .forEach(session -> sessions.put(session, UUID.randomUUID().toString()));
        for (String table : sessions.isEmpty() ? List.<String>of() : SESSIONS) {
            PreparedBatch batch = handle.prepareBatch(database.sql("""
                    UPDATE {%s} SET session_id = :to
                    WHERE session_id = :from AND user_id = :user""".formatted(table)));
            sessions.forEach((from, to) -> bind(batch, BY_USER, person)
                    .bind("from", from)
                    .bind("to", to)
                    .add());
            batch.execute();
        }
        return events.size() + sessions.size();
    }

    private int user(Handle handle, Person person, String pseudonym) {
        return person.user() != null && isTable(handle, "user")
                ? bind(handle.createUpdate(database.sql("""
                                        UPDATE {user} SET id = :pseudonym, user_name = :pseudonym, email = NULL,
                                            language = NULL, promotion_id = NULL, active = FALSE
                                        WHERE id = :user""")).bind("pseudonym", pseudonym), ":user", person)
                        .execute()
                : 0;
    }

    private int pupil(Handle handle, Person person, String pseudonym) {
        return person.pupil() != null && isTable(handle, "pupil")
                ? bind(handle.createUpdate(database.sql("""
                                        UPDATE {pupil} SET id = :pseudonym, given_name = '', family_name = :pseudonym,
                                            email = NULL, promotion_id = NULL, active = FALSE
                                        WHERE id = :pupil""")).bind("pseudonym", pseudonym), ":pupil", person)
                        .execute()
                : 0;
    }

    /** Absences that the person has recorded, and reasons that name the person. */
    private int recorded(Handle handle, Person person, String pseudonym) {
        if (!isTable(handle, "absence")) {
            return 0;
        }
        int changed = messages.reasons(handle, person);
        List<Recipient> others = person.under(pseudonym).recipients();
        for (int i = 0; i < others.size(); i++) {
            changed += handle.createUpdate(
                            database.sql("UPDATE {absence} SET recorded_by = :other WHERE recorded_by = :person"))
                    .bind("other", others.get(i).toString())
                    .bind("person", person.recipients().get(i).toString())
                    .execute();
        }
        return changed;
    }

    private int acted(Handle handle, Person person, String pseudonym) {
        int changed = 0;
        for (String table : ACTED) {
            changed += handle.createUpdate(database.sql(
                            "UPDATE {%s} SET actor = :pseudonym WHERE actor = ANY(:names)".formatted(table)))
                    .bind("pseudonym", pseudonym)
                    .bind("names", Arrays.texts(person.names()))
                    .execute();
        }
        return changed;
    }
}
