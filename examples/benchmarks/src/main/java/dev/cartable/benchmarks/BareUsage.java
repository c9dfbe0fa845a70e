package dev.cartable.benchmarks;

import dev.cartable.quota.model.UsageEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A program that counts events into the same tables by hand. */
final class BareUsage {
    private static final String READ = "SELECT u.*, s.*, " + level("own") + ", " + level("shared") + ", "
            + level("fallback") + " FROM unnest(?::text[]) AS k (id) JOIN cartable_user u ON u.id = k.id"
            + " LEFT JOIN cartable_usage s ON s.user_id = u.id" + join("own", "'USER:' || u.id")
            + join("shared", "'PROMOTION:' || u.promotion_id") + join("fallback", "'DEFAULT:*'");
    private static final List<String> LEVELS = List.of("own", "shared", "fallback");
    private static final String REMEMBER = "INSERT INTO cartable_usage_event (event_id, user_id, used_at, event_up,"
            + " event_down) SELECT * FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[])"
            + " ON CONFLICT DO NOTHING RETURNING event_id";
    private static final String ADD_DAYS = "INSERT INTO cartable_usage_day AS t (user_id, used_on, day_up, day_down)"
            + " SELECT * FROM unnest(?::text[], ?::date[], ?::bigint[], ?::bigint[]) ON CONFLICT (user_id, used_on)"
            + " DO UPDATE SET day_up = t.day_up + excluded.day_up, day_down = t.day_down + excluded.day_down";
    private static final String ADD_USAGE = "INSERT INTO cartable_usage AS t (user_id, active, assignment_id,"
            + " profile_id, day_key, day_up, day_down, week_key, week_up, week_down, month_key, month_up, month_down,"
            + " cycle_key, cycle_up, cycle_down) SELECT n, TRUE, a, p, d, x, y, w, x, y, m, x, y, c, x, y"
            + " FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::date[], ?::date[], ?::date[], ?::timestamptz[],"
            + " ?::bigint[], ?::bigint[]) AS u (n, a, p, d, w, m, c, x, y) ON CONFLICT (user_id) DO UPDATE SET "
            + window("day") + ", " + window("week") + ", " + window("month") + ", " + window("cycle");

    private final @Nullable Map<String, Held> known;

    private record Held(String assignment, String profile, String since) {}

    private record Sum(String user, Held held, long up, long down) {
        Sum plus(Sum more) {
            return new Sum(user, held, up + more.up, down + more.down);
        }
    }

    private BareUsage(@Nullable Map<String, Held> known) {
        this.known = known;
    }

    /** One that reads with each batch by which profile everyone is served. */
    static BareUsage reading() {
        return new BareUsage(null);
    }

    /** One that knows beforehand which profile everyone has, and relies on it. */
    static BareUsage knowing(Connection connection) throws SQLException {
        Map<String, Held> held = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT substr(holder, 6), assignment_id, profile_id,"
                        + " assigned_at FROM cartable_profile_assignment")) {
            while (row.next()) {
                held.put(row.getString(1), new Held(row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return new BareUsage(held);
    }

    private static String level(String name) {
        return String.format(
                "%1$s.assignment_id AS %1$s_id, %1$s.profile_id AS %1$s_profile_id, %1$s.assigned_at AS %1$s_at,"
                        + " %1$s_profile.version AS %1$s_version",
                name);
    }

    private static String join(String name, String holder) {
        return String.format(
                " LEFT JOIN cartable_profile_assignment %1$s ON %1$s.holder = %2$s"
                        + " LEFT JOIN cartable_profile %1$s_profile ON %1$s_profile.id = %1$s.profile_id",
                name, holder);
    }

    private static String window(String name) {
        return String.format(
                "%1$s_up = CASE WHEN t.%1$s_key = excluded.%1$s_key THEN t.%1$s_up ELSE 0 END + excluded.%1$s_up,"
                        + " %1$s_down = CASE WHEN t.%1$s_key = excluded.%1$s_key THEN t.%1$s_down ELSE 0 END"
                        + " + excluded.%1$s_down, %1$s_key = excluded.%1$s_key",
                name);
    }

    private static Map<String, Held> read(Connection connection, List<UsageEvent> events) throws SQLException {
        Set<String> users = new HashSet<>();
        events.forEach(event -> users.add(event.user().value()));
        Map<String, Held> held = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setArray(1, array(connection, "text", users, user -> user));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    for (String level : LEVELS) {
                        String assignment = row.getString(level + "_id");
                        if (assignment != null) {
                            held.put(
                                    row.getString("id"),
                                    new Held(
                                            assignment,
                                            row.getString(level + "_profile_id"),
                                            row.getString(level + "_at")));
                            break;
                        }
                    }
                }
            }
        }
        return held;
    }

    /** Counts a batch in a transaction; returns how many were new. */
    int count(Pool pool, List<UsageEvent> events) throws SQLException {
        try (Connection connection = pool.connection()) {
            connection.setAutoCommit(false);
            Map<String, Held> held = known == null ? read(connection, events) : known;
            Set<String> counted = remember(connection, events);
            Map<String, Sum> sums = new TreeMap<>();
            for (UsageEvent event : events) {
                if (counted.contains(event.id().value())) {
                    String user = event.user().value();
                    sums.merge(
                            user,
                            new Sum(
                                    user,
                                    Objects.requireNonNull(held.get(user)),
                                    event.traffic().up(),
                                    event.traffic().down()),
                            Sum::plus);
                }
            }
            add(
                    connection,
                    sums.values(),
                    events.get(0).at().atOffset(ZoneOffset.UTC).toLocalDate());
            connection.commit();
            return counted.size();
        }
    }

    private static Set<String> remember(Connection connection, List<UsageEvent> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REMEMBER)) {
            insert.setArray(
                    1, array(connection, "text", events, event -> event.id().value()));
            insert.setArray(
                    2, array(connection, "text", events, event -> event.user().value()));
            insert.setArray(
                    3, array(connection, "text", events, event -> event.at().toString()));
            insert.setArray(
                    4,
                    array(connection, "int8", events, event -> event.traffic().up()));
            insert.setArray(
                    5,
                    array(connection, "int8", events, event -> event.traffic().down()));
            Set<String> counted = new HashSet<>();
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    counted.add(row.getString(1));
                }
            }
            return counted;
        }
    }

    private static void add(Connection connection, Collection<Sum> sums, LocalDate day) throws SQLException {
        Array users = array(connection, "text", sums, Sum::user);
        Array days = array(connection, "text", Collections.nCopies(sums.size(), day), LocalDate::toString);
        LocalDate monday = day.minusDays(day.getDayOfWeek().getValue() - 1);
        Array up = array(connection, "int8", sums, Sum::up);
        Array down = array(connection, "int8", sums, Sum::down);
        try (PreparedStatement upsert = connection.prepareStatement(ADD_DAYS)) {
            set(upsert, users, days, up, down);
            upsert.executeUpdate();
        }
        try (PreparedStatement upsert = connection.prepareStatement(ADD_USAGE)) {
            set(
                    upsert,
                    users,
                    array(connection, "text", sums, sum -> sum.held().assignment()),
                    array(connection, "text", sums, sum -> sum.held().profile()),
                    days,
                    array(connection, "text", Collections.nCopies(sums.size(), monday), LocalDate::toString),
                    array(
                            connection,
                            "text",
                            Collections.nCopies(sums.size(), day.withDayOfMonth(1)),
                            LocalDate::toString),
                    array(connection, "text", sums, sum -> sum.held().since()),
                    up,
                    down);
            upsert.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Array... arrays) throws SQLException {
        for (int i = 0; i < arrays.length; i++) {
            statement.setArray(i + 1, arrays[i]);
        }
    }

    private static <T> Array array(Connection connection, String type, Collection<T> rows, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
