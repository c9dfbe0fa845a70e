package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.school.model.PromotionId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A run that is held because it says that too many pupils are absent. A person releases or discards it.
 *
 * @param run its name, such as {@code absence-2026-11-30}, at most 64 characters
 * @param kind the rule's kind
 * @param day the day of the rule's time, in the school's zone
 * @param at the rule's time
 * @param absentOn the day on which so many are said to be absent
 * @param promotion whose pupils they are; null for the whole school
 * @param absent how many pupils were said to be absent at the last alarm
 * @param enrolled of how many
 * @param alarmedAt when staff were alarmed last
 * @param decidedAt when a person decided; null as long as nobody has
 */
public record Hold(
        String run,
        Kind kind,
        LocalDate day,
        Instant at,
        LocalDate absentOn,
        @Nullable PromotionId promotion,
        long absent,
        long enrolled,
        State state,
        Instant alarmedAt,
        @Nullable Instant decidedAt) {
    private static final int PERCENT = 100;

    public Hold {
        requireNonNull(run, "run");
        requireNonNull(kind, "kind");
        requireNonNull(day, "day");
        requireNonNull(at, "at");
        requireNonNull(absentOn, "absentOn");
        requireNonNull(state, "state");
        requireNonNull(alarmedAt, "alarmedAt");
        if ((state == State.OPEN) != (decidedAt == null)) {
            throw new IllegalArgumentException("hold " + run + " is open, or it was decided at some time");
        }
    }

    /** What became of it. */
    public enum State {
        /** Nobody has decided. */
        OPEN,
        /** A person let it go on. */
        RELEASED,
        /** A person decided that nobody is notified. */
        DISCARDED
    }

    /** The reason of the entries that it holds, which names the run. */
    public String reason() {
        return "TOO_MANY_ABSENT: " + run;
    }

    /** The reason of the entries that a person has discarded with the run. */
    public String reasonOfDiscarded() {
        return "RUN_DISCARDED: " + run;
    }

    /** How many per cent of the pupils are said to be absent, rounded down. */
    public long percent() {
        return enrolled == 0 ? PERCENT : absent * PERCENT / enrolled;
    }

    /** The same with another number of absent pupils. */
    public Hold counted(long newAbsent) {
        return new Hold(run, kind, day, at, absentOn, promotion, newAbsent, enrolled, state, alarmedAt, decidedAt);
    }

    /** The same, decided. */
    public Hold decided(State decision, Instant when) {
        return new Hold(run, kind, day, at, absentOn, promotion, absent, enrolled, decision, alarmedAt, when);
    }

    /** The same, after another alarm. */
    public Hold alarmed(Instant when) {
        return new Hold(run, kind, day, at, absentOn, promotion, absent, enrolled, state, when, decidedAt);
    }
}
