package dev.cartable.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/** An export of a very large school by a process with little memory. */
final class Export implements Benchmark {
    private static final int MEGABYTES = 64;

    @Override
    public String name() {
        return "export";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        Path folder = Files.createTempDirectory("cartable-export");
        try (Place place = School.empty(engine)) {
            try (Pool pool = place.open();
                    Connection connection = pool.connection();
                    Statement statement = connection.createStatement()) {
                fill(statement, engine, sizes.exported());
            }
            SmallHeap.Result result =
                    SmallHeap.export(place, MEGABYTES, folder.resolve("accounts.csv"), sizes.exported());
            return List.of(new Line(
                    name(),
                    Measured.once(result.peakMb(), MEGABYTES),
                    Goal.atMost(1),
                    sizes.exported() + " rows in " + Math.round(result.seconds()) + " s with",
                    "heap of",
                    "MB"));
        } finally {
            Folders.delete(folder);
        }
    }

    private static void fill(Statement statement, Engine engine, int accounts) throws Exception {
        boolean h2 = engine.name().equals("h2");
        String numbers = (h2 ? "SYSTEM_RANGE(1, " : "generate_series(1, ") + accounts + ") AS n(x)";
        statement.execute("""
                INSERT INTO cartable_account (id, guardian_id, username, state, given_name, family_name, email, language,
                  credential_rev, credential_origin, source, created_at, version)
                SELECT %s, 'g' || x, 'parent' || x, 'PENDING', 'Aïcha ' || x, 'Ben Ali', 'parent' || x || '@example.org', 'fr',
                  1, 'NONE', '%s', CURRENT_TIMESTAMP, 1 FROM %s""".formatted(h2 ? "RANDOM_UUID()" : "gen_random_uuid()", "0".repeat(32), numbers));
        statement.execute(
                "INSERT INTO cartable_account_pupil (account_id, pupil_id, started_at) SELECT id, 'p' || guardian_id,"
                        + " CURRENT_TIMESTAMP FROM cartable_account");
    }
}
