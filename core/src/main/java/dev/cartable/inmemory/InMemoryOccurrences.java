package dev.cartable.inmemory;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger of tasks in memory. Safe for use by several threads. */
final class InMemoryOccurrences implements OccurrenceStore {
    private static final Comparator<Occurrence> BY_TIME = Comparator.comparing(
                    (Occurrence occurrence) -> occurrence.slot().at())
            .thenComparing(Occurrence::task)
            .thenComparing(occurrence -> occurrence.slot().key());

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<TaskName, TaskSetting> settings;
    private final InMemoryTable<Key, Occurrence> occurrences;
    private final InMemoryTable<Integer, Instant> ticks;

    InMemoryOccurrences(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.settings = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.occurrences =
                new InMemoryTable<>(unitOfWork, Comparator.comparing(Key::task).thenComparing(Key::slot));
        this.ticks = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public TaskLedger ledger() {
        return unitOfWork.read(() -> {
            Map<TaskName, Occurrence> last = last();
            Map<TaskName, TaskState> tasks = new HashMap<>();
            settings.all()
                    .forEach(setting -> tasks.put(setting.task(), new TaskState(setting, last.get(setting.task()))));
            return new TaskLedger(tasks, ticks.get(0));
        });
    }

    @Override
    public Optional<Occurrence> find(TaskName task, String slot) {
        return Optional.ofNullable(occurrences.get(new Key(task, slot)));
    }

    @Override
    public Stream<Occurrence> history(@Nullable TaskName task) {
        return occurrences.all().stream()
                .filter(occurrence -> task == null || occurrence.task().equals(task))
                .sorted(BY_TIME.reversed());
    }

    @Override
    public void register(Tx tx, Collection<TaskSetting> seen) {
        seen.forEach(setting -> settings.putIfAbsent(tx, setting.task(), setting));
    }

    @Override
    public Optional<TaskState> lock(Tx tx, TaskName task) {
        unitOfWork.own(tx);
        return Optional.ofNullable(settings.get(task)).map(setting -> new TaskState(setting, last().get(task)));
    }

    @Override
    public void save(Tx tx, TaskSetting setting) {
        unitOfWork.own(tx);
        if (settings.has(setting.task())) {
            settings.put(tx, setting.task(), setting);
        }
    }

    @Override
    public boolean add(Tx tx, Occurrence occurrence) {
        return occurrences.putIfAbsent(tx, Key.of(occurrence), occurrence);
    }

    @Override
    public void update(Tx tx, Occurrence occurrence) {
        unitOfWork.own(tx);
        if (occurrences.has(Key.of(occurrence))) {
            occurrences.put(tx, Key.of(occurrence), occurrence);
        }
    }

    @Override
    public void ticked(Tx tx, Instant now) {
        unitOfWork.own(tx);
        Instant last = ticks.get(0);
        if (last == null || last.isBefore(now)) {
            ticks.put(tx, 0, now);
        }
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        unitOfWork.own(tx);
        Map<TaskName, Occurrence> last = last();
        return occurrences.removeWhere(
                tx,
                occurrence -> occurrence.slot().at().isBefore(before)
                        && (occurrence.endedAt() == null || occurrence.endedAt().isBefore(before))
                        && !occurrence.equals(last.get(occurrence.task())),
                max);
    }

    /** The last slot of each task. */
    private Map<TaskName, Occurrence> last() {
        Map<TaskName, Occurrence> last = new HashMap<>();
        for (Occurrence occurrence : occurrences.all()) {
            if (!occurrence.byHand()) {
                last.merge(occurrence.task(), occurrence, BinaryOperator.maxBy(BY_TIME));
            }
        }
        return last;
    }

    private record Key(TaskName task, String slot) {
        static Key of(Occurrence occurrence) {
            return new Key(occurrence.task(), occurrence.slot().key());
        }
    }
}
