package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.alert.model.Alert;
import dev.cartable.quota.model.Profile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looking for alerts where there is no news, beside the join that has to be read for it. */
final class AlertPass implements OnPostgres {
    private static final int PAGE = 500;
    private static final String JOIN =
            "SELECT s.user_id, u.user_name, u.email, u.language, u.promotion_id, p.id, p.name,"
                    + " a.assignment_id, a.assigned_at, " + percent("day") + ", " + percent("week") + ", "
                    + percent("month")
                    + ", " + percent("cycle") + " FROM (SELECT * FROM cartable_usage WHERE user_id > ? AND active"
                    + " ORDER BY user_id FETCH FIRST " + PAGE + " ROWS ONLY) s JOIN cartable_user u ON u.id = s.user_id"
                    + " JOIN cartable_profile_assignment a ON a.holder = 'USER:' || u.id"
                    + " JOIN cartable_profile p ON p.id = a.profile_id ORDER BY s.user_id";

    @Override
    public String name() {
        return "alert pass";
    }

    private static String percent(String window) {
        return String.format("(s.%1$s_up + s.%1$s_down) * 100 / p.%1$s_total", window);
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int users = sizes.users();
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (Place place = Network.withUse(engine, users)) {
            try (Pool pool = place.open()) {
                watch(Network.cartable(pool));
            }
            Written written = Written.by(place, pool -> {
                Cartable cartable = Network.cartable(pool);
                for (int i = 0; i <= sizes.times(); i++) {
                    ours.add(Measured.seconds(() -> look(cartable, users)));
                    bare.add(Measured.seconds(() -> read(pool, users)));
                }
            });
            Runs.check("rows written", written.rows(), 0);
        }
        return List.of(Line.times(
                name(),
                new Measured(ours.subList(1, ours.size()), bare.subList(1, bare.size())),
                Goal.atMost(3),
                users + " users without news",
                "the bare join"));
    }

    private static void watch(Cartable cartable) {
        for (Profile profile : cartable.quotas().profiles().all()) {
            cartable.alerts()
                    .add(Alert.of(cartable.alerts().newId(), profile.id(), Alert.Type.QUOTA_WARNING)
                            .build());
        }
    }

    private static void look(Cartable cartable, int users) {
        Runs.check("users", cartable.alerts().evaluate().run(step -> {}).input(), users);
    }

    private static void read(Pool pool, int users) throws SQLException {
        int found = 0;
        String last = "";
        try (Connection connection = pool.connection();
                PreparedStatement query = connection.prepareStatement(JOIN)) {
            connection.setAutoCommit(false);
            try (Statement settings = connection.createStatement()) {
                // Otherwise each page reads all users, which no program would bear for long.
                settings.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_mergejoin = off;"
                        + " SET LOCAL enable_hashjoin = off");
            }
            for (int rows = PAGE; rows == PAGE; found += rows) {
                query.setString(1, last);
                rows = 0;
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        for (int i = 1; i <= 13; i++) {
                            row.getObject(i);
                        }
                        last = row.getString(1);
                        rows++;
                    }
                }
            }
        }
        Runs.check("users", found, users);
    }
}
