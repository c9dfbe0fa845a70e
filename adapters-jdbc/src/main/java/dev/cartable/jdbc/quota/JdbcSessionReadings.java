package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What access servers reported of sessions, in the table {@code session_reading}, and sums of it in {@code session_checkpoint}.
 */
final class JdbcSessionReadings {
    private static final List<String> READING = List.of("user_id", "nas", "session_id", "read_at", "content");
    private static final List<String> CHECKPOINT = List.of("user_id", "nas", "session_id", "until_at");

    private final Database database;
    private final String addReadings;
    private final String readings;
    private final String keep;
    private final String checkpoints;
    private final String drop;
    private final String first;
    private final String foldReadings;
    private final String foldCheckpoints;
    private final String withoutGigawords;
    private final String forget;
    private final String forgetCheckpoints;

    JdbcSessionReadings(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String table = database.names().qualified("session_reading");
        this.addReadings = dialect.insertNew(table, SessionRows.READINGS, READING, SessionRows.READINGS.names());
        this.readings = database.sql("""
                SELECT %s FROM %s {JOIN(session_reading t ON
                    t.user_id = u.user_id AND t.nas = u.nas AND t.session_id = u.session_id AND t.read_at >= u.since_at)}""".formatted(SessionRows.READINGS.namesOf("t"), SessionRows.KEYS_SINCE.rows()));
        this.keep =
                dialect.upsert(database.names().qualified("session_checkpoint"), SessionRows.CHECKPOINTS, CHECKPOINT);
        this.checkpoints =
                database.sql("""
                SELECT %s FROM %s {JOIN(session_checkpoint t ON
                    t.user_id = u.user_id AND t.nas = u.nas AND t.session_id = u.session_id
                    AND (t.until_at > u.since_at OR t.until_at = (
                        SELECT MAX(m.until_at) FROM {session_checkpoint} m
                        WHERE m.user_id = u.user_id AND m.nas = u.nas AND m.session_id = u.session_id
                        AND m.until_at <= u.since_at)))}
                ORDER BY t.until_at""".formatted(SessionRows.CHECKPOINTS.namesOf("t"), SessionRows.KEYS_SINCE.rows()));
        this.drop = database.sql("""
                DELETE FROM {session_checkpoint}
                WHERE (user_id, nas, session_id, until_at) IN (SELECT user_id, nas, session_id, until_at FROM %s)""".formatted(SessionRows.CHECKPOINTS.rows()));
        this.first = database.sql("""
                UPDATE {session_checkpoint} t SET is_first = TRUE
                WHERE t.user_id = ANY(:user_id)
                AND EXISTS (SELECT 1 FROM %s
                    WHERE t.user_id = u.user_id AND t.nas = u.nas AND t.session_id = u.session_id
                    AND t.until_at = (
                        SELECT MAX(m.until_at) FROM {session_checkpoint} m
                        WHERE m.user_id = u.user_id AND m.nas = u.nas AND m.session_id = u.session_id
                        AND m.until_at <= u.since_at))""".formatted(SessionRows.KEYS_SINCE.rows()));
        this.foldReadings = database.sql("""
                DELETE FROM {session_reading} t WHERE t.user_id = ANY(:users)
                AND EXISTS (SELECT 1 FROM {session_checkpoint} f
                    WHERE f.user_id = t.user_id AND f.nas = t.nas AND f.session_id = t.session_id
                    AND f.is_first AND f.until_at > t.read_at)""");
        this.foldCheckpoints = database.sql("""
                DELETE FROM {session_checkpoint} t WHERE t.user_id = ANY(:users)
                AND EXISTS (SELECT 1 FROM {session_checkpoint} f
                    WHERE f.user_id = t.user_id AND f.nas = t.nas AND f.session_id = t.session_id
                    AND f.is_first AND f.until_at > t.until_at)""");
        this.withoutGigawords = database.sql("""
                SELECT nas FROM {session_reading} GROUP BY nas
                HAVING MAX(input_octets) IS NOT NULL AND MAX(input_gigawords) IS NULL AND MAX(output_gigawords) IS NULL
                ORDER BY nas""");
        this.forget = database.sql("""
                DELETE FROM {session_reading} WHERE (user_id, nas, session_id, read_at, content) IN (%s)""".formatted(dialect.withoutLocked("""
                        SELECT r.user_id, r.nas, r.session_id, r.read_at, r.content
                        FROM {session_reading} r WHERE r.read_at < :before
                        AND NOT EXISTS (SELECT 1 FROM {session} o
                            WHERE o.user_id = r.user_id AND o.nas = r.nas AND o.session_id = r.session_id
                            AND o.ended_at IS NULL)
                        AND NOT EXISTS (SELECT 1 FROM {session_reading} o
                            WHERE o.user_id = r.user_id AND o.nas = r.nas AND o.session_id = r.session_id
                            AND o.read_at >= :before)
                        FETCH FIRST :max ROWS ONLY""")));
        this.forgetCheckpoints = database.sql("""
                DELETE FROM {session_checkpoint} t WHERE t.until_at < :before
                AND NOT EXISTS (SELECT 1 FROM {session} o
                    WHERE o.user_id = t.user_id AND o.nas = t.nas AND o.session_id = t.session_id
                    AND o.ended_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM {session_reading} o
                    WHERE o.user_id = t.user_id AND o.nas = t.nas AND o.session_id = t.session_id)""");
    }

    Set<SessionReading> add(Tx tx, Collection<SessionReading> reported) {
        Set<SessionReading> sorted = new TreeSet<>(reported);
        return database.write(
                tx,
                h -> database.dialect().insertNew(h, addReadings, SessionRows.READINGS, sorted, SessionRows::reading));
    }

    Map<Session.Key, List<SessionReading>> readings(Map<Session.Key, Instant> since) {
        return since.isEmpty()
                ? Map.of()
                : database.read(h -> SessionRows.KEYS_SINCE
                        .bind(h.createQuery(readings), new TreeMap<>(since).entrySet())
                        .map(SessionRows::reading)
                        .collect(Collectors.groupingBy(SessionReading::key)));
    }

    void keep(Tx tx, Collection<Session.Checkpoint> kept) {
        List<Session.Checkpoint> sorted = kept.stream()
                .sorted(Comparator.comparing(Session.Checkpoint::key).thenComparing(Session.Checkpoint::until))
                .toList();
        database.write(tx, h -> {
            database.dialect().upsert(h, keep, SessionRows.CHECKPOINTS, sorted);
            return sorted;
        });
    }

    Map<Session.Key, List<Session.Checkpoint>> checkpoints(Map<Session.Key, Instant> at) {
        return at.isEmpty()
                ? Map.of()
                : database.read(h -> SessionRows.KEYS_SINCE
                        .bind(h.createQuery(checkpoints), new TreeMap<>(at).entrySet())
                        .map(SessionRows::checkpoint)
                        .collect(Collectors.groupingBy(Session.Checkpoint::key)));
    }

    void drop(Tx tx, Collection<Session.Checkpoint> dropped) {
        database.write(
                tx,
                h -> dropped.isEmpty()
                        ? 0
                        : SessionRows.CHECKPOINTS
                                .bind(h.createUpdate(drop), dropped)
                                .execute());
    }

    void fold(Tx tx, Map<Session.Key, Instant> before) {
        database.write(tx, h -> {
            int folded = before.isEmpty()
                    ? 0
                    : SessionRows.KEYS_SINCE
                            .bind(h.createUpdate(first), new TreeMap<>(before).entrySet())
                            .execute();
            if (folded > 0) {
                for (String delete : List.of(foldReadings, foldCheckpoints)) {
                    h.createUpdate(delete)
                            .bind(
                                    "users",
                                    Arrays.of(
                                            Type.TEXT,
                                            before.keySet(),
                                            key -> key.user().value()))
                            .execute();
                }
            }
            return folded;
        });
    }

    List<NasId> withoutGigawords() {
        return database.read(h -> h.createQuery(withoutGigawords)
                .map((row, context) -> new NasId(row.getString(1)))
                .list());
    }

    int forget(Tx tx, Instant before, int max) {
        return database.<Integer>write(tx, h -> {
            int forgotten = h.createUpdate(forget)
                    .bind("before", Type.time(before))
                    .bind("max", max)
                    .execute();
            if (forgotten == 0) {
                h.createUpdate(forgetCheckpoints)
                        .bind("before", Type.time(before))
                        .execute();
            }
            return forgotten;
        });
    }
}
