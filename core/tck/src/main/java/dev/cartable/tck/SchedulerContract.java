package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.Task;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every engine keeps: see {@link Scheduler}. The time of tasks is moved by hand; the engine looks again after some milliseconds
 * instead of a second or more.
 */
public abstract class SchedulerContract {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Duration SHORTLY = Duration.ofMillis(20);
    private static final long PATIENCE_SECONDS = 30;

    private final Semaphore looks = new Semaphore(0);
    private final List<Cartable> nodes = new ArrayList<>();

    /** A Tuesday, at 10:00 in Paris. */
    private volatile Instant now = NOW;

    /** Stores without a row in them, of a clock of their own. Asked once for each test. */
    protected abstract TaskStores emptyStores();

    /** The engine under test, which waits for runs at its end for as long as it takes, over the stores that were given last. */
    protected abstract Scheduler newEngine();

    @AfterEach
    final void closeNodes() {
        nodes.forEach(Cartable::close);
    }

    @Test
    void eachSlotRunsOnceWhenItIsDue() throws Exception {
        Sample quarter = new Sample("quarter", "every 15m");
        Sample daily = new Sample("daily", "daily 11:00");
        Cartable node = node(emptyStores(), quarter, daily);
        start(node);

        assertThat(quarter.begun).isEmpty();
        for (int minutes = 15; minutes <= 60; minutes += 15) {
            String time = NOW.plus(Duration.ofMinutes(minutes)).toString();
            assertRuns(node, quarter, time, time);
        }

        assertThat(daily.next()).isEqualTo("2026-09-01");
        assertThat(daily.begun).as("a second run").isEmpty();
    }

    @Test
    void whatEachNodeDoesForItselfRunsOnThisNode() throws Exception {
        Sample flush = new Sample("flush", "every 1m");
        flush.onEachNode = true;
        start(node(emptyStores(), flush));
        assertThat(flush.next()).as("the run for the time of the start").isNotEmpty();

        moveTo(NOW.plus(Duration.ofMinutes(1)));

        assertThat(flush.next()).isNotEmpty();
        awaitLooks();
        assertThat(flush.begun).as("a second run").isEmpty();
    }

    @Test
    void aLongRunHoldsUpNoOtherTask() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Sample slow = new Sample("slow", "daily 11:00");
        slow.body = run -> await(end);
        Sample quick = new Sample("quick", "every 15m");
        Cartable node = node(emptyStores(), slow, quick);
        start(node);
        try {
            moveTo(NOW.plus(Duration.ofMinutes(60)));
            assertThat(slow.next()).isEqualTo("2026-09-01");
            assertThat(quick.next()).isEqualTo(now.toString());
            moveTo(now.plus(Duration.ofMinutes(15)));
            assertThat(quick.next()).isEqualTo(now.toString());
            assertThat(last(node, slow).state()).isEqualTo(Occurrence.State.RUNNING);
        } finally {
            end.countDown();
        }
    }

    @Test
    void closeLetsNoRunBeginAndWaitsForTheOneUnderWayWhichGivesItsLeaseBack() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Sample slow = new Sample("slow", "daily 11:00");
        slow.body = run -> {
            while (!run.mustStop()) {
                LockSupport.parkNanos(SHORTLY.toNanos());
            }
            stopping.countDown();
            await(end);
            ended.set(true);
        };
        Sample next = new Sample("next", "daily 12:00");
        TaskStores stores = emptyStores();
        Cartable node = node(stores, slow, next);
        start(node);
        moveTo(NOW.plus(Duration.ofHours(1)));
        assertThat(slow.next()).isEqualTo("2026-09-01");

        Together.Running<Boolean> closing = Together.start(() -> {
            node.close();
            return ended.get();
        });
        await(stopping);
        now = NOW.plus(Duration.ofHours(2));
        assertThat(closing.isDone()).isFalse();
        end.countDown();

        assertThat(closing.result())
                .as("whether the run had ended before the engine")
                .isTrue();
        assertThat(next.begun).isEmpty();
        Sample same = new Sample("slow", "daily 11:00");
        Cartable other = node(stores, same, next);
        assertThat(last(other, slow).state()).isEqualTo(Occurrence.State.DONE);
        assertThat(other.tasks().run(same.name()).state()).isEqualTo(Occurrence.State.DONE);
        node.close();
    }

    @Test
    @SuppressWarnings("try") // What has been closed cannot be started, and is closed once more without harm.
    void anEngineIsStartedOnce() throws Exception {
        Sample daily = new Sample("daily", "daily 11:00");
        Cartable node = node(emptyStores(), daily);
        Ticker ticker = node.tasks().ticker();
        try (Scheduler engine = newEngine()) {
            assertThat(engine.name()).isNotBlank();
            engine.start(ticker);
            assertThatIllegalStateException().isThrownBy(() -> engine.start(ticker));
            engine.close();
            assertThatIllegalStateException().isThrownBy(() -> engine.start(ticker));
        }
        try (Scheduler closed = newEngine()) {
            closed.close();
            assertThatIllegalStateException().isThrownBy(() -> closed.start(ticker));
        }
        start(node);
        try (Scheduler second = newEngine()) {
            assertThatIllegalStateException().isThrownBy(() -> node.tasks().start(second));
        }
    }

    @Test
    void aTickThatThrowsIsFollowedByAnother() throws Exception {
        Sample daily = new Sample("daily", "daily 11:00");
        Cartable node = node(emptyStores(), daily);
        QuickEngine engine = start(node);

        engine.failures.set(1);
        engine.failuresOfRuns.set(1);
        moveTo(NOW.plus(Duration.ofHours(1)));

        assertThat(daily.next()).isEqualTo("2026-09-01");
        assertThat(engine.failures).hasNonPositiveValue();
        assertThat(engine.failuresOfRuns).hasNonPositiveValue();
    }

    @Test
    void aDailyTaskRunsOnceALocalDayWhenClocksChange() throws Exception {
        Sample nightly = new Sample("nightly", "daily 02:00");
        now = Instant.parse("2026-03-28T12:00:00Z");
        Cartable node = node(emptyStores(), nightly);
        start(node);

        assertRuns(node, nightly, "2026-03-29T00:59:59Z");
        assertRuns(node, nightly, "2026-03-29T01:00:00Z", "2026-03-29");
        assertRuns(node, nightly, "2026-03-29T02:00:00Z");
        assertRuns(node, nightly, "2026-03-30T00:00:00Z", "2026-03-30");
        assertRuns(node, nightly, "2026-10-24T00:00:00Z", "2026-10-24");
        assertRuns(node, nightly, "2026-10-25T00:00:00Z", "2026-10-25");
        assertRuns(node, nightly, "2026-10-25T01:00:00Z");
        assertRuns(node, nightly, "2026-10-26T00:59:59Z");
        assertRuns(node, nightly, "2026-10-26T01:00:00Z", "2026-10-26");
    }

    @Test
    void aTaskThatIsMovedAtRunTimeRunsAtItsNewTime() throws Exception {
        Sample daily = new Sample("daily", "daily 20:00");
        Cartable node = node(emptyStores(), daily);
        start(node);

        node.tasks().at(daily.name(), Schedule.parse("daily 11:00"), null);

        assertRuns(node, daily, "2026-09-01T08:59:59Z");
        assertRuns(node, daily, "2026-09-01T09:00:00Z", "2026-09-01");
        assertRuns(node, daily, "2026-09-01T18:00:00Z");
    }

    @Test
    void changingTheEngineKeepsTheLedger() throws Exception {
        Sample daily = new Sample("daily", "daily 11:00");
        TaskStores stores = emptyStores();
        Cartable before = node(stores, daily);
        start(before, new ExecutorScheduler());
        assertRuns(before, daily, "2026-09-01T09:00:00Z", "2026-09-01");
        before.close();

        Cartable after = node(stores, daily);
        start(after);
        awaitLooks();
        assertThat(daily.begun).as("a second run by another engine").isEmpty();
        assertRuns(after, daily, "2026-09-02T09:00:00Z", "2026-09-02");
        after.close();

        start(node(stores, daily), new ExecutorScheduler());
        awaitLooks();
        assertThat(daily.begun).as("a second run by the first engine").isEmpty();
    }

    /** A node in Paris. */
    private Cartable node(TaskStores stores, Sample... samples) {
        CartableBuilder builder = Cartable.builder()
                .taskStores(stores)
                .zone(PARIS)
                .time(() -> now)
                .alarms(alarm -> {});
        for (Sample sample : samples) {
            builder.task(sample);
        }
        Cartable node = builder.build();
        nodes.add(node);
        return node;
    }

    private QuickEngine start(Cartable node) throws InterruptedException {
        return start(node, newEngine());
    }

    /** Starts an engine, and waits for its first look: from then on its node knows its tasks. */
    private QuickEngine start(Cartable node, Scheduler engine) throws InterruptedException {
        QuickEngine quick = new QuickEngine(engine, looks);
        looks.drainPermits();
        node.tasks().start(quick);
        awaitLooks(1);
        return quick;
    }

    private void moveTo(Instant time) {
        now = time;
    }

    /** Moves the time, and waits until the engine has run these slots of a task, and has looked again. */
    private void assertRuns(Cartable node, Sample sample, String time, String... slots) throws InterruptedException {
        moveTo(Instant.parse(time));
        for (String slot : slots) {
            assertThat(sample.next()).isEqualTo(slot);
        }
        for (int i = 0; slots.length > 0 && last(node, sample).state() == Occurrence.State.RUNNING; i++) {
            assertThat(i).as("looks until a run has ended").isLessThan(1_000);
            awaitLooks(1);
        }
        awaitLooks();
        assertThat(sample.begun).as("further runs at %s", time).isEmpty();
    }

    /** Waits until the engine has looked again some times, so that it has seen the time as it is now. */
    private void awaitLooks() throws InterruptedException {
        looks.drainPermits();
        awaitLooks(3);
    }

    private void awaitLooks(int count) throws InterruptedException {
        assertThat(looks.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the engine looks")
                .isTrue();
    }

    private static Occurrence last(Cartable node, Sample sample) {
        return read(node.tasks().history(sample.name())).get(0);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** What a sample does. */
    private interface Body {
        void run(Task.Run run) throws Exception;
    }

    /** A task that says which slots were begun. */
    private static final class Sample implements Task {
        final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        boolean onEachNode;
        Body body = run -> {};
        private final TaskName name;
        private final Schedule schedule;

        Sample(String name, String schedule) {
            this.name = new TaskName(name);
            this.schedule = Schedule.parse(schedule);
        }

        /** Waits for the next run, and gives its slot. */
        String next() throws InterruptedException {
            String slot = begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(slot).as("run of " + name).isNotNull();
            return String.valueOf(slot);
        }

        @Override
        public TaskName name() {
            return name;
        }

        @Override
        public Schedule schedule() {
            return schedule;
        }

        @Override
        public boolean onEachNode() {
            return onEachNode;
        }

        @Override
        public Counts run(Task.Run run) throws Exception {
            begun.add(run.slot().key());
            body.run(run);
            return Counts.of(Map.of("done", 1L));
        }
    }

    /** An engine whose next look comes soon, and whose first calls of its ticker may fail. */
    private static final class QuickEngine implements Scheduler {
        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger failuresOfRuns = new AtomicInteger();
        private final Scheduler engine;
        private final Semaphore looks;

        QuickEngine(Scheduler engine, Semaphore looks) {
            this.engine = engine;
            this.looks = looks;
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public void start(Ticker ticker) {
            engine.start(new QuickTicker(ticker));
        }

        @Override
        public void close() {
            engine.close();
        }

        private static void failOnce(AtomicInteger failures) {
            if (failures.getAndDecrement() > 0) {
                throw new UncheckedIOException(new IOException("the stores are down"));
            }
        }

        private final class QuickTicker implements Ticker {
            private final Ticker ticker;

            QuickTicker(Ticker ticker) {
                this.ticker = ticker;
            }

            @Override
            public List<TaskName> tasks() {
                return ticker.tasks();
            }

            @Override
            public List<Time> look() {
                return ticker.look();
            }

            @Override
            public Duration look(Consumer<? super Time> begin) {
                failOnce(failures);
                ticker.look(begin);
                looks.release();
                return SHORTLY;
            }

            @Override
            public void tick(TaskName task) {
                failOnce(failuresOfRuns);
                ticker.tick(task);
            }

            @Override
            public Instant now() {
                return ticker.now();
            }
        }
    }
}
