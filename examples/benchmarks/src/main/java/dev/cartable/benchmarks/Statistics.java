package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.model.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Profiles in numbers, beside the bare join that adds the users of each up. */
final class Statistics implements OnPostgres {
    private static final String JOIN = "SELECT p.id, count(*), SUM(s.cycle_up + s.cycle_down),"
            + " MIN(s.cycle_up + s.cycle_down), MAX(s.cycle_up + s.cycle_down) FROM cartable_user u"
            + " JOIN cartable_profile_assignment a ON a.holder = 'USER:' || u.id"
            + " JOIN cartable_profile p ON p.id = a.profile_id LEFT JOIN cartable_usage s ON s.user_id = u.id"
            + " WHERE u.active GROUP BY p.id";

    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int users = sizes.users();
        try (Place place = Network.withUse(engine, users);
                Pool pool = place.open()) {
            Cartable cartable = Network.cartable(pool);
            Measured.Work count = () -> Measured.seconds(() -> count(cartable, users));
            Measured.Work join = () -> Measured.seconds(() -> join(pool, users));
            Measured.inTurns(2, count, join);
            return List.of(Line.times(
                    name(),
                    Measured.inTurns(sizes.times(), count, join),
                    Goal.atMost(2),
                    users + " users counted",
                    "the bare join"));
        }
    }

    private static void count(Cartable cartable, int users) {
        long counted = cartable.quotas().statistics().count(Window.CYCLE).profiles().stream()
                .mapToLong(ProfileFigures::users)
                .sum();
        Runs.check("users", counted, users);
    }

    private static void join(Pool pool, int users) throws SQLException {
        long counted = 0;
        try (Connection connection = pool.connection();
                PreparedStatement query = connection.prepareStatement(JOIN);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                counted += row.getLong(2);
            }
        }
        Runs.check("users", counted, users);
    }
}
