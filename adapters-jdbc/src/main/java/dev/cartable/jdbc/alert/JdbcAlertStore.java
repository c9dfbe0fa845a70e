package dev.cartable.jdbc.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Alerts in the table {@code alert}, their firings in {@code alert_firing}. */
public final class JdbcAlertStore implements AlertStore {
    private static final Columns<Alert> ALERT = Columns.of(
            Column.of("id", Type.UUID, alert -> alert.id().value()),
            Column.of("profile_id", Type.UUID, alert -> alert.profile().value()),
            Column.of("type", Type.TEXT, alert -> alert.type().name()),
            Column.of("threshold", Type.INT, Alert::threshold),
            Column.of("hysteresis", Type.INT, Alert::hysteresis),
            Column.of("channels", Type.TEXT, alert -> names(alert.channels(), Channel::name)),
            Column.of("windows", Type.TEXT, alert -> names(alert.windows(), Window::name)),
            Column.of("template", Type.TEXT, Alert::template),
            Column.of("active", Type.BOOLEAN, Alert::active),
            Column.of("version", Type.LONG, Alert::version));
    private static final Columns<Firing> FIRING = Columns.of(
            Column.of("alert_id", Type.UUID, firing -> firing.key().alert().value()),
            Column.of("user_id", Type.TEXT, firing -> firing.key().user().value()),
            Column.of("threshold", Type.INT, firing -> firing.key().threshold()),
            Column.of("window_key", Type.TEXT, firing -> firing.key().window().toString()),
            Column.of("arming", Type.INT, Firing::arming),
            Column.of("notice_id", Type.UUID, JdbcAlertStore::notice),
            Column.of("fired_at", Type.TIME, Firing::at));
    private static final Columns<Crossing.Key> KEY = Columns.of(
            Column.of("alert_id", Type.UUID, key -> key.alert().value()),
            Column.of("user_id", Type.TEXT, key -> key.user().value()),
            Column.of("threshold", Type.INT, Crossing.Key::threshold),
            Column.of("window_key", Type.TEXT, key -> key.window().toString()));
    private static final Columns<Supervisor> SUPERVISOR = Columns.of(
            Column.of(
                    "promotion_id",
                    Type.TEXT,
                    supervisor -> supervisor.promotion().value()),
            Column.of("user_id", Type.TEXT, supervisor -> supervisor.user().value()));
    private static final List<String> FIRED = List.of("alert_id", "user_id", "threshold", "window_key", "arming");

    private final Database database;
    private final String all;
    private final String byId;
    private final String insert;
    private final String update;
    private final String last;
    private final String add;
    private final String fired;
    private final String everFired;
    private final String supervisors;
    private final String unsupervise;
    private final String supervise;

    public JdbcAlertStore(Database database) {
        this.database = database;
        Names names = database.names();
        Dialect dialect = database.dialect();
        String alerts = names.qualified("alert");
        String firings = names.qualified("alert_firing");
        this.all = database.sql("SELECT * FROM {alert} ORDER BY id");
        this.byId = database.sql("SELECT * FROM {alert} WHERE id = :id");
        this.insert = dialect.insert(alerts, ALERT);
        this.update = dialect.update(
                alerts,
                ALERT,
                List.of("id", "version"),
                ALERT.without(List.of("id", "version")).set("u") + ", version = u.version + 1");
        this.last = database.sql("""
                SELECT t.* FROM %s JOIN {alert_firing} t ON t.alert_id = u.alert_id AND t.user_id = u.user_id
                    AND t.threshold = u.threshold AND t.window_key = u.window_key
                ORDER BY t.arming""".formatted(KEY.rows()));
        this.add = dialect.insertNew(firings, FIRING, FIRED, "alert_id, user_id, threshold, window_key");
        this.fired = database.sql("""
                SELECT t.* FROM {KEYS(TEXT users)} JOIN {alert_firing} t ON t.user_id = u.k
                AND t.fired_at >= :from AND t.fired_at < :to AND MOD(t.arming, 2) = 1""");
        this.everFired = database.sql("""
                SELECT u.k FROM {KEYS(TEXT users)} WHERE EXISTS (
                    SELECT 1 FROM {alert_firing} t WHERE t.user_id = u.k)""");
        this.supervisors = database.sql("SELECT * FROM {promotion_supervisor} ORDER BY promotion_id, user_id");
        this.unsupervise = database.sql("DELETE FROM {promotion_supervisor} WHERE promotion_id = :promotion");
        this.supervise = dialect.insert(names.qualified("promotion_supervisor"), SUPERVISOR);
    }

    private record Supervisor(PromotionId promotion, UserId user) {}

    @Override
    public List<Alert> all() {
        return database.read(h -> h.createQuery(all).map(JdbcAlertStore::alert).list());
    }

    @Override
    public Optional<Alert> find(AlertId id) {
        return database.read(h -> h.createQuery(byId)
                .bind("id", id.value())
                .map(JdbcAlertStore::alert)
                .findOne());
    }

    @Override
    public void insert(Tx tx, Alert alert) {
        database.write(tx, h -> {
            database.dialect().insert(h, insert, ALERT, List.of(alert));
            return 1;
        });
    }

    @Override
    public boolean update(Tx tx, Alert alert) {
        return database.<Boolean>write(
                tx, h -> ALERT.bind(h.createUpdate(update), List.of(alert)).execute() == 1);
    }

    @Override
    public Map<Crossing.Key, Firing> last(Collection<Crossing.Key> keys) {
        Map<Crossing.Key, Firing> found = new HashMap<>();
        if (!keys.isEmpty()) {
            database.readByIndex(h -> KEY.bind(h.createQuery(last), Set.copyOf(keys))
                            .map(JdbcAlertStore::firing)
                            .list())
                    .forEach(firing -> found.put(firing.key(), firing));
        }
        return found;
    }

    @Override
    public Set<UserId> everFired(Collection<UserId> users) {
        return users.isEmpty()
                ? Set.of()
                : database.readByIndex(h -> h.createQuery(everFired)
                        .bind("users", Arrays.texts(users))
                        .map((row, context) -> new UserId(row.getString(1)))
                        .collect(Collectors.toSet()));
    }

    @Override
    public Set<Crossing.Key> add(Tx tx, Collection<Firing> firings) {
        Map<String, Firing> sorted = new TreeMap<>();
        firings.forEach(firing -> sorted.putIfAbsent(
                Stream.of(
                                firing.key().alert(),
                                firing.key().user(),
                                firing.key().threshold(),
                                firing.key().window().toString(),
                                firing.arming())
                        .map(String::valueOf)
                        .collect(Collectors.joining("\n")),
                firing));
        return database.<Set<Crossing.Key>>write(tx, h -> {
            if (sorted.isEmpty()) {
                return Set.of();
            }
            return database.dialect()
                    .retrying(
                            h,
                            handle -> new HashSet<>(FIRING.bind(handle.createQuery(add), sorted.values())
                                    .map(JdbcAlertStore::key)
                                    .list()));
        });
    }

    @Override
    public List<Firing> fired(Collection<UserId> users, Instant from, Instant to) {
        return users.isEmpty()
                ? List.of()
                : database.readByIndex(h -> h.createQuery(fired)
                        .bind("users", Arrays.texts(Set.copyOf(users)))
                        .bind("from", Type.time(from))
                        .bind("to", Type.time(to))
                        .map(JdbcAlertStore::firing)
                        .list());
    }

    @Override
    public Map<PromotionId, Set<UserId>> supervisors() {
        Map<PromotionId, Set<UserId>> all = new LinkedHashMap<>();
        database.read(h -> h.createQuery(supervisors)
                        .map((row, context) -> new Supervisor(
                                new PromotionId(row.getString("promotion_id")), new UserId(row.getString("user_id"))))
                        .list())
                .forEach(one -> all.computeIfAbsent(one.promotion(), any -> new LinkedHashSet<>())
                        .add(one.user()));
        return all;
    }

    @Override
    public void supervise(Tx tx, PromotionId promotion, Set<UserId> users) {
        database.write(tx, h -> {
            h.createUpdate(unsupervise).bind("promotion", promotion.value()).execute();
            List<Supervisor> rows =
                    users.stream().map(user -> new Supervisor(promotion, user)).toList();
            database.dialect().insert(h, supervise, SUPERVISOR, rows);
            return rows;
        });
    }

    private static @Nullable Object notice(Firing firing) {
        NoticeId notice = firing.notice();
        return notice == null ? null : notice.value();
    }

    private static Alert alert(ResultSet row, StatementContext context) throws SQLException {
        return new Alert(
                new AlertId(Rows.uuid(row, "id")),
                new ProfileId(Rows.uuid(row, "profile_id")),
                Alert.Type.valueOf(row.getString("type")),
                row.getInt("threshold"),
                row.getInt("hysteresis"),
                values(row.getString("channels"), Channel::new),
                values(row.getString("windows"), Window::valueOf),
                row.getString("template"),
                row.getBoolean("active"),
                row.getLong("version"));
    }

    private static Firing firing(ResultSet row, StatementContext context) throws SQLException {
        UUID notice = row.getObject("notice_id", UUID.class);
        return new Firing(
                key(row, context),
                row.getInt("arming"),
                notice == null ? null : new NoticeId(notice),
                Rows.time(row, "fired_at"));
    }

    private static Crossing.Key key(ResultSet row, StatementContext context) throws SQLException {
        return new Crossing.Key(
                new AlertId(Rows.uuid(row, "alert_id")),
                new UserId(row.getString("user_id")),
                row.getInt("threshold"),
                WindowKey.parse(row.getString("window_key")));
    }

    private static <T> String names(Set<T> values, Function<T, String> name) {
        return values.stream().map(name).sorted(Comparator.naturalOrder()).collect(Collectors.joining(","));
    }

    private static <T> Set<T> values(String names, Function<String, T> value) {
        return names.isEmpty()
                ? Set.of()
                : Stream.of(names.split(",", -1)).map(value).collect(Collectors.toSet());
    }
}
