package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to look at.
 *
 * @param task the task it is about; null if about none
 * @param facts what a text about it names, such as {@code reason}; no names, addresses or secrets
 */
public record Alarm(Code code, @Nullable TaskName task, Instant at, Map<String, String> facts) {
    public Alarm {
        requireNonNull(code, "code");
        requireNonNull(at, "at");
        facts = Map.copyOf(new TreeMap<>(facts));
    }

    /** What has happened. */
    public enum Code {
        /** Nothing has ticked for some time. Facts: {@code since}. */
        NOTHING_TICKED,
        /** A task has failed its last attempt. Facts: {@code slot}, {@code attempts}, {@code reason}. */
        TASK_FAILED,
        /** Slots were missed and are not run any more. Facts: {@code slot}, {@code missed}. */
        TASK_MISSED,
        /** Messages are due for long, or failed: expected and sent differ. Facts: {@code expected}, {@code sent}. */
        MESSAGES_UNSENT,
        /** So many absences were recorded that the notices of them are held. Facts: {@code run}, {@code absent}, {@code enrolled}. */
        REMINDERS_HELD,
        /** They are still held in the evening. Facts: {@code run}, {@code absent}, {@code enrolled}. */
        REMINDERS_STILL_HELD,
        /**
         * Of the reminders of a day, expected and sent differ: some wait, failed, or may be lost. Facts: {@code day}, {@code expected},
         * {@code sent}.
         */
        REMINDERS_UNSENT,
        /** The last school year in the calendar is over, or nearly, so that all reminders but those of payments stop for the summer. Facts: {@code day}, its last. */
        CALENDAR_ENDS,
        /**
         * A backup was made that does not count: something is missing in it, or it could not be verified. Facts: {@code file}, {@code
         * state}, {@code reason}.
         */
        BACKUP_DOUBTFUL,
        /** The latest backup that counts is too old, or there is none. Facts: {@code file} (empty for none), {@code hours}. */
        BACKUP_OVERDUE,
        /** The newest copy in the second place is too old, or there is none. Facts: {@code place}, {@code file} (empty for none), {@code hours}. */
        OFFSITE_OVERDUE,
        /** Backups that should be there, here or in the second place, are not, or have changed. Facts: {@code files}, {@code count}. */
        BACKUPS_VANISHED,
        /** A backup was restored for a trial, and is not what it should be. Facts: {@code file}, {@code reason}. */
        DRILL_FAILED
    }
}
