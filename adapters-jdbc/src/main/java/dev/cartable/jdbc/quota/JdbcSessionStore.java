package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionCheckpoint;
import dev.cartable.quota.model.SessionDayUsage;
import dev.cartable.quota.model.SessionKey;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the tables {@code session}, {@code session_reading}, {@code session_checkpoint}, {@code session_usage} and
 * {@code nas_event}; locked by the rows of {@code nas} and {@code session_user}.
 */
public final class JdbcSessionStore implements SessionStore {
    private static final List<String> READING = List.of("user_id", "nas", "session_id", "read_at", "content");
    private static final List<String> CHECKPOINT = List.of("user_id", "nas", "session_id", "until_at");
    private static final List<String> SESSION = List.of("user_id", "nas", "session_id", "started_at");
    private static final List<String> USE = List.of("user_id", "nas", "session_id", "started_at", "used_on");
    private static final Columns<NasId> SERVERS = Columns.of(Column.of("nas", Type.TEXT, NasId::value));
    private static final Columns<UserId> USERS = Columns.of(Column.of("user_id", Type.TEXT, UserId::value));
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");

    private static final String SESSIONS = "counting sessions";

    private final Database database;
    private final String makeServers;
    private final String makeUsers;
    private final String shareServers;
    private final String lockServer;
    private final String lockUsers;
    private final String addReadings;
    private final String readings;
    private final String addEvent;
    private final String events;
    private final String around;
    private final String remove;
    private final String put;
    private final String contribute;
    private final String sweep;
    private final String uses;
    private final String openOf;
    private final String openPage;
    private final String page;
    private final String pageOf;
    private final String forget;
    private final String forgetCheckpoints;
    private final String keep;
    private final String checkpoints;
    private final String drop;
    private final String foldReadings;
    private final String foldCheckpoints;
    private final String first;
    private final String forgetEvents;
    private final String withoutGigawords;

    public JdbcSessionStore(Database database) {
        this.database = database;
        Names names = database.names();
        Dialect dialect = database.dialect();
        String table = names.qualified("session");
        String session = "SELECT " + SessionRows.SESSIONS.names() + " FROM " + table + " WHERE ";
        String after =
                "user_id >= :user AND (user_id, nas, session_id, started_at) > (:user, :nas, :session, :started)";
        String inOrder = " ORDER BY user_id, nas, session_id, started_at FETCH FIRST " + Pages.SIZE + " ROWS ONLY";
        this.makeServers = dialect.insertNew(names.qualified("nas"), SERVERS, List.of("nas"), "nas");
        this.makeUsers = dialect.insertNew(names.qualified("session_user"), USERS, List.of("user_id"), "user_id");
        this.shareServers = names.in(dialect.shared("SELECT nas FROM {nas} WHERE nas = ANY(:servers) ORDER BY nas"));
        this.lockServer = names.in("SELECT nas FROM {nas} WHERE nas = ANY(:servers) ORDER BY nas FOR UPDATE");
        this.lockUsers =
                names.in("SELECT user_id FROM {session_user} WHERE user_id = ANY(:users) ORDER BY user_id FOR UPDATE");
        this.addReadings = dialect.insertNew(
                names.qualified("session_reading"), SessionRows.READINGS, READING, SessionRows.READINGS.names());
        String readingTable = names.qualified("session_reading");
        String pointTable = names.qualified("session_checkpoint");
        String ofKey = SessionRows.KEYS.join(column -> "t." + column.name() + " = u." + column.name(), " AND ");
        this.readings = "SELECT " + SessionRows.READINGS.join(column -> "t." + column.name(), ", ") + " FROM "
                + SessionRows.KEYS_SINCE.rows()
                + dialect.join("INNER", readingTable, "t", ofKey + " AND t.read_at >= u.since_at");
        this.keep = dialect.upsert(pointTable, SessionRows.CHECKPOINTS, CHECKPOINT);
        String latest = "(SELECT MAX(m.until_at) FROM " + pointTable + " m WHERE "
                + SessionRows.KEYS.join(column -> "m." + column.name() + " = u." + column.name(), " AND ")
                + " AND m.until_at <= u.since_at)";
        this.checkpoints = "SELECT " + SessionRows.CHECKPOINTS.join(column -> "t." + column.name(), ", ") + " FROM "
                + SessionRows.KEYS_SINCE.rows()
                + dialect.join(
                        "INNER",
                        pointTable,
                        "t",
                        ofKey + " AND (t.until_at > u.since_at OR t.until_at = " + latest + ")")
                + " ORDER BY t.until_at";
        String points =
                " IN (SELECT " + String.join(", ", CHECKPOINT) + " FROM " + SessionRows.CHECKPOINTS.rows() + ")";
        this.drop = "DELETE FROM " + pointTable + " WHERE (" + String.join(", ", CHECKPOINT) + ")" + points;
        this.first = "UPDATE " + pointTable
                + " t SET is_first = TRUE WHERE t.user_id = ANY(:user_id) AND EXISTS (SELECT 1 FROM "
                + SessionRows.KEYS_SINCE.rows() + " WHERE " + ofKey + " AND t.until_at = " + latest + ")";
        String before = " t WHERE t.user_id = ANY(:users) AND EXISTS (SELECT 1 FROM " + pointTable + " f WHERE "
                + SessionRows.KEYS.join(column -> "f." + column.name() + " = t." + column.name(), " AND ")
                + " AND f.is_first AND f.until_at > t.";
        this.foldReadings = "DELETE FROM " + readingTable + before + "read_at)";
        this.foldCheckpoints = "DELETE FROM " + pointTable + before + "until_at)";
        this.addEvent = dialect.insertNew(
                names.qualified("nas_event"), SessionRows.EVENTS, List.of("nas", "happened_at", "status"), "nas");
        this.events = "SELECT " + SessionRows.EVENTS.join(column -> "t." + column.name(), ", ") + " FROM "
                + SessionRows.SERVERS_SINCE.rows()
                + dialect.join(
                        "INNER", names.qualified("nas_event"), "t", "t.nas = u.nas AND t.happened_at >= u.since_at");
        this.forgetEvents = names.in("DELETE FROM {nas_event} WHERE happened_at < :before");
        this.withoutGigawords = names.in("SELECT nas FROM {session_reading} GROUP BY nas"
                + " HAVING MAX(input_octets) IS NOT NULL AND MAX(input_gigawords) IS NULL"
                + " AND MAX(output_gigawords) IS NULL ORDER BY nas");
        this.around = names.in("SELECT DISTINCT " + SessionRows.KEYS.names() + " FROM {session}"
                + " WHERE nas = :nas AND started_at <= :at AND (over_at >= :at OR over_at IS NULL)");
        this.remove = "DELETE FROM " + table + " WHERE (" + String.join(", ", SESSION) + ") IN (SELECT "
                + String.join(", ", SESSION) + " FROM " + SessionRows.SESSIONS.rows() + ")";
        this.put = dialect.upsert(table, SessionRows.SESSIONS, SESSION);
        this.contribute = dialect.merge(new Merge<>(
                names.qualified("session_usage"),
                SessionRows.USES,
                USE,
                more -> "day_up = t.day_up + " + more + ".day_up, day_down = t.day_down + " + more + ".day_down"));
        this.sweep = names.in("DELETE FROM {session_usage} WHERE user_id = ANY(:users) AND used_on = ANY(:days)"
                + " AND day_up = 0 AND day_down = 0");
        this.uses = names.in("SELECT " + SessionRows.USES.names()
                + " FROM {session_usage} WHERE user_id = :user ORDER BY nas, session_id, started_at, used_on");
        this.openOf = session + "user_id = ANY(:users) AND ended_at IS NULL ORDER BY started_at, nas, session_id";
        this.openPage = session + "ended_at IS NULL AND " + after + inOrder;
        this.page = session + after + inOrder;
        this.pageOf =
                session + "user_id = :user AND (nas, session_id, started_at) > (:nas, :session, :started)" + inOrder;
        String key = SessionRows.KEYS.join(column -> "o." + column.name() + " = r." + column.name(), " AND ");
        this.forget = names.in("DELETE FROM {session_reading} WHERE (" + String.join(", ", READING) + ") IN ("
                + dialect.withoutLocked("SELECT "
                        + READING.stream().map(name -> "r." + name).collect(Collectors.joining(", "))
                        + " FROM {session_reading} r WHERE r.read_at < :before"
                        + " AND NOT EXISTS (SELECT 1 FROM {session} o WHERE " + key + " AND o.ended_at IS NULL)"
                        + " AND NOT EXISTS (SELECT 1 FROM {session_reading} o WHERE " + key
                        + " AND o.read_at >= :before) FETCH FIRST :max ROWS ONLY")
                + ")");
        String ofPoint = SessionRows.KEYS.join(column -> "o." + column.name() + " = t." + column.name(), " AND ");
        this.forgetCheckpoints =
                "DELETE FROM " + pointTable + " t WHERE t.until_at < :before AND NOT EXISTS (SELECT 1 FROM "
                        + table + " o WHERE " + ofPoint + " AND o.ended_at IS NULL) AND NOT EXISTS (SELECT 1 FROM "
                        + readingTable + " o WHERE " + ofPoint + ")";
    }

    @Override
    public void lock(Tx tx, Collection<NasId> servers, Collection<UserId> users) {
        database.requireReadCommitted(tx, SESSIONS);
        Set<NasId> sortedServers = new TreeSet<>(servers);
        Set<UserId> sortedUsers = new TreeSet<>(users);
        database.write(tx, h -> {
            lockServers(h, sortedServers, shareServers);
            if (!sortedUsers.isEmpty()) {
                database.dialect().insertNew(h, makeUsers, USERS, sortedUsers, String.class);
                h.createQuery(lockUsers)
                        .bind("users", Arrays.texts(sortedUsers))
                        .mapTo(String.class)
                        .list();
            }
            return sortedUsers;
        });
    }

    @Override
    public void lockServer(Tx tx, NasId server) {
        database.requireReadCommitted(tx, SESSIONS);
        database.write(tx, h -> {
            lockServers(h, Set.of(server), lockServer);
            return server;
        });
    }

    private void lockServers(Handle handle, Set<NasId> servers, String sql) {
        if (!servers.isEmpty()) {
            database.dialect().insertNew(handle, makeServers, SERVERS, servers, String.class);
            handle.createQuery(sql)
                    .bind("servers", Arrays.texts(servers))
                    .mapTo(String.class)
                    .list();
        }
    }

    @Override
    public Set<SessionReading> add(Tx tx, Collection<SessionReading> told) {
        Set<SessionReading> sorted = new TreeSet<>(told);
        return database.<Set<SessionReading>>write(
                tx,
                h -> sorted.isEmpty()
                        ? Set.of()
                        : database.dialect()
                                .retrying(
                                        h,
                                        handle -> SessionRows.READINGS
                                                .bind(handle.createQuery(addReadings), sorted)
                                                .map(SessionRows::reading)
                                                .collect(Collectors.toSet())));
    }

    @Override
    public Map<SessionKey, List<SessionReading>> readings(Map<SessionKey, Instant> since) {
        return since.isEmpty()
                ? Map.of()
                : database.read(h -> SessionRows.KEYS_SINCE
                        .bind(h.createQuery(readings), new TreeMap<>(since).entrySet())
                        .map(SessionRows::reading)
                        .collect(Collectors.groupingBy(SessionReading::key)));
    }

    @Override
    public void keep(Tx tx, Collection<SessionCheckpoint> kept) {
        List<SessionCheckpoint> sorted = kept.stream()
                .sorted(Comparator.comparing(SessionCheckpoint::key).thenComparing(SessionCheckpoint::until))
                .toList();
        database.write(tx, h -> {
            database.dialect().upsert(h, keep, SessionRows.CHECKPOINTS, sorted);
            return sorted;
        });
    }

    @Override
    public Map<SessionKey, List<SessionCheckpoint>> checkpoints(Map<SessionKey, Instant> at) {
        return at.isEmpty()
                ? Map.of()
                : database.read(h -> SessionRows.KEYS_SINCE
                        .bind(h.createQuery(checkpoints), new TreeMap<>(at).entrySet())
                        .map(SessionRows::checkpoint)
                        .collect(Collectors.groupingBy(SessionCheckpoint::key)));
    }

    @Override
    public void drop(Tx tx, Collection<SessionCheckpoint> dropped) {
        database.write(
                tx,
                h -> dropped.isEmpty()
                        ? 0
                        : SessionRows.CHECKPOINTS
                                .bind(h.createUpdate(drop), dropped)
                                .execute());
    }

    @Override
    public void fold(Tx tx, Map<SessionKey, Instant> before) {
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

    @Override
    public boolean add(Tx tx, NasEvent event) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, addEvent, SessionRows.EVENTS, List.of(event), String.class)
                        .isEmpty());
    }

    @Override
    public List<NasEvent> events(Map<NasId, Instant> since) {
        return since.isEmpty()
                ? List.of()
                : database.read(h -> SessionRows.SERVERS_SINCE
                        .bind(h.createQuery(events), new TreeMap<>(since).entrySet())
                        .map(SessionRows::event)
                        .list());
    }

    @Override
    public int forgetEvents(Tx tx, Instant before) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(forgetEvents)
                        .bind("before", Type.time(before))
                        .execute());
    }

    @Override
    public List<NasId> withoutGigawords() {
        return database.read(h -> h.createQuery(withoutGigawords)
                .map((row, context) -> new NasId(row.getString(1)))
                .list());
    }

    @Override
    public Set<SessionKey> around(NasId server, Instant at) {
        return database.read(h -> h.createQuery(around)
                .bind("nas", server.value())
                .bind("at", Type.time(at))
                .map((row, context) -> SessionRows.key(new Cursor(row, 1)))
                .collect(Collectors.toSet()));
    }

    @Override
    public void remove(Tx tx, Collection<Session> gone) {
        database.write(
                tx,
                h -> gone.isEmpty()
                        ? 0
                        : SessionRows.SESSIONS
                                .bind(h.createUpdate(remove), gone)
                                .execute());
    }

    @Override
    public void put(Tx tx, Collection<Session> changed) {
        Map<SessionKey, Map<Instant, Session>> sorted = new TreeMap<>();
        changed.forEach(session ->
                sorted.computeIfAbsent(session.key(), key -> new TreeMap<>()).put(session.started(), session));
        database.write(tx, h -> {
            List<Session> rows = sorted.values().stream()
                    .flatMap(one -> one.values().stream())
                    .toList();
            database.dialect().upsert(h, put, SessionRows.SESSIONS, rows);
            return rows;
        });
    }

    @Override
    public void contribute(Tx tx, Collection<SessionDayUsage> changes) {
        database.write(tx, h -> {
            database.dialect().upsert(h, contribute, SessionRows.USES, changes);
            List<SessionDayUsage> taken = changes.stream()
                    .filter(change -> change.amount().up().signum() <= 0
                            && change.amount().down().signum() <= 0)
                    .toList();
            return taken.isEmpty()
                    ? 0
                    : h.createUpdate(sweep)
                            .bind(
                                    "users",
                                    Arrays.of(
                                            Type.TEXT,
                                            taken,
                                            use -> use.key().user().value()))
                            .bind("days", Arrays.of(Type.DATE, taken, SessionDayUsage::day))
                            .execute();
        });
    }

    @Override
    public List<SessionDayUsage> uses(UserId user) {
        return database.read(h -> h.createQuery(uses)
                .bind("user", user.value())
                .map(SessionRows::use)
                .list());
    }

    @Override
    public Map<UserId, List<Session>> open(Collection<UserId> users) {
        return users.isEmpty()
                ? Map.of()
                : database.read(h -> h.createQuery(openOf)
                        .bind("users", Arrays.texts(new HashSet<>(users)))
                        .map(SessionRows::session)
                        .collect(Collectors.groupingBy(
                                session -> session.key().user(), LinkedHashMap::new, Collectors.toList())));
    }

    @Override
    public Stream<Session> open() {
        return pages(openPage, "");
    }

    @Override
    public Stream<Session> all(@Nullable UserId user) {
        return user == null ? pages(page, "") : pages(pageOf, user.value());
    }

    private Stream<Session> pages(String sql, String user) {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(sql)
                .bind("user", last == null ? user : last.key().user().value())
                .bind("nas", last == null ? "" : last.key().nas().value())
                .bind("session", last == null ? "" : last.key().session())
                .bind("started", Type.time(last == null ? LONG_AGO : last.started()))
                .map(SessionRows::session)
                .list()));
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
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
