package dev.cartable.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A task at 11:59 each day, at noon. */
class TimetableTest {
    private static final TaskName NAME = new TaskName("noon");
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant TODAY = Instant.parse("2026-11-28T11:59:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-11-29T11:59:00Z");
    private static final TaskSetting KNOWN = TaskSetting.firstSeen(NAME, NOON.minus(Duration.ofDays(1)));

    private final InMemoryStores stores = new InMemoryStores(() -> NOON);
    private final Task once = new Simple(false);
    private final Task onEachNode = new Simple(true);

    private record Simple(boolean onEachNode) implements Task {
        @Override
        public TaskName name() {
            return NAME;
        }

        @Override
        public Schedule schedule() {
            return Schedule.parse("daily 11:59");
        }

        @Override
        public Counts run(Task.Run run) {
            return Counts.of(Map.of());
        }
    }

    private Timetable timetable(Task task) {
        return new Timetable(
                Map.of(NAME, task),
                TaskSettings.of(ZoneOffset.UTC),
                expression -> {
                    throw new IllegalArgumentException(expression);
                },
                stores.occurrences(),
                () -> NOON);
    }

    private static TaskState state(@Nullable Instant nextAt) {
        Occurrence begun = Occurrence.running(NAME, new Slot("2026-11-28", TODAY), false, 1, 0, "node", TODAY);
        return new TaskState(KNOWN, begun.ended(Occurrence.State.RETRYING, NOON, nextAt, Map.of(), "failed"));
    }

    private Tasks.Entry entry(Task task, TaskSetting setting) {
        stores.unitOfWork().run(tx -> {
            stores.occurrences().register(tx, List.of(setting));
            stores.occurrences().save(tx, setting);
        });
        return timetable(task).entry(NAME);
    }

    @Test
    void aTaskThatWasNeverSeenIsAsItSaysItself() {
        Tasks.Entry entry = timetable(once).entry(NAME);

        assertThat(entry.changed()).isFalse();
        assertThat(entry.enabled()).isTrue();
        assertThat(entry.nextAt()).isEqualTo(TOMORROW);
        assertThat(entry.lastRun()).isNull();
    }

    @Test
    void eachThingThatWasSetAtRunTimeIsAChange() {
        assertThat(entry(once, KNOWN).changed()).isFalse();
        assertThat(entry(once, KNOWN.withEnabled(true, KNOWN.since())).changed())
                .isTrue();
        assertThat(entry(once, KNOWN.withSchedule(Schedule.parse("daily 06:00"), null))
                        .changed())
                .isTrue();
        Tasks.Entry elsewhere = entry(once, KNOWN.withSchedule(null, ZoneId.of("Africa/Lagos")));
        assertThat(elsewhere.changed()).isTrue();
        assertThat(elsewhere.zone()).isEqualTo(ZoneId.of("Africa/Lagos"));
    }

    @Test
    void aSlotThatIsDueAndWasNotBegunIsTheNextOne() {
        assertThat(entry(once, KNOWN).nextAt()).isEqualTo(TODAY);
        assertThat(entry(onEachNode, KNOWN).nextAt()).isEqualTo(TOMORROW);
        assertThat(entry(once, KNOWN.withEnabled(false, KNOWN.since())).nextAt())
                .isNull();
    }

    @Test
    void aRetryIsTheNextOne() {
        Instant retry = NOON.plusSeconds(60);
        stores.unitOfWork().run(tx -> {
            stores.occurrences().register(tx, List.of(KNOWN));
            Occurrence failed = requireNonNull(state(retry).last());
            stores.occurrences().add(tx, failed);
        });

        assertThat(timetable(once).entry(NAME).nextAt()).isEqualTo(retry);
    }

    @Test
    void anEngineIsToldWhenToComeBack() {
        Instant retry = NOON.plusSeconds(60);

        assertThat(timetable(once).time(once, new TaskState(KNOWN, null)))
                .isEqualTo(new Ticker.Time(NAME, false, true, TOMORROW));
        assertThat(timetable(once).time(once, state(retry))).isEqualTo(new Ticker.Time(NAME, false, false, retry));
        assertThat(timetable(once).time(once, state(NOON)))
                .as("the retry is due")
                .isEqualTo(new Ticker.Time(NAME, false, true, TOMORROW));
        assertThat(timetable(once).time(once, state(null)).next()).isEqualTo(TOMORROW);
        assertThat(timetable(onEachNode).time(onEachNode, state(retry)))
                .as("each node has its own")
                .isEqualTo(new Ticker.Time(NAME, true, true, TOMORROW));
    }

    @Test
    void aTaskThatIsOffIsNeverDue() {
        TaskState off = new TaskState(KNOWN.withEnabled(false, KNOWN.since()), null);

        assertThat(timetable(once).time(once, off)).isEqualTo(new Ticker.Time(NAME, false, false, null));
        assertThat(timetable(onEachNode).time(onEachNode, off)).isEqualTo(new Ticker.Time(NAME, true, false, null));
        assertThat(timetable(onEachNode).dueHere(onEachNode, off)).isEmpty();
    }

    @Test
    void aNodeRunsASlotOfItsOwnOnce() {
        Timetable here = timetable(onEachNode);
        TaskState known = new TaskState(KNOWN, null);
        Slot slot = here.dueHere(onEachNode, known).orElseThrow();

        assertThat(slot.at()).isEqualTo(TODAY);
        assertThat(here.beginHere(onEachNode, slot)).isTrue();
        assertThat(here.beginHere(onEachNode, slot)).isFalse();
        assertThat(here.dueHere(onEachNode, known)).isEmpty();
        assertThat(timetable(onEachNode).dueHere(onEachNode, known))
                .as("on another node")
                .contains(slot);
    }
}
