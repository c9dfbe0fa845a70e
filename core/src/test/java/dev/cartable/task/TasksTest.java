package dev.cartable.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.Counts;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TasksTest {
    private static final TaskName BROKEN = new TaskName("broken");
    private static final TaskName GOOD = new TaskName("good");

    private final InstantSource time = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));
    private final List<Alarm> alarms = new ArrayList<>();
    private boolean unreadable = true;

    private record Simple(TaskName name, Schedule schedule) implements Task {
        @Override
        public Counts run(Task.Run run) {
            return Counts.of(Map.of());
        }
    }

    /** Its schedule cannot be read for a while, as where a library is missing. */
    private final class Broken implements Task {
        @Override
        public TaskName name() {
            return BROKEN;
        }

        @Override
        public Schedule schedule() {
            if (unreadable) {
                throw new IllegalStateException("not now");
            }
            return Schedule.parse("every 1m");
        }

        @Override
        public Counts run(Task.Run run) {
            return Counts.of(Map.of());
        }
    }

    private static final class Engine implements Scheduler {
        private boolean fails;
        private int closed;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public void start(Ticker ticker) {
            if (fails) {
                throw new IllegalStateException("no threads");
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private CartableBuilder builder() {
        return Cartable.builder()
                .stores(new InMemoryStores(time))
                .zone(ZoneOffset.UTC)
                .time(time)
                .alarms(alarms::add);
    }

    @Test
    void aTaskWhoseScheduleCannotBeReadHidesNoOtherFromTheEngine() {
        try (Cartable cartable = builder()
                .task(new Broken())
                .task(new Simple(GOOD, Schedule.parse("every 1m")))
                .build()) {
            Ticker ticker = cartable.tasks().ticker();

            assertThat(ticker.look())
                    .extracting(Ticker.Time::task)
                    .contains(GOOD)
                    .doesNotContain(BROKEN);
            ticker.look();
            assertThat(alarms)
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.task()).isEqualTo(BROKEN));

            unreadable = false;
            assertThat(ticker.look()).extracting(Ticker.Time::task).contains(BROKEN);
        }
    }

    @Test
    void afterACloseAnotherEngineCanBeStartedAndRunsTasks() {
        Cartable cartable =
                builder().task(new Simple(GOOD, Schedule.parse("every 1m"))).build();
        Engine first = new Engine();
        cartable.tasks().start(first);
        cartable.tasks().close();
        assertThat(first.closed).isOne();

        cartable.tasks().start(new Engine());
        assertThat(cartable.tasks().run(GOOD).state().isFinal()).isTrue();
        cartable.close();
    }

    @Test
    void anEngineThatDoesNotStartLeavesRoomForAnother() {
        try (Cartable cartable = builder().anyThread(true).build()) {
            Engine failing = new Engine();
            failing.fails = true;
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> cartable.tasks().start(failing))
                    .withMessage("no threads");

            cartable.tasks().start(new Engine());
        }
    }

    @Test
    void aTimeThatNeverComesIsRefused() {
        try (Cartable cartable =
                builder().task(new Simple(GOOD, Schedule.parse("every 1m"))).build()) {
            assertThatExceptionOfType(InvalidScheduleException.class)
                    .isThrownBy(() -> cartable.tasks().at(GOOD, Schedule.cron("0 0 30 2 *"), null));
            assertThat(cartable.tasks().find(GOOD).schedule()).hasToString("every 1m");
        }
    }

    @Test
    void aLeaseThatCannotBeGivenBackIsGivenBackBeforeTheNextRun() {
        InMemoryStores stores = new InMemoryStores(time);
        FailingLeases leases = new FailingLeases(stores.leases());
        try (Cartable cartable = builder()
                .stores(stores)
                .taskStores(new StoresWith(stores, leases))
                .task(new Simple(GOOD, Schedule.parse("every 1m")))
                .build()) {
            leases.failing = true;
            assertThat(cartable.tasks().run(GOOD).state().isFinal()).isTrue();
            leases.failing = false;

            assertThat(cartable.tasks().run(GOOD).state().isFinal()).isTrue();
        }
    }

    private record StoresWith(InMemoryStores stores, Leases leases) implements TaskStores {
        @Override
        public OccurrenceStore occurrences() {
            return stores.occurrences();
        }

        @Override
        public KeyedAnswers keyedAnswers() {
            return stores.keyedAnswers();
        }

        @Override
        public UnitOfWork unitOfWork() {
            return stores.unitOfWork();
        }
    }

    /** Leases of a store that is away for a moment when one is given back. */
    private static final class FailingLeases implements Leases {
        private final Leases leases;
        private boolean failing;

        FailingLeases(Leases leases) {
            this.leases = leases;
        }

        @Override
        public Attempt acquire(String name, Holder holder, Duration ttl) {
            return leases.acquire(name, holder, ttl);
        }

        @Override
        public void renew(Tx tx, Grant grant, Duration ttl) {
            leases.renew(tx, grant, ttl);
        }

        @Override
        public void release(Grant grant) {
            if (failing) {
                throw new IllegalStateException("the store is away");
            }
            leases.release(grant);
        }

        @Override
        public Optional<Attempt.Held> holder(String name) {
            return leases.holder(name);
        }
    }
}
