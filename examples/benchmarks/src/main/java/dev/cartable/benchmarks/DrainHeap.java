package dev.cartable.benchmarks;

import java.util.List;

/** The memory of sending to a whole region, beside an ordinary school. */
final class DrainHeap implements Benchmark {
    private static final int MEGABYTES = 64;

    @Override
    public String name() {
        return "drain heap";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int few = sizes.guardians() / 10;
        SmallHeap.Result many = measure(engine, sizes.guardians());
        SmallHeap.Result ordinary = measure(engine, few);
        return List.of(new Line(
                name(),
                Measured.once(many.peakMb(), ordinary.peakMb()),
                Goal.atMost(1.5),
                sizes.guardians() + " recipients in " + Math.round(many.seconds()) + " s, -Xmx" + MEGABYTES + "m, peak",
                few + " recipients",
                "MB"));
    }

    private static SmallHeap.Result measure(Engine engine, int recipients) throws Exception {
        try (SmtpSink sink = SmtpSink.forgetting();
                Place place = School.withRoster(engine, recipients, People.REACHABLE)) {
            try (Pool pool = place.open()) {
                Runs.first(pool, recipients);
            }
            return SmallHeap.drain(place, MEGABYTES, sink.port(), recipients);
        }
    }
}
