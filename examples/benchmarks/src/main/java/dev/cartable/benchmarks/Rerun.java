package dev.cartable.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A second run over a roster that has not changed. */
final class Rerun implements Benchmark {
    @Override
    public String name() {
        return "rerun";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            measure(engine, sizes.guardians() / 10, 1);
        }
        return List.of(Line.times(
                name(),
                measure(engine, sizes.guardians(), sizes.times()),
                Goal.atMost(0.15),
                "unchanged rerun",
                "first run"));
    }

    private static Measured measure(Engine engine, int guardians, int times) throws Exception {
        List<Double> firsts = new ArrayList<>();
        List<Double> reruns = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            try (Place place = School.withRoster(engine, guardians, People.ORDINARY);
                    Pool pool = place.open()) {
                firsts.add(Runs.first(pool, guardians));
                reruns.add(Runs.again(pool, guardians));
            }
        }
        return new Measured(reruns, firsts);
    }
}
