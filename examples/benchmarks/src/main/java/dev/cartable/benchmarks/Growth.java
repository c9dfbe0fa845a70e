package dev.cartable.benchmarks;

import java.util.List;

/** A school of twice the size. */
final class Growth implements Benchmark {
    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            measure(engine, sizes.guardians() / 10, 1);
        }
        return List.of(Line.times(
                name(),
                measure(engine, sizes.guardians(), sizes.times()),
                Goal.atMost(2.2),
                2 * sizes.guardians() + " guardians",
                "" + sizes.guardians()));
    }

    private static Measured measure(Engine engine, int guardians, int times) throws Exception {
        return Measured.inTurns(
                times,
                () -> Runs.first(engine, 2 * guardians, People.ORDINARY),
                () -> Runs.first(engine, guardians, People.ORDINARY));
    }
}
