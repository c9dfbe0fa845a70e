package dev.cartable.jdbc.privacy;

import static dev.cartable.jdbc.privacy.PersonalTables.BY_RECIPIENT;
import static dev.cartable.jdbc.privacy.PersonalTables.TO_OR_ABOUT_PUPIL;
import static dev.cartable.jdbc.privacy.PersonalTables.bind;
import static dev.cartable.jdbc.privacy.PersonalTables.recipients;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.privacy.model.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Erases a person from messages: those to and about the person, and the words in all others that name the person. */
final class MessageErasure {
    private final Database database;

    MessageErasure(Database database) {
        this.database = database;
    }

    /** Messages to and about the person, and their reminders, lose their texts and their keys; those that wait are suppressed. */
    int notices(Handle handle, Person person, Person other, String reason, Instant now) {
        String theirs = person.pupil() == null ? BY_RECIPIENT : TO_OR_ABOUT_PUPIL;
        bind(handle.createUpdate(database.sql("""
                                UPDATE {notice} SET state = 'SUPPRESSED', changed_at = :now,
                                attempts = (SELECT o.attempts FROM {outbox} o WHERE o.notice_id = id)
                                WHERE %s AND EXISTS (SELECT 1 FROM {outbox} o WHERE o.notice_id = id)""".formatted(theirs))).bind("now", Type.time(now)), theirs, person)
                .execute();
        bind(handle.createUpdate(database.sql("""
                        DELETE FROM {outbox} WHERE notice_id IN (SELECT id FROM {notice} WHERE %s)""".formatted(theirs))), theirs, person)
                .execute();
        bind(handle.createUpdate(database.sql("""
                                UPDATE {notice} SET address = NULL, variables = NULL, sent_subject = NULL,
                                    sent_text = NULL, reason = :reason WHERE %s""".formatted(theirs))).bind("reason", reason), theirs, person)
                .execute();
        String about = "(%s OR subject = ANY(:recipients))".formatted(theirs);
        int changed = newKeys(handle, person, "notice", "id", about)
                + newKeys(
                        handle,
                        person,
                        "reminder",
                        "key_sha256",
                        "(" + BY_RECIPIENT + " OR subject = ANY(:recipients))");
        if (person.pupil() != null) {
            bind(
                            handle.createUpdate(database.sql("""
                                    UPDATE {notice} SET subject = :to, revision = '', slot = ''
                                    WHERE id IN (SELECT notice_id FROM {reminder} WHERE pupil_id = :pupil)"""))
                                    .bind("to", recipients(other).get(0)),
                            ":pupil",
                            person)
                    .execute();
        }
        List<String> from = recipients(person);
        List<String> to = recipients(other);
        for (String column : List.of(
                "notice.recipient", "notice.subject", "reminder.recipient", "reminder.subject", "reminder.author")) {
            String[] parts = column.split("\\.", 2);
            PreparedBatch renamed = handle.prepareBatch(
                    database.sql("UPDATE {%1$s} SET %2$s = :to WHERE %2$s = :from".formatted(parts[0], parts[1])));
            for (int i = 0; i < from.size(); i++) {
                renamed.bind("from", from.get(i)).bind("to", to.get(i)).add();
            }
            renamed.execute();
        }
        return changed;
    }

    /** A key is derived from whom a row is about, so that it can be recognised: a random one takes its place. */
    private int newKeys(Handle handle, Person person, String table, String id, String about) {
        List<Object> rows = bind(
                        handle.createQuery(database.sql("SELECT %s FROM {%s} WHERE %s".formatted(id, table, about))),
                        about,
                        person)
                .map((row, context) -> row.getObject(1))
                .list();
        if (!rows.isEmpty()) {
            PreparedBatch keys = handle.prepareBatch(
                    database.sql("UPDATE {%s} SET key_sha256 = :key WHERE %s = :id".formatted(table, id)));
            rows.forEach(
                    row -> keys.bind("id", row).bind("key", random() + random()).add());
            keys.execute();
        }
        return rows.size();
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Takes the person's words out of what was written to others, and of what servers answered. */
    int texts(Handle handle, Person person) {
        return person.words().isEmpty()
                ? 0
                : texts(handle, person, "notice", "id", List.of("variables", "reason", "sent_subject", "sent_text"))
                        + texts(handle, person, "reminder", "key_sha256", List.of("reason"))
                        + texts(handle, person, "outbox", "notice_id", List.of("reason"))
                        + texts(handle, person, "inbox", "notice_id", List.of("subject", "body"))
                        + texts(handle, person, "answer", "id", List.of("body"))
                        + texts(handle, person, "bounce", "notice_id", List.of("detail"))
                        + texts(handle, person, "channel_pause", "channel", List.of("reason"))
                        + texts(handle, person, "domain_pause", "domain", List.of("reason"));
    }

    /** Takes the person's words out of the reasons of absences, which must be Cartable's own. */
    int reasons(Handle handle, Person person) {
        return person.words().isEmpty() ? 0 : texts(handle, person, "absence", "id", List.of("reason"));
    }

    private int texts(Handle handle, Person person, String table, String key, List<String> columns) {
        List<String> lowered = person.words().stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int changed = 0;
        for (String column : columns) {
            List<Map.Entry<Object, String>> found = handle.createQuery(
                            database.sql("""
                            SELECT %s, %s FROM {%s}
                            WHERE EXISTS (SELECT 1 FROM {KEYS(TEXT words)} WHERE POSITION(u.k IN LOWER(%s)) > 0)""".formatted(key, column, table, column)))
                    .bind("words", Arrays.texts(lowered))
                    .map((row, context) -> Map.entry(row.getObject(1), row.getString(2)))
                    .list();
            List<Map.Entry<Object, String>> changes = new ArrayList<>();
            for (Map.Entry<Object, String> one : found) {
                String rest = person.withoutWords(one.getValue());
                if (!rest.equals(one.getValue())) {
                    changes.add(Map.entry(one.getKey(), rest));
                }
            }
            if (!changes.isEmpty()) {
                PreparedBatch batch = handle.prepareBatch(
                        database.sql("UPDATE {%s} SET %s = :text WHERE %s = :key".formatted(table, column, key)));
                changes.forEach(one -> batch.bind("key", one.getKey())
                        .bind("text", one.getValue())
                        .add());
                batch.execute();
                changed += changes.size();
            }
        }
        return changed;
    }
}
