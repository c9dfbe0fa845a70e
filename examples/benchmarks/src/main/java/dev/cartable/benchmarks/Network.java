package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A school's network in a database: its users, each with a profile assigned to them, and Cartable over them. */
final class Network {
    static final Instant NOON = Instant.parse("2026-11-10T12:00:00Z");
    static final int BATCH = 1_000;

    private static final int PROFILES = 10;
    private static final long GB = 1_000_000_000;

    private Network() {}

    /** Cartable at an instant that its caller moves. */
    static Cartable cartable(Pool pool, InstantSource time) {
        return School.builder(pool.source()).time(time).build();
    }

    /** Cartable at {@link #NOON}. */
    static Cartable cartable(Pool pool) {
        return cartable(pool, () -> NOON);
    }

    /** A database with so many users, who have used nothing yet. */
    static Place withUsers(Engine engine, int users) throws Exception {
        Place place = School.empty(engine);
        try (Pool pool = place.open()) {
            Cartable cartable = cartable(pool);
            for (int i = 0; i < PROFILES; i++) {
                cartable.quotas()
                        .profiles()
                        .add(
                                "Profile " + i,
                                profile -> profile.atMost(Window.DAY, DataSize.ofBytes(GB))
                                        .atMost(Window.WEEK, DataSize.ofBytes(5 * GB))
                                        .atMost(Window.MONTH, DataSize.ofBytes(20 * GB))
                                        .atMost(Window.CYCLE, DataSize.ofBytes(100 * GB)));
            }
            execute(
                    pool,
                    "INSERT INTO cartable_user (id, user_name, promotion_id) SELECT 'u' || lpad(i::text, 7, '0'),"
                            + " 'user' || i, 'p' || i % 50 FROM generate_series(0, " + (users - 1) + ") i",
                    "INSERT INTO cartable_profile_assignment (holder, assignment_id, profile_id, assigned_at)"
                            + " SELECT 'USER:' || u.id, gen_random_uuid(), p.id, timestamptz '2026-09-01 00:00:00+00'"
                            + " FROM cartable_user u JOIN (SELECT id, row_number() OVER (ORDER BY name) - 1 AS number"
                            + " FROM cartable_profile) p ON p.number = substr(u.id, 2)::int % " + PROFILES,
                    "VACUUM ANALYZE");
        }
        return place;
    }

    /** The same, where each user has used something at {@link #NOON}. */
    static Place withUse(Engine engine, int users) throws Exception {
        Place place = withUsers(engine, users);
        try (Pool pool = place.open()) {
            useOnce(cartable(pool), users, NOON, 1);
            execute(pool, "VACUUM ANALYZE");
        }
        return place;
    }

    /** Everyone uses something once, in an order of its own for each seed. */
    static void useOnce(Cartable cartable, int users, Instant at, long seed) {
        List<Integer> order = IntStream.range(0, users).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(order, new Random(seed));
        for (List<UsageEvent> batch : batches(order.stream()
                .map(number -> event("once-" + seed + "-" + number, number, at))
                .toList())) {
            Runs.check("events", cartable.quotas().record(batch).counted().size(), batch.size());
        }
    }

    /** So many events of random users, in batches. */
    static List<List<UsageEvent>> events(int count, int users, long seed) {
        Random random = new Random(seed);
        return batches(IntStream.range(0, count)
                .mapToObj(
                        i -> event(String.format("%08x-%d-%d", random.nextInt(), seed, i), random.nextInt(users), NOON))
                .toList());
    }

    private static UsageEvent event(String id, int user, Instant at) {
        return new UsageEvent(new EventId(id), user(user), new Traffic(1_000, 20_000), at);
    }

    private static List<List<UsageEvent>> batches(List<UsageEvent> events) {
        List<List<UsageEvent>> batches = new ArrayList<>();
        for (int i = 0; i < events.size(); i += BATCH) {
            batches.add(events.subList(i, Math.min(events.size(), i + BATCH)));
        }
        return batches;
    }

    static UserId user(int number) {
        return new UserId(String.format("u%07d", number));
    }

    static void execute(Pool pool, String... statements) throws Exception {
        try (Connection connection = pool.connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
