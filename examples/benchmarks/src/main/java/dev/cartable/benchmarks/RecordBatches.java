package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.quota.model.UsageEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counting events in batches, beside the same statements by hand, and beside a transaction for each event. */
final class RecordBatches implements OnPostgres {
    @Override
    public String name() {
        return "record";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int users = sizes.users() / 5;
        int batched = sizes.events() / 40;
        int single = sizes.events() / 1_000;
        if (sizes.warmsUp()) {
            new Trial(engine, users, batched / 5, single / 2).run(1);
        }
        Trial trial = new Trial(engine, users, batched, single);
        trial.run(sizes.times());
        return List.of(
                new Line(
                        name() + ", batches",
                        new Measured(trial.ours, trial.reading),
                        Goal.atLeast(0.8),
                        batched + " events of " + users + " users in batches of " + Network.BATCH,
                        "by hand",
                        "events/s"),
                new Line(
                        name() + ", profiles known",
                        new Measured(trial.ours, trial.knowing),
                        Goal.none(),
                        "in batches",
                        "by hand, knowing everyone's profile beforehand",
                        "events/s"),
                new Line(
                        name() + ", one by one",
                        new Measured(trial.ours, trial.single),
                        Goal.atLeast(15),
                        "in batches",
                        single + " events, a transaction each",
                        "events/s"));
    }

    private interface Program {
        BareUsage over(Connection connection) throws SQLException;
    }

    /** The ways in turns, in events a second. */
    private static final class Trial {
        private final Engine engine;
        private final int users;
        private final int batched;
        private final int singleEvents;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> reading = new ArrayList<>();
        private final List<Double> knowing = new ArrayList<>();
        private final List<Double> single = new ArrayList<>();
        private long seed;

        Trial(Engine engine, int users, int batched, int singleEvents) {
            this.engine = engine;
            this.users = users;
            this.batched = batched;
            this.singleEvents = singleEvents;
        }

        void run(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                seed++;
                List<List<UsageEvent>> batches = Network.events(batched, users, seed);
                try (Place place = Network.withUse(engine, users);
                        Pool pool = place.open()) {
                    Cartable cartable = Network.cartable(pool);
                    ours.add(batched / Measured.seconds(() -> batches.forEach(batch -> count(cartable, batch))));
                    single.add(singleEvents / oneByOne(cartable));
                }
                reading.add(batched / byHand(batches, connection -> BareUsage.reading()));
                knowing.add(batched / byHand(batches, BareUsage::knowing));
            }
        }

        private static void count(Cartable cartable, List<UsageEvent> batch) {
            Runs.check("events", cartable.quotas().record(batch).counted().size(), batch.size());
        }

        private double oneByOne(Cartable cartable) throws Exception {
            List<List<UsageEvent>> events = Network.events(singleEvents, users, -seed);
            return Measured.seconds(() ->
                    events.forEach(batch -> batch.forEach(event -> count(cartable, List.of(event)))));
        }

        private double byHand(List<List<UsageEvent>> batches, Program of) throws Exception {
            try (Place place = Network.withUse(engine, users);
                    Pool pool = place.open();
                    Connection connection = pool.connection()) {
                BareUsage program = of.over(connection);
                return Measured.seconds(() -> {
                    for (List<UsageEvent> batch : batches) {
                        Runs.check("events", program.count(pool, batch), batch.size());
                    }
                });
            }
        }
    }
}
