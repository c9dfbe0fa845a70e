package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.task.Task;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Nodes that share a store, their clock, and tasks that remember which slots were begun. Two nodes are two {@code Cartable}s. */
abstract class TaskNodes extends StoresContract<Stores> {
    final Queue<Alarm> alarms = new ConcurrentLinkedQueue<>();

    /** A Tuesday, at 08:00. */
    volatile Instant now = NOW;

    Cartable node(Sample... samples) {
        return node(List.of(samples));
    }

    Cartable node(List<Sample> samples) {
        return builder(Duration.ZERO, samples).build();
    }

    /** A node whose clock is ahead. */
    Cartable node(Duration ahead, Sample... samples) {
        return builder(ahead, List.of(samples)).build();
    }

    CartableBuilder builder(Duration ahead, List<Sample> samples) {
        CartableBuilder builder = Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> now.plus(ahead))
                .alarms(alarms::add)
                .tasks(settings -> alone(settings, samples));
        samples.forEach(builder::task);
        return builder;
    }

    /** Switches Cartable's own tasks off, so that the samples are alone. */
    TaskSettings alone(TaskSettings settings, List<Sample> samples) {
        Set<TaskName> mine = samples.stream().map(Sample::name).collect(Collectors.toSet());
        TaskSettings alone = settings;
        for (Tasks.Entry entry : Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .build()
                .tasks()
                .list()) {
            if (!mine.contains(entry.name())) {
                alone = alone.with(entry.name(), new TaskSettings.Change(false, null, null));
            }
        }
        return alone;
    }

    static List<Occurrence> tick(Cartable node) {
        return node.tasks().tick();
    }

    /** Moves the clock, and ticks at each step. */
    void tickEvery(Cartable node, Duration step, Instant from, Instant to) {
        for (Instant time = from; !time.isAfter(to); time = time.plus(step)) {
            now = time;
            tick(node);
        }
    }

    /** The last run of a task. */
    static Occurrence run(Cartable node, Sample sample) {
        return read(node.tasks().history(sample.name())).get(0);
    }

    /** Writes something in a transaction of the run. */
    void add(Task.Run run, String what) {
        run.unitOfWork().run(tx -> stores().tombstones().add(tx, Samples.hash(what), now));
    }

    List<Alarm> alarmsOfTasks() {
        return alarms.stream().filter(alarm -> alarm.task() != null).toList();
    }

    /** One alarm was raised. */
    void assertAlarm(Sample sample, String slot, String attempts) {
        assertThat(alarmsOfTasks()).hasSize(1).allSatisfy(alarm -> {
            assertThat(alarm.code()).isEqualTo(Alarm.Code.TASK_FAILED);
            assertThat(alarm.task()).isEqualTo(sample.name());
            assertThat(alarm.facts()).containsEntry("slot", slot).containsEntry("attempts", attempts);
        });
    }

    /** What a sample does. */
    interface Body {
        void run(Task.Run run) throws Exception;
    }

    interface HasWork {
        boolean isThere();
    }

    /** A task that remembers which slots were begun. */
    static final class Sample implements Task {
        final Queue<String> begun = new ConcurrentLinkedQueue<>();
        volatile HasWork work = () -> true;
        boolean onEachNode;
        boolean speaks;
        private final TaskName name;
        private final Schedule schedule;
        private final TaskPolicy policy;
        private final Body body;

        Sample(String name, String schedule) {
            this(name, schedule, TaskPolicy.defaults(), run -> {});
        }

        Sample(String name, String schedule, TaskPolicy policy, Body body) {
            this.name = new TaskName(name);
            this.schedule = Schedule.parse(schedule);
            this.policy = policy;
            this.body = body;
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
        public TaskPolicy policy() {
            return policy;
        }

        @Override
        public boolean onEachNode() {
            return onEachNode;
        }

        @Override
        public boolean speaks() {
            return speaks;
        }

        @Override
        public boolean hasWork() {
            return work.isThere();
        }

        @Override
        public Counts run(Task.Run run) throws Exception {
            begun.add(run.slot().key() + " #" + run.attempt());
            body.run(run);
            return Counts.of(Map.of("done", 1L));
        }
    }
}
