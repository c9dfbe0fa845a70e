package dev.cartable.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** One-time tasks of db-scheduler that do nothing, with the settings of its own benchmark. */
final class OneTimeTasks {
    private static final String TABLE = "cartable_engine_task";

    private OneTimeTasks() {}

    /**
     * Seconds to run so many tasks on so many threads, from the start of the scheduler to the last task's completion.
     *
     * @param fetched how many tasks are fetched at once, when a fifth of them is left
     */
    static double run(Engine engine, int tasks, int threads, int fetched) throws Exception {
        OneTimeTask<Void> task = Tasks.oneTime("no-op").execute((instance, context) -> {});
        CountDownLatch left = new CountDownLatch(tasks);
        try (Place place = School.empty(engine);
                Pool pool = place.open(threads)) {
            Scheduler scheduler = Scheduler.create(pool.source(), List.of(task))
                    .tableName(TABLE)
                    .threads(threads)
                    .pollUsingLockAndFetch(fetched / 5.0 / threads, (double) fetched / threads)
                    .pollingInterval(Duration.ofSeconds(1))
                    .addSchedulerListener(new AbstractSchedulerListener() {
                        @Override
                        public void onExecutionComplete(ExecutionComplete complete) {
                            left.countDown();
                        }
                    })
                    .build();
            scheduler.scheduleBatch(
                    IntStream.range(0, tasks).mapToObj(number -> instance(task, number)), Instant.now());
            try {
                double seconds = Measured.seconds(() -> {
                    scheduler.start();
                    left.await();
                });
                try (Connection connection = pool.connection()) {
                    Runs.check(
                            "tasks left", Long.parseLong(Engine.value(connection, "SELECT COUNT(*) FROM " + TABLE)), 0);
                }
                return seconds;
            } finally {
                scheduler.stop();
            }
        }
    }

    private static TaskInstance<?> instance(OneTimeTask<Void> task, int number) {
        return task.instance(Integer.toString(number));
    }
}
