package dev.cartable.benchmarks;

import java.util.List;
import java.util.function.ToIntFunction;

/** The memory of work for many people, beside the same for few. */
final class HeapGrowth implements Benchmark {
    private final String name;
    private final String people;
    private final int megabytes;
    private final ToIntFunction<Sizes> many;
    private final ToIntFunction<Sizes> few;
    private final Work work;

    private HeapGrowth(
            String name, String people, int megabytes, ToIntFunction<Sizes> many, ToIntFunction<Sizes> few, Work work) {
        this.name = name;
        this.people = people;
        this.megabytes = megabytes;
        this.many = many;
        this.few = few;
        this.work = work;
    }

    /** Work for so many people in a process with little memory. */
    private interface Work {
        SmallHeap.Result run(Engine engine, int megabytes, int people) throws Exception;
    }

    /** A generation over a million guardians, beside an ordinary one. */
    static HeapGrowth ofGeneration() {
        return new HeapGrowth(
                "heap", "guardians", 256, Sizes::many, Sizes::guardians, (engine, megabytes, guardians) -> {
                    try (Place place = School.withRoster(engine, guardians, People.ORDINARY)) {
                        return SmallHeap.generate(place, megabytes, guardians);
                    }
                });
    }

    /** Sending to a whole region, beside an ordinary school. */
    static HeapGrowth ofDrain() {
        return ofRegion("drain heap", (engine, megabytes, recipients) -> {
            try (SmtpSink sink = SmtpSink.forgetting();
                    Place place = School.withRoster(engine, recipients, People.REACHABLE)) {
                try (Pool pool = place.open()) {
                    Runs.first(pool, recipients);
                }
                return SmallHeap.drain(place, megabytes, sink.port(), recipients);
            }
        });
    }

    /** Planning reminders for a whole region, beside an ordinary school. */
    static HeapGrowth ofPlanning() {
        return ofRegion("planning heap", (engine, megabytes, recipients) -> {
            try (Place place = StudySchool.withSessions(engine, recipients)) {
                return SmallHeap.plan(place, megabytes, (long) recipients * StudySchool.SESSIONS);
            }
        });
    }

    private static HeapGrowth ofRegion(String name, Work work) {
        return new HeapGrowth(name, "recipients", 64, Sizes::guardians, sizes -> sizes.guardians() / 10, work);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isLong() {
        return name.equals("heap");
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int most = many.applyAsInt(sizes);
        int least = few.applyAsInt(sizes);
        SmallHeap.Result large = work.run(engine, megabytes, most);
        SmallHeap.Result small = work.run(engine, megabytes, least);
        return List.of(new Line(
                name,
                Measured.once(large.peakMb(), small.peakMb()),
                Goal.atMost(1.5),
                most + " " + people + " in " + Math.round(large.seconds()) + " s, -Xmx" + megabytes + "m, peak",
                least + " " + people,
                "MB"));
    }
}
