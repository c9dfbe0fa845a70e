package dev.cartable.benchmarks;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts for a whole school, beside a program that inserts the very same rows by hand. */
final class Generation implements Benchmark {
    private static final int CHUNK = 500;

    @Override
    public String name() {
        return "generation";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            Pair warmUp = new Pair(engine, sizes.guardians() / 10);
            Measured.inTurns(1, warmUp::generate, warmUp::insert);
        }
        Pair pair = new Pair(engine, sizes.guardians());
        return List.of(Line.times(
                name(),
                Measured.inTurns(sizes.times(), pair::generate, pair::insert),
                Goal.atMost(2),
                sizes.guardians() + " guardians",
                "the same rows by hand"));
    }

    private static final class Pair {
        private final Engine engine;
        private final int guardians;
        private @Nullable GeneratedRows rows;

        Pair(Engine engine, int guardians) {
            this.engine = engine;
            this.guardians = guardians;
        }

        double generate() throws Exception {
            try (Place place = School.withRoster(engine, guardians, People.ORDINARY);
                    Pool pool = place.open()) {
                double seconds = Runs.first(pool, guardians);
                try (Connection connection = pool.connection()) {
                    rows = GeneratedRows.read(connection);
                }
                return seconds;
            }
        }

        double insert() throws Exception {
            GeneratedRows all = rows;
            if (all == null) {
                throw new IllegalStateException("nothing was generated yet");
            }
            try (Place place = School.empty(engine);
                    Pool pool = place.openForBatches();
                    Connection connection = pool.connection()) {
                double seconds = Measured.seconds(() -> all.insert(connection, (guardians + CHUNK - 1) / CHUNK));
                int inserted = GeneratedRows.read(connection).count();
                if (inserted != all.count()) {
                    throw new IllegalStateException(inserted + " rows are there, not " + all.count());
                }
                return seconds;
            }
        }
    }
}
