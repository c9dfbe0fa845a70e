package dev.cartable.benchmarks;

import java.util.List;

/** A school where everyone has the same name, beside one where nobody does. */
final class SameNames implements Benchmark {
    @Override
    public String name() {
        return "names";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            measure(engine, sizes.guardians() / 10, 1);
        }
        return List.of(Line.times(
                name(),
                measure(engine, sizes.guardians(), sizes.times()),
                Goal.atMost(1.5),
                sizes.guardians() + " identical names",
                "all distinct"));
    }

    private static Measured measure(Engine engine, int guardians, int times) throws Exception {
        return Measured.inTurns(
                times,
                () -> Runs.first(engine, guardians, People.IDENTICAL),
                () -> Runs.first(engine, guardians, People.DISTINCT));
    }
}
