package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a task now. The decision is the same on every node and under every engine, since it follows from the ledger
 * alone.
 */
sealed interface Due {
    /** How late a slot is on time, whatever the grace, where something ticks once a minute. */
    Duration ON_TIME = Duration.ofMinutes(2);

    /** The slot, if nothing was written about it yet and it ends no other one; null otherwise. */
    default @Nullable Slot untouched() {
        return null;
    }

    /** There is nothing to do. */
    record Nothing() implements Due {}

    /**
     * A slot is run.
     *
     * @param attempt counted from 1
     * @param missed how many slots before it were missed
     * @param replaced the earlier slot that ends with it, undone; null if there is none
     * @param isNew whether the slot is not in the ledger yet
     */
    record Run(
            Slot slot, int attempt, long missed, @Nullable Occurrence replaced, boolean isNew) implements Due {
        @Override
        public @Nullable Slot untouched() {
            return isNew && replaced == null ? slot : null;
        }
    }

    /** Slots were missed, and it is too late for the last of them, which is {@code slot}. */
    record Missed(Slot slot, long missed, @Nullable Occurrence replaced) implements Due {
        @Override
        public @Nullable Slot untouched() {
            return replaced == null ? slot : null;
        }
    }

    /** The last attempt did not end: its process has, or it took longer than it may. */
    record GivenUp(Occurrence occurrence) implements Due {}

    /**
     * Decides.
     *
     * @param state what the ledger knows
     * @param policy the task's
     * @param onTime how late a slot is on time, whatever the grace: at least as long as nothing ticks in the ordinary course of things
     */
    static Due decide(Occurrences slots, TaskPolicy policy, TaskState state, Duration onTime, Instant now) {
        return new Rules(slots, policy, onTime, state.setting().settled(), now).decide(state.last());
    }

    /** How late the slot may still run. */
    static Duration grace(Occurrences slots, TaskPolicy policy, Duration onTime, Slot slot) {
        Duration grace = policy.grace() != null ? policy.grace() : defaultGrace(slots, slot);
        return grace.compareTo(onTime) < 0 ? onTime : grace;
    }

    private static Duration defaultGrace(Occurrences slots, Slot slot) {
        Optional<Duration> toNext = slots.after(slot.at()).map(next -> Duration.between(slot.at(), next.at()));
        return toNext.map(time -> slots.isInterval() ? time : time.dividedBy(2)).orElse(Duration.ofHours(12));
    }

    /** The rules, for one task at one time. */
    record Rules(Occurrences slots, TaskPolicy policy, Duration onTime, Instant since, Instant now) {
        private static final Due NOTHING = new Nothing();

        /** More than clocks of nodes differ, or one is put back. */
        private static final Duration WRONG_CLOCK = Duration.ofHours(36);

        public Rules {
            requireNonNull(slots, "slots");
            requireNonNull(policy, "policy");
            requireNonNull(onTime, "onTime");
        }

        Due decide(@Nullable Occurrence last) {
            if (last != null && last.slot().at().isAfter(now.plus(WRONG_CLOCK))) {
                // A node whose clock was far ahead has run it: what is due now is due all the same.
                return decide(null);
            }
            Instant from = from();
            Instant settled = last == null || last.slot().at().isBefore(from)
                    ? from
                    : last.slot().at();
            Optional<Slot> latest = slots.atOrBefore(now)
                    .filter(slot -> slot.at().isAfter(settled))
                    .filter(slot ->
                            last == null || !slot.key().equals(last.slot().key()));
            if (last == null || last.state().isFinal()) {
                return latest.map(slot -> begin(slot, 1, settled, null)).orElse(NOTHING);
            }
            if (last.nextAt() != null && last.nextAt().isAfter(now)) {
                return NOTHING;
            }
            boolean goesOn = last.state() == Occurrence.State.UNFINISHED;
            int attempt = goesOn ? last.attempt() : last.attempt() + 1;
            if (attempt > policy.retries() + 1) {
                return new GivenUp(last.ended(
                        Occurrence.State.FAILED,
                        now,
                        null,
                        last.counts(),
                        "attempt " + last.attempt()
                                + " did not end: its process ended, or it took longer than it may"));
            }
            if (latest.isPresent()) {
                Occurrence replaced = last.ended(
                        Occurrence.State.FAILED,
                        now,
                        null,
                        last.counts(),
                        last.reason() == null
                                ? "it did not end before the next slot, "
                                        + latest.get().key()
                                : last.reason());
                return begin(latest.get(), goesOn ? 1 : attempt, settled, replaced);
            }
            return new Run(last.slot(), attempt, last.missed(), null, false);
        }

        /** Since when slots are due. A node whose clock was far ahead has settled none of those that are due now. */
        private Instant from() {
            return since.isAfter(now.plus(WRONG_CLOCK))
                    ? slots.atOrBefore(now).map(slot -> slot.at().minusNanos(1)).orElse(now)
                    : since;
        }

        private Due begin(Slot slot, int attempt, Instant settled, @Nullable Occurrence replaced) {
            long missed = slots.between(settled, slot.at());
            return slot.at().plus(grace(slots, policy, onTime, slot)).isBefore(now)
                    ? new Missed(slot, missed, replaced)
                    : new Run(slot, attempt, missed, replaced, true);
        }
    }
}
