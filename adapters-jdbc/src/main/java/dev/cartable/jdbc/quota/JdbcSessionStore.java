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
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
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
 * Sessions in the tables {@code session} and {@code session_usage}, restarts of access servers in {@code nas_event}; locked by the
 * rows of {@code nas} and {@code session_user}.
 */
public final class JdbcSessionStore implements SessionStore {
    private static final List<String> SESSION = List.of("user_id", "nas", "session_id", "started_at");
    private static final List<String> USE = List.of("user_id", "nas", "session_id", "started_at", "used_on");
    private static final Columns<NasId> SERVERS = Columns.of(Column.of("nas", Type.TEXT, NasId::value));
    private static final Columns<UserId> USERS = Columns.of(Column.of("user_id", Type.TEXT, UserId::value));
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");

    private static final String SESSIONS = "counting sessions";

    private final Database database;
    private final JdbcSessionReadings readings;
    private final String makeServers;
    private final String makeUsers;
    private final String shareServers;
    private final String lockServer;
    private final String lockUsers;
    private final String addEvent;
    private final String events;
    private final String forgetEvents;
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

    public JdbcSessionStore(Database database) {
        this.database = database;
        this.readings = new JdbcSessionReadings(database);
        Names names = database.names();
        Dialect dialect = database.dialect();
        this.makeServers = dialect.insertNew(names.qualified("nas"), SERVERS, List.of("nas"), "nas");
        this.makeUsers = dialect.insertNew(names.qualified("session_user"), USERS, List.of("user_id"), "user_id");
        this.shareServers =
                database.sql(dialect.shared("SELECT nas FROM {nas} WHERE nas = ANY(:servers) ORDER BY nas"));
        this.lockServer = database.sql("SELECT nas FROM {nas} WHERE nas = ANY(:servers) ORDER BY nas FOR UPDATE");
        this.lockUsers = database.sql(
                "SELECT user_id FROM {session_user} WHERE user_id = ANY(:users) ORDER BY user_id FOR UPDATE");
        this.addEvent = dialect.insertNew(
                names.qualified("nas_event"), SessionRows.EVENTS, List.of("nas", "happened_at", "status"), "nas");
        this.events = database.sql("""
                SELECT %s FROM %s {JOIN(nas_event t ON t.nas = u.nas AND t.happened_at >= u.since_at)}""".formatted(SessionRows.EVENTS.namesOf("t"), SessionRows.SERVERS_SINCE.rows()));
        this.forgetEvents = database.sql("DELETE FROM {nas_event} WHERE happened_at < :before");
        this.around = database.sql("""
                SELECT DISTINCT user_id, nas, session_id FROM {session}
                WHERE nas = :nas AND started_at <= :at AND (over_at >= :at OR over_at IS NULL)""");
        this.remove = database.sql("""
                DELETE FROM {session} WHERE (user_id, nas, session_id, started_at)
                IN (SELECT user_id, nas, session_id, started_at FROM %s)""".formatted(SessionRows.SESSIONS.rows()));
        this.put = dialect.upsert(names.qualified("session"), SessionRows.SESSIONS, SESSION);
        this.contribute = dialect.merge(new Merge<>(
                names.qualified("session_usage"),
                SessionRows.USES,
                USE,
                more -> "day_up = t.day_up + " + more + ".day_up, day_down = t.day_down + " + more + ".day_down"));
        this.sweep = database.sql("""
                DELETE FROM {session_usage}
                WHERE user_id = ANY(:users) AND used_on = ANY(:days) AND day_up = 0 AND day_down = 0""");
        this.uses = database.sql("""
                SELECT %s FROM {session_usage}
                WHERE user_id = :user ORDER BY nas, session_id, started_at, used_on""".formatted(SessionRows.USES.names()));
        String columns = SessionRows.SESSIONS.names();
        this.openOf = database.sql("""
                SELECT %s FROM {session}
                WHERE user_id = ANY(:users) AND ended_at IS NULL ORDER BY started_at, nas, session_id""".formatted(columns));
        this.openPage = database.sql("""
                SELECT %s FROM {session} WHERE ended_at IS NULL
                AND user_id >= :user AND (user_id, nas, session_id, started_at) > (:user, :nas, :session, :started)
                ORDER BY user_id, nas, session_id, started_at {PAGE}""".formatted(columns));
        this.page = database.sql("""
                SELECT %s FROM {session}
                WHERE user_id >= :user AND (user_id, nas, session_id, started_at) > (:user, :nas, :session, :started)
                ORDER BY user_id, nas, session_id, started_at {PAGE}""".formatted(columns));
        this.pageOf = database.sql("""
                SELECT %s FROM {session}
                WHERE user_id = :user AND (nas, session_id, started_at) > (:nas, :session, :started)
                ORDER BY user_id, nas, session_id, started_at {PAGE}""".formatted(columns));
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
    public Set<SessionReading> add(Tx tx, Collection<SessionReading> reported) {
        return readings.add(tx, reported);
    }

    @Override
    public Map<Session.Key, List<SessionReading>> readings(Map<Session.Key, Instant> since) {
        return readings.readings(since);
    }

    @Override
    public void keep(Tx tx, Collection<Session.Checkpoint> kept) {
        readings.keep(tx, kept);
    }

    @Override
    public Map<Session.Key, List<Session.Checkpoint>> checkpoints(Map<Session.Key, Instant> at) {
        return readings.checkpoints(at);
    }

    @Override
    public void drop(Tx tx, Collection<Session.Checkpoint> dropped) {
        readings.drop(tx, dropped);
    }

    @Override
    public void fold(Tx tx, Map<Session.Key, Instant> before) {
        readings.fold(tx, before);
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
        return readings.withoutGigawords();
    }

    @Override
    public Set<Session.Key> around(NasId server, Instant at) {
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
        Map<Session.Key, Map<Instant, Session>> sorted = new TreeMap<>();
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
    public void contribute(Tx tx, Collection<Session.DayUsage> changes) {
        database.write(tx, h -> {
            database.dialect().upsert(h, contribute, SessionRows.USES, changes);
            List<Session.DayUsage> taken = changes.stream()
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
                            .bind("days", Arrays.of(Type.DATE, taken, Session.DayUsage::day))
                            .execute();
        });
    }

    @Override
    public List<Session.DayUsage> uses(UserId user) {
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
        return readings.forget(tx, before, max);
    }
}
