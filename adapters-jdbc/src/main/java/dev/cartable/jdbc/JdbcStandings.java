package dev.cartable.jdbc;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Candidate;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Standing;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Validity;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads all that is stored about users' quotas, in one statement: a row for each profile that is assigned above a user. */
final class JdbcStandings {
    private static final int USER_COLUMNS = RosterRows.USERS.columns().size();
    private static final int USAGE_COLUMNS = UsageRows.COLUMNS.columns().size();

    private final Database database;
    private final String assigned;
    private volatile @Nullable Sql sql;

    JdbcStandings(Database database) {
        this.database = database;
        Names names = database.names();
        this.assigned = names.in("SELECT " + ProfileRows.assignmentColumns("t") + ", " + ProfileRows.profileColumns("p")
                + " FROM "
                + database.dialect().byKeys(Type.TEXT, "holders", names.qualified("profile_assignment"), "holder")
                + " JOIN {profile} p ON p.id = t.profile_id");
    }

    Map<UserId, Standing> of(Collection<UserId> users) {
        List<Row> rows = users.size() == 1 ? one(users.iterator().next()) : many(users);
        Map<UserId, List<Row>> byUser = rows.stream()
                .collect(Collectors.groupingBy(row -> row.user().id(), LinkedHashMap::new, Collectors.toList()));
        Map<UserId, Standing> standings = new LinkedHashMap<>();
        byUser.forEach((user, mine) -> standings.put(user, standing(mine)));
        return standings;
    }

    private List<Row> one(UserId user) {
        return database.read(h -> h.createQuery(sql(h).ofOne)
                .bind("user", user.value())
                .map(Row::read)
                .list());
    }

    private List<Row> many(Collection<UserId> users) {
        return database.readByIndex(h -> h.createQuery(sql(h).ofMany)
                .bind("ids", Arrays.texts(users))
                .map(Row::read)
                .list());
    }

    private static Standing standing(List<Row> rows) {
        List<Candidate> candidates = new ArrayList<>();
        for (Row row : rows) {
            if (row.candidate() != null) {
                candidates.add(row.candidate());
            }
        }
        return new Standing(rows.get(0).user(), candidates, rows.get(0).usage());
    }

    Map<Holder, Candidate> assigned(Collection<Holder> holders) {
        return database.read(h -> h.createQuery(assigned)
                .bind("holders", Arrays.texts(holders))
                .map((row, context) -> readCandidate(new Cursor(row, 1), null))
                .collect(Collectors.toMap(candidate -> candidate.assignment().holder(), candidate -> candidate)));
    }

    private static Candidate readCandidate(Cursor row, @Nullable Instant firstUse) throws SQLException {
        Assignment assignment = ProfileRows.readAssignment(row);
        Profile profile = ProfileRows.readProfile(row);
        boolean byUse = profile.validity().start() == Validity.Start.FIRST_USE;
        return new Candidate(assignment, profile, byUse ? firstUse : null);
    }

    private Sql sql(Handle handle) {
        Sql known = sql;
        if (known == null) {
            try {
                known = new Sql(database, RosterColumns.ofUsers(handle.getConnection(), database.names()));
            } catch (SQLException e) {
                throw Failures.of(e);
            }
            sql = known;
        }
        return known;
    }

    /** The user, the usage, the first use under the assignment, the assignment, its profile. */
    private record Row(
            User user, @Nullable Usage usage, @Nullable Candidate candidate) {
        static Row read(ResultSet row, StatementContext context) throws SQLException {
            User user = RosterRows.user(row, context);
            int usage = USER_COLUMNS + 1;
            int firstUse = usage + USAGE_COLUMNS;
            int assignment = firstUse + 1;
            int profile = assignment + ProfileRows.HELD.columns().size();
            return new Row(
                    user,
                    row.getString(usage) == null ? null : UsageRows.readUsage(user.id(), new Cursor(row, usage + 1)),
                    row.getObject(profile) == null
                            ? null
                            : readCandidate(new Cursor(row, assignment), new Cursor(row, firstUse).timeOrNull()));
        }
    }

    private static final class Sql {
        final String ofOne;
        final String ofMany;

        Sql(Database database, RosterColumns columns) {
            Names names = database.names();
            Dialect dialect = database.dialect();
            String select = "SELECT " + columns.user("u") + ", " + UsageRows.usageColumns("s") + ", f.first_at, "
                    + ProfileRows.assignmentColumns("a") + ", " + ProfileRows.profileColumns("p") + " FROM ";
            List<String> holders = List.of(
                    "'USER:' || u.id", "'PROMOTION:' || " + columns.promotionOf("u"), "'" + Holder.DEFAULT + "'");
            String stored = " LEFT JOIN {usage} s ON " + dialect.byCode("s.user_id") + " = u.id"
                    + " LEFT JOIN {profile_assignment} a ON " + dialect.among(dialect.byCode("a.holder"), holders)
                    + " AND a.profile_id IS NOT NULL LEFT JOIN {profile} p ON p.id = a.profile_id"
                    + " LEFT JOIN {first_use} f ON f.assignment_id = a.assignment_id AND "
                    + dialect.byCode("f.user_id") + " = u.id";
            this.ofOne = names.in(select + "{user} u" + stored + " WHERE u.id = :user");
            this.ofMany = names.in(
                    select + "UNNEST(" + Type.TEXT.array("ids") + ") AS k(id) JOIN {user} u ON u.id = k.id" + stored);
        }
    }
}
