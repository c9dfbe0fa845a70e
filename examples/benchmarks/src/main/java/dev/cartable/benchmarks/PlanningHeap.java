package dev.cartable.benchmarks;

import java.util.List;

/** The memory of planning reminders for a whole region, beside an ordinary school. */
final class PlanningHeap implements Benchmark {
    private static final int MEGABYTES = 64;

    @Override
    public String name() {
        return "planning heap";
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
        try (Place place = StudySchool.withSessions(engine, recipients)) {
            return SmallHeap.plan(place, MEGABYTES, (long) recipients * StudySchool.SESSIONS);
        }
    }
}
