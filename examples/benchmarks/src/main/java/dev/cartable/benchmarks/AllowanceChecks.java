package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * What a user may use now: beside a single row that is read by its key, with many events counted beside few, and beside
 * adding up the accounting records of a user.
 */
final class AllowanceChecks implements OnPostgres {
    private static final String ROW = "SELECT * FROM cartable_usage WHERE user_id = ?";
    private static final String SUM = "SELECT SUM(up), SUM(down) FROM accounting WHERE user_id = ? AND used_at >="
            + " timestamptz '2025-11-01 00:00:00+00'";

    @Override
    public String name() {
        return "allowance";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int users = sizes.users() / 5;
        int few = sizes.events() / 100;
        int busy = sizes.events() / 20;
        try (Place little = withEvents(engine, users, few);
                Place much = withEvents(engine, users, sizes.events());
                Pool littlePool = little.open();
                Pool pool = much.open()) {
            account(pool, sizes.events(), busy, users);
            Cartable cartable = Network.cartable(pool);
            Cartable littleCartable = Network.cartable(littlePool);
            Measured.Work check = () -> each(users, number -> check(cartable, number));
            Measured.Work checkLittle = () -> each(users, number -> check(littleCartable, number));
            Measured.Work row = () -> each(users, number -> read(pool, ROW, number));
            Measured.Work sum = () -> each(Math.max(1, users / 400), number -> read(pool, SUM, 0));
            List.of(check, checkLittle, row, sum).forEach(AllowanceChecks::warmUp);
            String ours = "a check";
            return List.of(
                    line("", Measured.inTurns(sizes.times(), check, row), Goal.atMost(2), ours, "a row by its key"),
                    line(
                            ", many events",
                            Measured.inTurns(sizes.times(), check, checkLittle),
                            Goal.atMost(1.2),
                            ours + " with " + sizes.events() + " events",
                            "with " + few),
                    line(
                            ", sums",
                            Measured.inTurns(sizes.times(), sum, check),
                            Goal.atLeast(50),
                            "the sum of " + busy + " records",
                            ours));
        }
    }

    private Line line(String what, Measured measured, Goal goal, String first, String second) {
        return new Line(name() + what, measured, goal, first, second, "µs");
    }

    private static Place withEvents(Engine engine, int users, int events) throws Exception {
        Place place = Network.withUse(engine, users);
        try (Pool pool = place.open()) {
            Network.execute(
                    pool,
                    "INSERT INTO cartable_usage_event (event_id, user_id, used_at, event_up, event_down)"
                            + " SELECT 'e' || lpad(i::text, 9, '0'), 'u' || lpad((i % " + users + ")::text, 7, '0'),"
                            + " timestamptz '2026-11-01 00:00:00+00' + i * interval '0.3 seconds', 1000, 20000"
                            + " FROM generate_series(1, " + events + ") i",
                    "VACUUM ANALYZE");
        }
        return place;
    }

    /** Records as an accounting server keeps them: the first user is busy, with one every five minutes. */
    private static void account(Pool pool, int records, int busy, int users) throws Exception {
        Network.execute(
                pool,
                "CREATE TABLE accounting (user_id text NOT NULL, used_at timestamptz NOT NULL, up bigint NOT NULL,"
                        + " down bigint NOT NULL)",
                "INSERT INTO accounting SELECT CASE WHEN i % " + records / busy + " = 0 THEN 'u0000000'"
                        + " ELSE 'u' || lpad((i % " + users + ")::text, 7, '0') END,"
                        + " timestamptz '2026-11-10 00:00:00+00' - i / " + records / busy + " * interval '5 minutes',"
                        + " 1000, 20000 FROM generate_series(1, " + records + ") i",
                "CREATE INDEX ON accounting (user_id, used_at)",
                "VACUUM ANALYZE accounting");
    }

    private static void warmUp(Measured.Work work) {
        try {
            work.measure();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Microseconds of one, when it is done for so many random users. */
    private static double each(int users, ForUser work) throws Exception {
        Random random = new Random(users);
        double seconds = Measured.seconds(() -> {
            for (int i = 0; i < users; i++) {
                work.run(random.nextInt(users));
            }
        });
        return seconds * 1e6 / users;
    }

    private interface ForUser {
        void run(int number) throws SQLException;
    }

    private static void check(Cartable cartable, int number) {
        if (cartable.quotas().check(Network.user(number)).windows().isEmpty()) {
            throw new IllegalStateException("nothing is allowed to " + Network.user(number));
        }
    }

    private static void read(Pool pool, String sql, int number) throws SQLException {
        try (Connection connection = pool.connection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, Network.user(number).value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    row.getObject(i);
                }
            }
        }
    }
}
