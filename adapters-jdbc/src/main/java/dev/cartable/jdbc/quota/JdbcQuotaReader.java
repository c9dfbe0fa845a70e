package dev.cartable.jdbc.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.quota.KnownProfiles.Version;
import dev.cartable.jdbc.school.RosterColumns;
import dev.cartable.jdbc.school.RosterRows;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Candidate;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads all that is stored about users' quotas, in one statement. */
final class JdbcQuotaReader {
    /** Where the parts of a row begin, after the user. */
    private static final int USAGE = 1 + RosterRows.USERS.columns().size();

    private static final int HELD = USAGE + UsageRows.COLUMNS.columns().size();

    /** And where those of what is held on one level begin. */
    private static final int FIRST_USE = 0;

    private static final int ASSIGNMENT = FIRST_USE + 1;
    private static final int VERSION = ASSIGNMENT + ProfileRows.HELD.columns().size();
    private static final int LENGTH = VERSION + 1;
    private static final int LEVELS = 3;

    private final Database database;
    private final KnownProfiles profiles;
    private final String assigned;
    private volatile @Nullable Sql sql;

    JdbcQuotaReader(Database database) {
        this.database = database;
        this.profiles = new KnownProfiles(database);
        Names names = database.names();
        this.assigned = names.in("SELECT " + ProfileRows.assignmentColumns("t") + ", " + ProfileRows.profileColumns("p")
                + " FROM "
                + database.dialect().byKeys(Type.TEXT, "holders", names.qualified("profile_assignment"), "holder")
                + " JOIN {profile} p ON p.id = t.profile_id");
    }

    Map<UserId, UserQuota> of(Collection<UserId> users) {
        return userQuotas(
                users.size() == 1 ? one(users.iterator().next()) : database.read(h -> many(h, users, Sql::ofMany)));
    }

    private Map<UserId, UserQuota> userQuotas(Collection<Found> found) {
        Map<ProfileId, Profile> known = profiles.of(found.stream()
                .flatMap(user -> user.held().stream())
                .map(Held::profile)
                .collect(Collectors.toSet()));
        Map<UserId, UserQuota> userQuotas = new LinkedHashMap<>();
        found.forEach(user -> userQuotas.put(user.user().id(), user.userQuota(known)));
        return userQuotas;
    }

    /** The same, with the usage locked, which is as it is under the lock. Only where a part of a query can lock. */
    Map<UserId, UserQuota> locked(Handle handle, Collection<UserId> users) {
        return userQuotas(many(handle, users, Sql::ofLocked));
    }

    /** All whose usage is active, page by page. */
    Stream<UserQuota> active() {
        return Pages.<Paged>stream(last -> database.readByIndex(h -> page(h, last == null ? "" : last.user())))
                .flatMap(paged -> Stream.ofNullable(paged.userQuota()));
    }

    /**
     * A user's place in the pages.
     *
     * @param userQuota null of a user whom the host no longer knows
     */
    private record Paged(String user, @Nullable UserQuota userQuota) {}

    private List<Paged> page(Handle handle, String after) {
        Map<String, Found> found = handle.createQuery(sql(handle).ofPage())
                .bind("after", after)
                .scanResultSet((rows, context) -> read(rows.get(), USAGE));
        Map<UserId, UserQuota> userQuotas =
                userQuotas(found.values().stream().filter(Found::isKnown).toList());
        return found.keySet().stream()
                .map(user -> new Paged(user, userQuotas.get(new UserId(user))))
                .toList();
    }

    private Collection<Found> one(UserId user) {
        return database.readBare(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(sql(connection).ofOne())) {
                query.setString(1, user.value());
                try (ResultSet row = query.executeQuery()) {
                    return read(row, 1).values();
                }
            }
        });
    }

    private Collection<Found> many(Handle handle, Collection<UserId> users, Function<Sql, String> which) {
        return handle.createQuery(which.apply(sql(handle)))
                .bind("ids", Arrays.texts(users))
                .scanResultSet((rows, context) -> read(rows.get(), 1).values());
    }

    /**
     * Each row has the user, the usage, and for each level the first use under the assignment, the assignment, and its profile's
     * version.
     */
    private static Map<String, Found> read(ResultSet row, int key) throws SQLException {
        Map<String, Found> found = new LinkedHashMap<>();
        while (row.next()) {
            found.put(row.getString(key), Found.read(row));
        }
        return found;
    }

    /** A profile that is assigned above a user. */
    private record Held(
            Assignment assignment,
            Version profile,
            @Nullable Instant firstUse) {
        static void read(ResultSet row, int first, List<Held> held) throws SQLException {
            long version = row.getLong(first + VERSION);
            if (!row.wasNull()) {
                Assignment assignment = ProfileRows.readAssignment(new Cursor(row, first + ASSIGNMENT));
                held.add(new Held(
                        assignment,
                        new Version(assignment.profile(), version),
                        new Cursor(row, first + FIRST_USE).timeOrNull()));
            }
        }
    }

    private record Found(@Nullable User known, @Nullable Usage usage, List<Held> held) {
        static Found read(ResultSet row) throws SQLException {
            User user = row.getString(1) == null ? null : RosterRows.readUser(row);
            Usage usage = user == null || row.getString(USAGE) == null
                    ? null
                    : UsageRows.readUsage(user.id(), new Cursor(row, USAGE + 1));
            List<Held> held = new ArrayList<>(LEVELS);
            for (int level = 0; level < LEVELS; level++) {
                Held.read(row, HELD + level * LENGTH, held);
            }
            return new Found(user, usage, held);
        }

        /** Whether the host knows the user. */
        boolean isKnown() {
            return known != null;
        }

        User user() {
            return requireNonNull(known, "user");
        }

        UserQuota userQuota(Map<ProfileId, Profile> profiles) {
            List<Candidate> candidates = held.stream()
                    .map(one -> new Candidate(
                            one.assignment(),
                            requireNonNull(profiles.get(one.profile().id())),
                            one.firstUse()))
                    .toList();
            return new UserQuota(user(), candidates, usage);
        }
    }

    Map<Holder, Candidate> assigned(Collection<Holder> holders) {
        return database.read(h -> h.createQuery(assigned)
                .bind("holders", Arrays.texts(holders))
                .map((row, context) -> readCandidate(new Cursor(row, 1)))
                .collect(Collectors.toMap(candidate -> candidate.assignment().holder(), candidate -> candidate)));
    }

    private static Candidate readCandidate(Cursor row) throws SQLException {
        Assignment assignment = ProfileRows.readAssignment(row);
        return new Candidate(assignment, ProfileRows.readProfile(row), null);
    }

    private Sql sql(Handle handle) {
        try {
            return sql(handle.getConnection());
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private Sql sql(Connection connection) throws SQLException {
        Sql known = sql;
        if (known == null) {
            known = Sql.of(database, RosterColumns.ofUsers(connection, database.names()));
            sql = known;
        }
        return known;
    }

    private record Sql(String ofOne, String ofMany, String ofLocked, String ofPage) {
        static Sql of(Database database, RosterColumns columns) {
            Names names = database.names();
            Dialect dialect = database.dialect();
            List<Level> levels = List.of(
                    new Level("own", "'USER:' || u.id"),
                    new Level("shared", "'PROMOTION:' || " + columns.promotionOf("u")),
                    new Level("fallback", "'" + Holder.DEFAULT + "'"));
            String select = "SELECT " + columns.user("u") + ", " + UsageRows.usageColumns("s") + ", "
                    + join(levels, level -> level.columns(dialect), ", ") + " FROM";
            String usage = dialect.byCode("s.user_id") + " = u.id";
            String ids = Type.TEXT.array("ids");
            String user = dialect.join("INNER", "{user}", "u", "u.id = k.id");
            String users = "UNNEST(" + ids + ") AS k(id)" + user;
            // One look into the index for each user's own; those of promotions are few, and remembered.
            String assigned = join(levels, level -> level.joined(dialect), "");
            return new Sql(
                    names.in("""
                            %s {user} u LEFT JOIN {usage} s ON %s%s
                            WHERE u.id = ?""".formatted(select, usage, join(levels, level -> level.joinedToOne(dialect), ""))),
                    names.in(select + " " + users + dialect.join("LEFT", "{usage}", "s", usage) + assigned),
                    // PostgreSQL keeps one plan only if it cannot see how many ids there are; else it plans anew each
                    // time, which takes longer than to run it.
                    names.in("""
                            WITH k AS (SELECT %s AS ids), s AS (
                                SELECT * FROM {usage} WHERE user_id = ANY(CAST((SELECT ids FROM k) AS text ARRAY))
                                ORDER BY user_id FOR UPDATE)
                            %s UNNEST((SELECT ids FROM k)) AS k(id)%s LEFT JOIN s ON %s%s""".formatted(ids, select, user, usage, assigned)),
                    names.in("""
                            %s (SELECT * FROM {usage} WHERE user_id > :after AND active
                                ORDER BY user_id FETCH FIRST %d ROWS ONLY) s%s%s
                            ORDER BY s.user_id""".formatted(
                            select, Pages.SIZE, dialect.join("LEFT", "{user}", "u", "u.id = s.user_id"), assigned)));
        }

        private static String join(List<Level> levels, Function<Level, String> words, String separator) {
            return levels.stream().map(words).collect(Collectors.joining(separator));
        }
    }

    /** The part of a statement that reads what is assigned on one level. */
    private record Level(String alias, String holder) {
        String columns(Dialect dialect) {
            return "CASE WHEN " + profile() + ".validity_start = 'FIRST_USE' THEN (SELECT f.first_at FROM {first_use} f"
                    + " WHERE f.assignment_id = " + alias + ".assignment_id AND " + dialect.byCode("f.user_id")
                    + " = u.id) END, " + ProfileRows.assignmentColumns(alias) + ", " + profile() + ".version";
        }

        String joined(Dialect dialect) {
            return dialect.join("LEFT", "{profile_assignment}", alias, condition(dialect)) + joinedProfile();
        }

        String joinedToOne(Dialect dialect) {
            return " LEFT JOIN {profile_assignment} " + alias + " ON " + condition(dialect) + joinedProfile();
        }

        private String condition(Dialect dialect) {
            return dialect.byCode(alias + ".holder") + " = " + holder;
        }

        private String joinedProfile() {
            return " LEFT JOIN {profile} " + profile() + " ON " + profile() + ".id = " + alias + ".profile_id";
        }

        private String profile() {
            return alias + "_profile";
        }
    }
}
