package dev.cartable;

import dev.cartable.task.model.Alarm;
import dev.cartable.task.port.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes alarms to the log, as warnings. Safe for use by several threads. */
final class LogAlarms implements Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(LogAlarms.class);

    @Override
    public void raise(Alarm alarm) {
        LOG.warn("{} {} {}", alarm.code(), alarm.task() == null ? "" : alarm.task(), alarm.facts());
    }
}
