package dev.cartable.jdbc.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.quota.KnownProfiles.Version;
import dev.cartable.jdbc.school.RosterColumns;
import dev.cartable.jdbc.school.RosterRows;
import dev.cartable.jdbc.school.RosterStatements;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Tokens;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads all that is stored about users' quotas, in one statement. */
final class JdbcQuotaReader {
    private static final String ONE = """
            SELECT {QUOTA}
            FROM {user} p
            LEFT JOIN {usage} s ON {CODE(s.user_id)} = p.id
            LEFT JOIN {profile_assignment} own ON {CODE(own.holder)} = 'USER:' || p.id
            LEFT JOIN {profile} own_profile ON own_profile.id = own.profile_id
            LEFT JOIN {profile_assignment} shared ON {CODE(shared.holder)} = 'PROMOTION:' || {PROMOTION_OF(p)}
            LEFT JOIN {profile} shared_profile ON shared_profile.id = shared.profile_id
            LEFT JOIN {profile_assignment} fallback ON {CODE(fallback.holder)} = 'DEFAULT:*'
            LEFT JOIN {profile} fallback_profile ON fallback_profile.id = fallback.profile_id
            WHERE p.id = ?""";

    private static final String MANY = """
            SELECT {QUOTA}
            FROM {KEYS(TEXT ids)} {JOIN(user p ON p.id = u.k)}
            {LEFT_JOIN(usage s ON {CODE(s.user_id)} = p.id)}
            {ASSIGNED}""";

    /**
     * PostgreSQL keeps one plan only if it cannot see how many ids there are; else it plans anew each time, which takes longer
     * than to run it.
     */
    private static final String LOCKED = """
            WITH k AS (SELECT CAST(:ids AS varchar ARRAY) AS ids), s AS ({USAGE_LOCK})
            SELECT {QUOTA}
            FROM UNNEST((SELECT ids FROM k)) AS u(k) {JOIN(user p ON p.id = u.k)}
            LEFT JOIN s ON {CODE(s.user_id)} = p.id
            {ASSIGNED}""";

    private static final String PAGE = """
            SELECT {QUOTA}
            FROM (SELECT * FROM {usage} WHERE user_id > :after AND active ORDER BY user_id {PAGE}) s
            {LEFT_JOIN(user p ON p.id = s.user_id)}
            {ASSIGNED}
            ORDER BY s.user_id""";

    /** The columns of a row: the user, the usage, and what is held on each level. */
    private static final String QUOTA = "{USER(p)}, {USAGE(s)}, {HELD(own)}, {HELD(shared)}, {HELD(fallback)}";

    private static final String HELD_COLUMNS = """
            CASE WHEN %1$s_profile.validity_start = 'FIRST_USE' THEN (SELECT f.first_at FROM {first_use} f
                WHERE f.assignment_id = %1$s.assignment_id AND {CODE(f.user_id)} = p.id) END,
            %2$s, %1$s_profile.version""";

    /** What is assigned on each level. One look into the index for each user's own; those of promotions are few, and remembered. */
    private static final String ASSIGNED = """
            {LEFT_JOIN(profile_assignment own ON {CODE(own.holder)} = 'USER:' || p.id)}
            LEFT JOIN {profile} own_profile ON own_profile.id = own.profile_id
            {LEFT_JOIN(profile_assignment shared ON {CODE(shared.holder)} = 'PROMOTION:' || {PROMOTION_OF(p)})}
            LEFT JOIN {profile} shared_profile ON shared_profile.id = shared.profile_id
            {LEFT_JOIN(profile_assignment fallback ON {CODE(fallback.holder)} = 'DEFAULT:*')}
            LEFT JOIN {profile} fallback_profile ON fallback_profile.id = fallback.profile_id""";

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
    private final RosterStatements users;
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    JdbcQuotaReader(Database database) {
        this.database = database;
        this.profiles = new KnownProfiles(database);
        this.users = RosterStatements.ofUsers(database);
    }

    Map<UserId, UserQuota> of(Collection<UserId> users) {
        return userQuotas(users.size() == 1 ? one(users.iterator().next()) : database.read(h -> many(h, users, MANY)));
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
        return userQuotas(many(handle, users, LOCKED));
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
        Map<String, Found> found = handle.createQuery(sql(handle, PAGE))
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
            try (PreparedStatement query = connection.prepareStatement(in(users.columns(connection), ONE))) {
                query.setString(1, user.value());
                try (ResultSet row = query.executeQuery()) {
                    return read(row, 1).values();
                }
            }
        });
    }

    private Collection<Found> many(Handle handle, Collection<UserId> users, String statement) {
        return handle.createQuery(sql(handle, statement))
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
        return database.read(h -> h.createQuery(
                        database.sql("""
                        SELECT %s, %s
                        FROM {KEYS(TEXT holders)} {JOIN(profile_assignment t ON t.holder = u.k)} JOIN {profile} p ON p.id = t.profile_id""".formatted(ProfileRows.HELD.namesOf("t"), ProfileRows.READ.namesOf("p"))))
                .bind("holders", Arrays.texts(holders))
                .map((row, context) -> readCandidate(new Cursor(row, 1)))
                .collect(Collectors.toMap(candidate -> candidate.assignment().holder(), candidate -> candidate)));
    }

    private static Candidate readCandidate(Cursor row) throws SQLException {
        Assignment assignment = ProfileRows.readAssignment(row);
        return new Candidate(assignment, ProfileRows.readProfile(row), null);
    }

    private String sql(Handle handle, String statement) {
        return in(users.columns(handle), statement);
    }

    private String in(RosterColumns columns, String statement) {
        return statements.computeIfAbsent(
                statement, text -> database.sql(columns.in(Tokens.replace(text, JdbcQuotaReader::words))));
    }

    private static @Nullable String words(String token, String argument) {
        return switch (token) {
            case "QUOTA" -> QUOTA;
            case "USAGE_LOCK" -> UsageLock.of("CAST((SELECT ids FROM k) AS text ARRAY)");
            case "USAGE" -> UsageRows.COLUMNS.namesOf(argument);
            case "HELD" -> HELD_COLUMNS.formatted(argument, ProfileRows.HELD.namesOf(argument));
            case "ASSIGNED" -> ASSIGNED;
            default -> null;
        };
    }
}
