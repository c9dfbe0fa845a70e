package dev.cartable.benchmarks;

import java.util.List;

/** The memory of a generation over a million guardians, beside an ordinary one. */
final class Heap implements Benchmark {
    private static final int MEGABYTES = 256;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        SmallHeap.Result many = measure(engine, sizes.many());
        SmallHeap.Result ordinary = measure(engine, sizes.guardians());
        return List.of(new Line(
                name(),
                Measured.once(many.peakMb(), ordinary.peakMb()),
                Goal.atMost(1.5),
                sizes.many() + " guardians in " + Math.round(many.seconds()) + " s, -Xmx" + MEGABYTES + "m, peak",
                sizes.guardians() + " guardians",
                "MB"));
    }

    private static SmallHeap.Result measure(Engine engine, int guardians) throws Exception {
        try (Place place = School.withRoster(engine, guardians, People.ORDINARY)) {
            return SmallHeap.generate(place, MEGABYTES, guardians);
        }
    }
}
