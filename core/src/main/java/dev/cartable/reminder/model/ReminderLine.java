package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Notice.SentText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger with what became of its notice.
 *
 * @param entry the entry, with the present state of its notice
 * @param answer why the notice waits, failed or was suppressed: a code or the channel's answer; null if there is nothing to say, and
 *     once the details of messages are deleted
 * @param changedAt when the notice came into its state; null if there is none
 * @param text what the person was sent; null if nothing was, and once the details of messages are deleted
 */
public record ReminderLine(
        ReminderEntry entry,
        @Nullable String answer,
        @Nullable Instant changedAt,
        @Nullable SentText text) {
    public ReminderLine {
        requireNonNull(entry, "entry");
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "ReminderLine[" + entry + "]";
    }
}
