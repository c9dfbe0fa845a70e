package dev.cartable.reminder;

import dev.cartable.reminder.ReminderPass.Candidate;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds runs of rules from which too many people would be notified. Used once, by one thread at a time. */
interface RunBrake {
    /** Holds nothing. */
    RunBrake NONE = new RunBrake() {
        @Override
        public Optional<Hold> holds(RuleTime<?> time) {
            return Optional.empty();
        }

        @Override
        public Stream<? extends Candidate<?>> candidates(RuleTime<?> time) {
            return Candidate.of(time);
        }

        @Override
        public void write(Tx tx, List<ReminderEntry> written, Collection<Optional<Hold>> holds) {}
    };

    /** The hold of a run of a rule; empty if it may go on. */
    Optional<Hold> holds(RuleTime<?> time);

    /** The candidates of a rule: those that were read to decide about its run, once, and else as they are now. Close the stream. */
    Stream<? extends Candidate<?>> candidates(RuleTime<?> time);

    /** Writes the holds that these entries are held by, and alarms staff. */
    void write(Tx tx, List<ReminderEntry> written, Collection<Optional<Hold>> holds);
}
