package dev.cartable.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Messages that nothing is done with, beside one-time tasks of db-scheduler and queues that people write. */
final class Drain implements OnPostgres {
    /** As db-scheduler's own benchmark has it: so many threads, and so many tasks fetched at once, when a fifth of them is left. */
    private static final int THREADS = 20;

    private static final int FETCHED = 20 * THREADS;

    /** What people claim at once who write it by hand. */
    private static final int BATCH = 50;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        if (sizes.warmsUp()) {
            new Trial(engine, sizes.messages() / 10).run(1);
        }
        Trial trial = new Trial(engine, sizes.messages());
        trial.run(sizes.times());
        return List.of(
                line(trial, "db-scheduler", trial.tasks, trial.ours, Goal.atLeast(2), "one-time tasks"),
                line(
                        trial,
                        "SKIP LOCKED one by one",
                        trial.singles,
                        trial.ours,
                        Goal.none(),
                        "a queue by hand, one at a time,"),
                line(
                        trial,
                        "SKIP LOCKED",
                        trial.batches,
                        trial.oursInBatches,
                        Goal.atLeast(0.25),
                        "a queue by hand, " + BATCH + " at a time,"),
                line(
                        trial,
                        "in batches, db-scheduler",
                        trial.tasks,
                        trial.oursInBatches,
                        Goal.none(),
                        "one-time tasks"));
    }

    private Line line(Trial trial, String what, List<Double> theirs, List<Double> ours, Goal goal, String first) {
        return Line.times(
                name() + ", " + what,
                new Measured(theirs, ours),
                goal,
                first,
                trial.messages + " no-op messages on " + THREADS + " threads in");
    }

    /** All ways in turns. As each does the same number, throughputs compare as times do the other way round. */
    private static final class Trial {
        private final Engine engine;
        private final int messages;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> oursInBatches = new ArrayList<>();
        private final List<Double> tasks = new ArrayList<>();
        private final List<Double> batches = new ArrayList<>();
        private final List<Double> singles = new ArrayList<>();

        Trial(Engine engine, int messages) {
            this.engine = engine;
            this.messages = messages;
        }

        void run(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                ours.add(NoOpMessages.drain(engine, messages, THREADS, FETCHED, 1));
                oursInBatches.add(NoOpMessages.drain(engine, messages, THREADS, BATCH * THREADS, BATCH));
                tasks.add(OneTimeTasks.run(engine, messages, THREADS, FETCHED));
                batches.add(SkipLockedQueue.drain(engine, messages, THREADS, BATCH));
                singles.add(SkipLockedQueue.drain(engine, messages, THREADS, 1));
            }
        }
    }
}
