package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One time at which a task is to run. The key makes it unique: a task runs once for each, on however many nodes.
 *
 * @param key the local date of a daily task, the ISO week of a weekly one, the month of a monthly one, the local time of a cron
 *     expression, the instant of an interval; such as {@code 2026-11-28}, {@code 2026-W48}, {@code 2026-11}
 * @param at when it is due
 */
public record Slot(String key, Instant at) {
    /** The length of the longest key. */
    public static final int LONGEST_KEY = 64;

    public Slot {
        requireNonNull(key, "key");
        requireNonNull(at, "at");
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "slot '" + key + "' is blank or longer than " + LONGEST_KEY + " characters");
        }
    }

    /** The slot of a run that a person has asked for. */
    public static Slot byHand(Instant now) {
        return new Slot("by-hand-" + requireNonNull(now, "now"), now);
    }
}
