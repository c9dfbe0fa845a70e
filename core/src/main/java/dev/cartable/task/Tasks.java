package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.task.internal.TaskParts;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a school: which runs when, what has run, and the tick that runs what is due. Any number of nodes and engines may tick
 * at once; each slot of a task runs once. Safe for use by several threads. {@link #close} stops the engine that was started.
 */
public final class Tasks implements AutoCloseable {
    /** How long the answer to a request with a key is kept. */
    public static final Duration ANSWERS_KEPT = Duration.ofHours(24);

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final TaskParts parts;
    private @Nullable Timetable timetable;
    private @Nullable TaskRunner runner;
    private @Nullable Scheduler engine;
    private Runnable beside = () -> {};

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Tasks(TaskParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * Runs every task that is due, one after the other, on the calling thread. What cron calls once a minute.
     *
     * @return the slots that it ran or found missed, as they are now
     */
    public List<Occurrence> tick() {
        return runner().tick();
    }

    /**
     * Runs a task now, whether it is due or not, and whether it is on or off. Its slots are left as they are.
     *
     * @throws UnknownTaskException if there is no such task
     * @throws CartableException of the code TASK_NOT_PERMITTED if this installation does not speak; nothing was done
     * @throws dev.cartable.work.LeaseHeldException if it runs already
     */
    public Occurrence run(TaskName task) {
        return runner().byHand(task);
    }

    /**
     * Begins a run of a task now, as {@link #run(TaskName)} does, and leaves its work to the caller: for a request that is answered before
     * the work is done.
     *
     * @throws UnknownTaskException if there is no such task
     * @throws CartableException of the code TASK_NOT_PERMITTED if this installation does not speak; nothing was done
     * @throws dev.cartable.work.LeaseHeldException if it runs already
     */
    public BegunRun begin(TaskName task) {
        return runner().beginByHand(task);
    }

    /**
     * Begins a run that is in no timetable, such as bulk work that a person has asked for. The ledger keeps it like the runs of tasks, by
     * the name of the work; work of one name runs once at a time, on all nodes together. The reason of a failure begins with its code. It
     * alarms nobody.
     *
     * @param key makes the run unique among those of its name: a run is begun once, however often it is asked for; at most {@value
     *     Slot#LONGEST_KEY} characters
     * @param approved the digest of the plan that was approved, for the audit trail; null for none
     * @return empty if there is a run of this name and key; see {@link #find(TaskName, String)}
     * @throws CartableException of the code TASK_NOT_PERMITTED if this installation does not speak; nothing was done
     * @throws dev.cartable.work.LeaseHeldException if work of this name is under way
     */
    public Optional<BegunRun> begin(Task work, String key, @Nullable PlanDigest approved) {
        return runner().begin(work, key, approved);
    }

    /** One run, by the key of its slot. */
    public Optional<Occurrence> find(TaskName task, String key) {
        return occurrences().find(task, key);
    }

    /**
     * Whether a run that the ledger shows as running runs no more: its process has died, or was paused until its lease was lost. What it
     * has committed stands; it may be asked for again.
     */
    public boolean isInterrupted(Occurrence run) {
        return runner().isInterrupted(run);
    }

    /** All tasks, with when they run and what they did last. */
    public List<Entry> list() {
        return timetable().entries();
    }

    /**
     * One task.
     *
     * @throws UnknownTaskException if there is no such task
     */
    public Entry find(TaskName task) {
        return timetable().entry(task);
    }

    /**
     * The last time of each of these tasks that has come, by the schedule that holds now, whether or not it was run; without the tasks that
     * are off.
     *
     * @throws UnknownTaskException if there is no such task
     */
    public Map<TaskName, Slot> lastSlots(Collection<TaskName> tasks) {
        return timetable().lastSlots(tasks);
    }

    /** What has run, the last first, read on demand. Close the stream. */
    public Stream<Occurrence> history(@Nullable TaskName task) {
        return occurrences().history(task);
    }

    /**
     * Deletes what the ledger need not keep any more.
     *
     * @param run the run that does it
     * @return how many slots
     */
    public long forget(Task.Run run) {
        Instant before = parts.time().instant().minus(parts.taskSettings().remembered());
        return forget(run, tx -> occurrences().forget(tx, before, FORGOTTEN_AT_ONCE));
    }

    /**
     * Deletes the answers to requests with a key that are older than {@link #ANSWERS_KEPT}.
     *
     * @param run the run that does it
     * @return how many
     */
    public long forgetAnswers(Task.Run run) {
        Instant before = parts.time().instant().minus(ANSWERS_KEPT);
        return forget(run, tx -> parts.taskStores().keyedAnswers().forget(tx, before, FORGOTTEN_AT_ONCE));
    }

    private static long forget(Task.Run run, Function<? super Tx, Integer> chunk) {
        long forgotten = 0;
        int some;
        do {
            some = run.unitOfWork().<Integer>call(chunk);
            forgotten += some;
        } while (some > 0);
        return forgotten;
    }

    /** When something has ticked last, on any node. */
    public Optional<Instant> lastTick() {
        return Optional.ofNullable(occurrences().ledger().lastTick());
    }

    /** Since when nothing has ticked, if that is longer than it may be. */
    public Optional<Instant> silentSince() {
        Duration silence = parts.taskSettings().silence();
        return lastTick()
                .filter(last -> last.plus(silence).isBefore(parts.time().instant()));
    }

    /**
     * Switches a task on. What was due while it was off is not run. Changes nothing about the slots of one that is on.
     *
     * @throws UnknownTaskException if there is no such task
     */
    public Entry on(TaskName name) {
        Task task = timetable().require(name);
        return change(
                "task.on",
                name,
                setting -> setting.withEnabled(
                        true,
                        timetable().isEnabled(task, setting)
                                ? setting.since()
                                : parts.time().instant()));
    }

    /**
     * Switches a task off; a run that is under way goes on.
     *
     * @throws UnknownTaskException if there is no such task
     */
    public Entry off(TaskName task) {
        return change("task.off", task, setting -> setting.withEnabled(false, setting.since()));
    }

    /**
     * Changes when a task runs. A slot that was run is not run again, and one that was not is not lost: a daily task that is moved from
     * the evening to a time of this morning runs at the next tick.
     *
     * @param schedule null for what the configuration says
     * @param zone where its local times are; null for what the configuration says
     * @throws UnknownTaskException if there is no such task
     * @throws InvalidScheduleException if it is a cron expression that cannot be read, or whose time never comes
     */
    public Entry at(TaskName task, @Nullable Schedule schedule, @Nullable ZoneId zone) {
        if (schedule instanceof Schedule.Cron cron
                && parts.cron()
                        .apply(cron.expression())
                        .after(LocalDateTime.of(2000, 1, 1, 0, 0))
                        .isEmpty()) {
            throw new InvalidScheduleException(cron.expression(), new IllegalArgumentException("it never comes"));
        }
        return change("task.schedule", task, setting -> setting.withSchedule(schedule, zone));
    }

    /**
     * Starts an engine, which ticks until {@link #close}.
     *
     * @throws IllegalStateException if one was started before
     */
    public synchronized void start(Scheduler scheduler) {
        requireNonNull(scheduler, "scheduler");
        if (engine != null) {
            throw new IllegalStateException("the engine " + engine.name() + " was started before");
        }
        reopen();
        Runnable ending = parts.beside();
        try {
            scheduler.start(ticker());
        } catch (RuntimeException | Error e) {
            ending.run();
            throw e;
        }
        engine = scheduler;
        beside = ending;
    }

    /** Lets runs begin again after {@link #close}, without an engine. Does nothing if they may. */
    public synchronized void reopen() {
        if (runner != null && runner.isStopped()) {
            runner = null;
        }
    }

    /** What an engine calls. */
    public Ticker ticker() {
        return new EngineTicker();
    }

    /**
     * Lets no run begin any more, waits for those under way, which end after the chunk they are in, and stops the engine. Ticks run
     * nothing from then on, unless another engine is started, or {@link #reopen} is called.
     */
    @Override
    public void close() {
        Scheduler started;
        Runnable ending;
        synchronized (this) {
            started = engine;
            ending = beside;
            engine = null;
            beside = () -> {};
            if (runner != null) {
                runner.stop();
            }
        }
        try {
            ending.run();
        } finally {
            if (started != null) {
                started.close();
            }
        }
    }

    private Entry change(String deed, TaskName task, UnaryOperator<TaskSetting> change) {
        Timetable tasks = timetable();
        tasks.require(task);
        UnitOfWork work = parts.transactions();
        work.run(tx -> {
            occurrences()
                    .register(
                            tx, List.of(TaskSetting.firstSeen(task, parts.time().instant())));
            TaskSetting setting = occurrences().lock(tx, task).orElseThrow().setting();
            occurrences().save(tx, change.apply(setting));
            Deed.of(deed, "task", task.value()).record(work, tx);
        });
        return tasks.entry(task);
    }

    private OccurrenceStore occurrences() {
        return parts.taskStores().occurrences();
    }

    private synchronized Timetable timetable() {
        if (timetable == null) {
            Map<TaskName, Task> tasks = new LinkedHashMap<>();
            for (Task task : parts.tasks()) {
                if (tasks.putIfAbsent(task.name(), task) != null) {
                    throw new IllegalArgumentException("two tasks are named " + task.name() + "; leave one");
                }
            }
            timetable = new Timetable(
                    tasks,
                    parts.taskSettings(),
                    parts.cron(),
                    parts.taskStores().occurrences(),
                    parts.time());
        }
        return timetable;
    }

    private synchronized TaskRunner runner() {
        if (runner == null) {
            runner = new TaskRunner(
                    timetable(),
                    parts.transactions(),
                    parts.taskStores().leases(),
                    parts.taskStores().occurrences(),
                    new TaskAlarms(parts.alarms(), parts.time()),
                    parts::permits,
                    parts.taskSettings(),
                    parts.time());
        }
        return runner;
    }

    private final class EngineTicker implements Ticker {
        @Override
        public List<TaskName> tasks() {
            return List.copyOf(timetable().names());
        }

        @Override
        public List<Ticker.Time> look() {
            return runner().look();
        }

        @Override
        public void tick(TaskName task) {
            runner().tick(task);
        }

        @Override
        public Instant now() {
            return parts.time().instant();
        }
    }

    /**
     * A task as it stands now.
     *
     * @param enabled whether it runs by its schedule
     * @param changed whether that or the schedule was changed at run time
     * @param nextAt when its next slot is due, or a retry; null if it is off
     * @param lastRun the slot that was begun or missed last; null if there is none
     */
    public record Entry(
            TaskName name,
            Schedule schedule,
            ZoneId zone,
            boolean enabled,
            boolean changed,
            @Nullable Instant nextAt,
            @Nullable Occurrence lastRun) {
        public Entry {
            requireNonNull(name, "name");
            requireNonNull(schedule, "schedule");
            requireNonNull(zone, "zone");
        }
    }

    /** There is no task of that name. Nothing was done. */
    public static class UnknownTaskException extends CartableException {
        private static final long serialVersionUID = 1L;

        /**
         * A task was named that there is not.
         *
         * @param known the tasks that there are
         */
        public UnknownTaskException(String task, Collection<TaskName> known) {
            super(
                    "UNKNOWN_TASK",
                    Map.of("task", task, "known", names(known)),
                    "there is no task '" + task + "'; nothing was done. The tasks are: " + names(known));
        }

        private static String names(Collection<TaskName> known) {
            return known.stream().map(TaskName::value).collect(Collectors.joining(", "));
        }
    }
}
