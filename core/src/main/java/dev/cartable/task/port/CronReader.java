package dev.cartable.task.port;

import dev.cartable.task.model.LocalTimes;

/** Reads cron expressions. Which of the local times exist in a zone, and when, is decided elsewhere. */
public interface CronReader {
    /**
     * The times of five Unix cron fields.
     *
     * @throws dev.cartable.task.model.InvalidScheduleException if it is no such expression
     */
    LocalTimes read(String expression);
}
