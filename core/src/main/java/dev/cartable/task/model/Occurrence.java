package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one slot of a task.
 *
 * @param byHand whether a person has asked for it, so that it says nothing about the slots of the schedule
 * @param attempt how often it was begun, from 1; 0 if never
 * @param missed how many slots before it were missed since the one that was settled last
 * @param node the process that ran it last, as host/pid/start; null if none did
 * @param startedAt when it was begun last; null if never
 * @param endedAt when that attempt ended; null while it runs
 * @param nextAt when it goes on, or is tried again; null if it does not
 * @param counts what was done, by the names of the task's own counts
 * @param reason why it failed or was stopped, without a name, an address or a secret; null if it was not
 */
public record Occurrence(
        TaskName task,
        Slot slot,
        boolean byHand,
        State state,
        int attempt,
        long missed,
        @Nullable String node,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant nextAt,
        Map<String, Long> counts,
        @Nullable String reason) {
    /** The length of the longest reason; a longer one is cut. A NUL, which PostgreSQL cannot keep, becomes a space. */
    public static final int LONGEST_REASON = 500;

    public Occurrence {
        requireNonNull(task, "task");
        requireNonNull(slot, "slot");
        requireNonNull(state, "state");
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        if (attempt < 0 || missed < 0) {
            throw new IllegalArgumentException("attempt " + attempt + " or missed " + missed + " is negative");
        }
        reason = reason == null ? null : storable(reason);
    }

    private static String storable(String reason) {
        int end = Math.min(reason.length(), LONGEST_REASON);
        if (end < reason.length() && Character.isHighSurrogate(reason.charAt(end - 1))) {
            end--;
        }
        return reason.substring(0, end).replace('\0', ' ');
    }

    /** A slot that begins. */
    public static Occurrence running(
            TaskName task, Slot slot, boolean byHand, int attempt, long missed, String node, Instant now) {
        return new Occurrence(
                task, slot, byHand, State.RUNNING, attempt, missed, node, now, null, null, Map.of(), null);
    }

    /** A slot that was too late to run. */
    public static Occurrence missed(TaskName task, Slot slot, long missed, Instant now) {
        return new Occurrence(task, slot, false, State.MISSED, 0, missed, null, null, now, null, Map.of(), null);
    }

    /** The same, with what is done so far. */
    public Occurrence counted(Map<String, Long> soFar) {
        return new Occurrence(
                task, slot, byHand, state, attempt, missed, node, startedAt, endedAt, nextAt, soFar, reason);
    }

    /** The same, ended. */
    public Occurrence ended(
            State state, Instant now, @Nullable Instant nextAt, Map<String, Long> counts, @Nullable String reason) {
        return new Occurrence(task, slot, byHand, state, attempt, missed, node, startedAt, now, nextAt, counts, reason);
    }

    /** The state of a slot in the ledger. */
    public enum State {
        /** A node runs it, or died while it ran it. */
        RUNNING(false),
        /** It has failed, and is tried again. */
        RETRYING(false),
        /** It came to an end before all was done, and goes on at the next tick. */
        UNFINISHED(false),
        /** It was run to its end. */
        DONE(true),
        /** Every attempt has failed. */
        FAILED(true),
        /** Nothing ticked when it was due, and it was too late to run it. */
        MISSED(true),
        /** A newer version has written a state that this one does not know. Nodes of that version go on with the slot. */
        NEWER(true);

        private final boolean isFinal;

        State(boolean isFinal) {
            this.isFinal = isFinal;
        }

        /** Whether nothing more will happen to the slot. */
        public boolean isFinal() {
            return isFinal;
        }
    }
}
