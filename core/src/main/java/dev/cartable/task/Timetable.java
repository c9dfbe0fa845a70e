package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Tasks.UnknownTaskException;
import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.task.port.Scheduler.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says for each task whether it is on, when it runs, and what is due: what was set at run time, then the configuration, then the task. */
final class Timetable {
    private final Map<TaskName, Task> tasks;
    private final TaskSettings settings;
    private final Function<String, LocalTimes> cron;
    private final OccurrenceStore occurrences;
    private final InstantSource time;

    /** The last slot that this node has run of each task that every node runs. */
    private final Map<TaskName, Instant> here = new ConcurrentHashMap<>();

    Timetable(
            Map<TaskName, Task> tasks,
            TaskSettings settings,
            Function<String, LocalTimes> cron,
            OccurrenceStore occurrences,
            InstantSource time) {
        this.tasks = requireNonNull(tasks, "tasks");
        this.settings = requireNonNull(settings, "settings");
        this.cron = requireNonNull(cron, "cron");
        this.occurrences = requireNonNull(occurrences, "occurrences");
        this.time = requireNonNull(time, "time");
    }

    Set<TaskName> names() {
        return tasks.keySet();
    }

    Task require(TaskName name) {
        Task task = tasks.get(name);
        if (task == null) {
            throw new UnknownTaskException(name.value(), names());
        }
        return task;
    }

    List<Tasks.Entry> entries() {
        Map<TaskName, TaskState> states = occurrences.ledger().tasks();
        return tasks.values().stream()
                .map(task -> entry(task, states.get(task.name())))
                .toList();
    }

    Tasks.Entry entry(TaskName name) {
        return entry(require(name), occurrences.ledger().tasks().get(name));
    }

    /** The last slots that were due, whether or not they were run; without those of tasks that are off. */
    Map<TaskName, Slot> lastSlots(Collection<TaskName> names) {
        Instant now = time.instant();
        Map<TaskName, TaskState> states = occurrences.ledger().tasks();
        Map<TaskName, Slot> last = new HashMap<>();
        for (TaskName name : names) {
            Task task = require(name);
            TaskState known = states.get(name);
            TaskSetting setting = known == null ? TaskSetting.firstSeen(name, now) : known.setting();
            if (isEnabled(task, setting)) {
                slots(task, setting).atOrBefore(now).ifPresent(slot -> last.put(name, slot));
            }
        }
        return last;
    }

    /** What is to be done about a task now. */
    Due due(Task task, TaskState state) {
        return isEnabled(task, state.setting())
                ? Due.decide(slots(task, state.setting()), task.policy(), state, settings.onTime(), time.instant())
                : new Due.Nothing();
    }

    private Tasks.Entry entry(Task task, @Nullable TaskState known) {
        Instant now = time.instant();
        TaskState state = known == null ? new TaskState(TaskSetting.firstSeen(task.name(), now), null) : known;
        TaskSetting setting = state.setting();
        boolean enabled = isEnabled(task, setting);
        return new Tasks.Entry(
                task.name(),
                schedule(task, setting),
                zone(task, setting),
                enabled,
                setting.enabled() != null || setting.schedule() != null || setting.zone() != null,
                enabled ? nextAt(task, state, now) : null,
                state.last());
    }

    /** Whether a task is due now, and when it is due next. */
    Ticker.Time time(Task task, TaskState state) {
        Instant now = time.instant();
        boolean enabled = isEnabled(task, state.setting());
        boolean due = enabled
                && (task.onEachNode() ? dueHere(task, state).isPresent() : !(due(task, state) instanceof Due.Nothing));
        Instant retry =
                state.last() == null || task.onEachNode() ? null : state.last().nextAt();
        Instant next = retry != null && retry.isAfter(now)
                ? retry
                : slots(task, state.setting()).after(now).map(Slot::at).orElse(null);
        return new Ticker.Time(task.name(), task.onEachNode(), due, enabled ? next : null);
    }

    /** The slot that this node has not run yet; the node notes it in {@link #beginHere}. */
    Optional<Slot> dueHere(Task task, TaskState state) {
        return isEnabled(task, state.setting())
                ? slots(task, state.setting())
                        .atOrBefore(time.instant())
                        .filter(slot -> !slot.at().equals(here.get(task.name())))
                : Optional.empty();
    }

    /** Whether the slot is not run on this node yet, which it is from now on. */
    boolean beginHere(Task task, Slot slot) {
        return !slot.at().equals(here.put(task.name(), slot.at()));
    }

    private @Nullable Instant nextAt(Task task, TaskState state, Instant now) {
        Occurrence last = state.last();
        if (last != null && last.nextAt() != null) {
            return last.nextAt();
        }
        if (!task.onEachNode() && due(task, state) instanceof Due.Run run) {
            return run.slot().at();
        }
        return slots(task, state.setting()).after(now).map(Slot::at).orElse(null);
    }

    private Occurrences slots(Task task, TaskSetting setting) {
        return Occurrences.of(schedule(task, setting), zone(task, setting), task.policy(), cron);
    }

    boolean isEnabled(Task task, TaskSetting setting) {
        return setting.enabled() != null
                ? setting.enabled()
                : change(task).map(TaskSettings.Change::enabled).orElse(true);
    }

    private Schedule schedule(Task task, TaskSetting setting) {
        return setting.schedule() != null
                ? setting.schedule()
                : change(task).map(TaskSettings.Change::schedule).orElseGet(task::schedule);
    }

    private ZoneId zone(Task task, TaskSetting setting) {
        return setting.zone() != null
                ? setting.zone()
                : change(task).map(TaskSettings.Change::zone).orElse(settings.zone());
    }

    private Optional<TaskSettings.Change> change(Task task) {
        return settings.change(task.name());
    }
}
