package dev.cartable.reminder.model;

import dev.cartable.notice.model.NoticeState;
import dev.cartable.work.Counts;
import org.jspecify.annotations.Nullable;

/**
 * What became of some reminders, in numbers of a person and a channel.
 *
 * @param sent taken by the channel, whether or not a receipt came
 * @param waiting queued, and not sent yet
 * @param failed refused by the channel, tried in vain, or not decided because the rule failed
 * @param uncertain they may or may not have gone out
 * @param suppressed a rule, a right or a holiday spoke against it, when it was planned or when it was due
 * @param cancelled a person has decided, after they were queued, that they are not sent
 * @param noChannel the person cannot be reached
 * @param held a brake holds them until a person decides
 * @param discarded a person has decided, while they were held, that they are not sent
 * @param imported sent by an older system
 */
public record ReminderTally(
        long sent,
        long waiting,
        long failed,
        long uncertain,
        long suppressed,
        long cancelled,
        long noChannel,
        long held,
        long discarded,
        long imported)
        implements Counts {
    /** No reminders. */
    public static final ReminderTally NONE = new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Some entries of the ledger. */
    static ReminderTally of(ReminderStatistics.Count count) {
        NoticeState state = count.state();
        long entries = count.entries();
        return switch (count.outcome()) {
            case QUEUED -> queued(state, entries);
            case NO_CHANNEL -> new ReminderTally(0, 0, 0, 0, 0, 0, entries, 0, 0, 0);
            case SUPPRESSED -> new ReminderTally(0, 0, 0, 0, entries, 0, 0, 0, 0, 0);
            case HELD -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, entries, 0, 0);
            case DISCARDED -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, entries, 0);
            case FAILED -> new ReminderTally(0, 0, entries, 0, 0, 0, 0, 0, 0, 0);
            case IMPORTED -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, 0, entries);
        };
    }

    /** A notice without a state is gone from the history: nobody knows what became of it. */
    private static ReminderTally queued(@Nullable NoticeState state, long entries) {
        if (state == null) {
            return new ReminderTally(0, 0, 0, entries, 0, 0, 0, 0, 0, 0);
        }
        return switch (state) {
            case SENT, UNCONFIRMED -> new ReminderTally(entries, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            case QUEUED, SENDING, HELD -> new ReminderTally(0, entries, 0, 0, 0, 0, 0, 0, 0, 0);
            case FAILED -> new ReminderTally(0, 0, entries, 0, 0, 0, 0, 0, 0, 0);
            case UNCERTAIN -> new ReminderTally(0, 0, 0, entries, 0, 0, 0, 0, 0, 0);
            case SUPPRESSED -> new ReminderTally(0, 0, 0, 0, entries, 0, 0, 0, 0, 0);
            case CANCELLED -> new ReminderTally(0, 0, 0, 0, 0, entries, 0, 0, 0, 0);
        };
    }

    /** These and others. */
    public ReminderTally plus(ReminderTally more) {
        return new ReminderTally(
                sent + more.sent,
                waiting + more.waiting,
                failed + more.failed,
                uncertain + more.uncertain,
                suppressed + more.suppressed,
                cancelled + more.cancelled,
                noChannel + more.noChannel,
                held + more.held,
                discarded + more.discarded,
                imported + more.imported);
    }

    /** Those that were queued and should have been sent: all but the suppressed and the cancelled. */
    public long expected() {
        return sent + missing();
    }

    /** Those that were queued, and are neither sent nor settled otherwise. */
    public long missing() {
        return waiting + failed + uncertain;
    }
}
