package dev.cartable.jdbc.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.quota.TallySql.Month;
import dev.cartable.jdbc.school.RosterStatements;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Adds up the tables {@code usage} and {@code usage_day} in the database. */
public final class JdbcUsageStatistics implements UsageStatistics {
    private final Database database;
    private final RosterStatements users;

    public JdbcUsageStatistics(Database database) {
        this.database = database;
        this.users = RosterStatements.ofUsers(database);
    }

    @Override
    public List<Tally> tally(Question question) {
        return database.read(h -> {
            TallySql sql = sql(h, question, question.window() == Window.CYCLE ? months(h, question) : List.of());
            Query query = sql.bind(h.createQuery(sql.tally()));
            if (question.window() != Window.CYCLE) {
                query.bind("key", key(question));
            }
            return query.map((row, context) -> sql.tally(row)).list();
        });
    }

    private static LocalDate key(Question question) {
        WindowKey key = question.calendar().keys(question.now()).of(question.window());
        return requireNonNull(key, "cycles have no key that is the same for all")
                .firstDay();
    }

    /** What the cycles of assignments for months are counted under. */
    private List<Month> months(Handle handle, Question question) {
        Map<ProfileId, Profile> profiles = question.profiles().stream()
                .filter(profile -> profile.validity().unit() == Validity.Unit.MONTHS)
                .collect(Collectors.toMap(Profile::id, Function.identity()));
        return profiles.isEmpty()
                ? List.of()
                : handle.createQuery(database.sql("""
                                SELECT DISTINCT profile_id, assigned_at FROM {profile_assignment}
                                WHERE profile_id = ANY(:profiles)"""))
                        .bind("profiles", Arrays.of(Type.UUID, profiles.keySet(), ProfileId::value))
                        .map((row, context) -> {
                            Cursor cursor = new Cursor(row, 1);
                            Profile profile = Objects.requireNonNull(profiles.get(new ProfileId(cursor.uuid())));
                            var since = cursor.time();
                            return new Month(profile, since, question.monthKey(profile, since));
                        })
                        .list();
    }

    private TallySql sql(Handle handle, Question question, List<Month> months) {
        return new TallySql(database, users.columns(handle), question, months);
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last) {
        return database.read(h -> days(h.createQuery(database.sql("""
                        SELECT used_on, SUM(day_up), SUM(day_down) FROM {usage_day}
                        WHERE used_on BETWEEN :first AND :last GROUP BY used_on""")), first, last));
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, Collection<UserId> users) {
        return users.isEmpty()
                ? new TreeMap<>()
                : database.read(h -> {
                    Query query = h.createQuery(database.sql("""
                            SELECT used_on, SUM(day_up), SUM(day_down) FROM {usage_day}
                            WHERE used_on BETWEEN :first AND :last AND user_id = ANY(:users) GROUP BY used_on"""));
                    return days(query.bind("users", Arrays.texts(users)), first, last);
                });
    }

    @Override
    public NavigableMap<LocalDate, TrafficSum> days(
            LocalDate first, LocalDate last, ProfileId profile, Question question) {
        return database.read(h -> {
            TallySql sql = sql(h, question, List.of());
            Query query = sql.bind(h.createQuery(sql.days()));
            return days(query.bind("profile", profile.value()), first, last);
        });
    }

    private static NavigableMap<LocalDate, TrafficSum> days(Query query, LocalDate first, LocalDate last) {
        NavigableMap<LocalDate, TrafficSum> sums = new TreeMap<>();
        query.bind("first", first)
                .bind("last", last)
                .map(JdbcUsageStatistics::day)
                .forEach(day -> sums.put(day.getKey(), day.getValue()));
        return sums;
    }

    private static Map.Entry<LocalDate, TrafficSum> day(ResultSet row, StatementContext context) throws SQLException {
        return Map.entry(
                row.getObject(1, LocalDate.class),
                new TrafficSum(
                        row.getBigDecimal(2).toBigIntegerExact(),
                        row.getBigDecimal(3).toBigIntegerExact()));
    }
}
