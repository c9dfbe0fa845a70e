package dev.cartable.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cartable.CartableException;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskAlarmsTest {
    private static final TaskName TASK = new TaskName("report");
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");
    private static final Slot SLOT = new Slot("2026-11-28", NOW);

    private final List<Alarm> raised = new ArrayList<>();
    private final TaskAlarms alarms = new TaskAlarms(raised::add, InstantSource.fixed(NOW));

    private static Occurrence ended(Occurrence.State state, String reason) {
        return Occurrence.running(TASK, SLOT, false, 4, 0, "node", NOW).ended(state, NOW, null, Map.of(), reason);
    }

    @Test
    void aTaskThatHasUsedUpItsAttemptsIsAnAlarm() {
        alarms.ended(ended(Occurrence.State.FAILED, "the disk is full"));

        assertThat(raised)
                .containsExactly(new Alarm(
                        Alarm.Code.TASK_FAILED,
                        TASK,
                        NOW,
                        Map.of("slot", "2026-11-28", "attempts", "4", "reason", "the disk is full")));
    }

    @Test
    void anAlarmCountsTheMissedSlotWithThoseBeforeIt() {
        alarms.ended(Occurrence.missed(TASK, SLOT, 2, NOW));

        assertThat(raised)
                .containsExactly(
                        new Alarm(Alarm.Code.TASK_MISSED, TASK, NOW, Map.of("slot", "2026-11-28", "missed", "3")));
    }

    @Test
    void whatIsDoneOrGoesOnIsNone() {
        alarms.ended(ended(Occurrence.State.DONE, ""));
        alarms.ended(ended(Occurrence.State.RETRYING, "the disk is full"));
        alarms.ended(ended(Occurrence.State.UNFINISHED, "the process is stopping"));

        assertThat(raised).isEmpty();
    }

    @Test
    void silenceIsReportedSinceTheLastTick() {
        alarms.nothingTicked(NOW.minusSeconds(3_600));

        assertThat(raised)
                .containsExactly(
                        new Alarm(Alarm.Code.NOTHING_TICKED, null, NOW, Map.of("since", "2026-11-28T07:00:00Z")));
    }

    @Test
    void onlyCartablesOwnMessagesAreShownSinceOthersMayHoldNames() {
        assertThat(TaskAlarms.reason(new CartableException("X", Map.of(), "the roster is empty")))
                .isEqualTo("the roster is empty");
        assertThat(TaskAlarms.reason(new IllegalStateException("Adjoua"))).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void anAlarmThatCannotBePassedOnStopsNothing() {
        TaskAlarms broken = new TaskAlarms(
                alarm -> {
                    throw new IllegalStateException();
                },
                InstantSource.fixed(NOW));

        assertThatCode(() -> broken.nothingTicked(NOW)).doesNotThrowAnyException();
    }
}
