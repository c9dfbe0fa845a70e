package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Alarms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what about tasks is an alarm, and passes it on. One that cannot be passed on is logged. Safe for use by several threads. */
final class TaskAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(TaskAlarms.class);

    private final Alarms alarms;
    private final InstantSource time;

    TaskAlarms(Alarms alarms, InstantSource time) {
        this.alarms = requireNonNull(alarms, "alarms");
        this.time = requireNonNull(time, "time");
    }

    void nothingTicked(Instant since) {
        raise(Alarm.Code.NOTHING_TICKED, null, Map.of("since", since.toString()));
    }

    /** A task whose schedule cannot be read never runs. */
    void unreadable(TaskName task, RuntimeException failure) {
        raise(Alarm.Code.TASK_FAILED, task, Map.of("slot", "", "attempts", "0", "reason", reason(failure)));
    }

    /** A slot that has ended: an alarm if it failed or was missed. */
    void ended(Occurrence slot) {
        if (slot.state() == Occurrence.State.FAILED) {
            raise(
                    Alarm.Code.TASK_FAILED,
                    slot.task(),
                    Map.of(
                            "slot", slot.slot().key(),
                            "attempts", Integer.toString(slot.attempt()),
                            "reason", slot.reason() == null ? "" : slot.reason()));
        } else if (slot.state() == Occurrence.State.MISSED) {
            raise(
                    Alarm.Code.TASK_MISSED,
                    slot.task(),
                    Map.of(
                            "slot", slot.slot().key(),
                            "missed", Long.toString(slot.missed() + 1)));
        }
    }

    /** Cartable's own messages name people by id only; others may hold anything. */
    static String reason(Throwable failure) {
        return failure instanceof CartableException refusal
                ? String.valueOf(refusal.getMessage())
                : failure.getClass().getName();
    }

    /** The same, after the code of a refusal, so that each edge can word it. */
    static String reasonWithCode(Throwable failure) {
        return failure instanceof CartableException refusal ? refusal.code() + ": " + reason(failure) : reason(failure);
    }

    private void raise(Alarm.Code code, @Nullable TaskName task, Map<String, String> facts) {
        try {
            alarms.raise(new Alarm(code, task, time.instant(), facts));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the alarm {} {} could not be passed on", code, facts, e);
        }
    }
}
