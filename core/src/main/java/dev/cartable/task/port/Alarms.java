package dev.cartable.task.port;

import dev.cartable.task.model.Alarm;

/** Where alarms go. Safe for use by several threads. */
public interface Alarms {
    /** Passes an alarm on. A failure of it is logged, and ends nothing. */
    void raise(Alarm alarm);
}
