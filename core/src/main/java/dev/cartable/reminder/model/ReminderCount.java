package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How many entries the ledger has of a day.
 *
 * @param day the day of the rule's time, in the school's zone
 * @param state the present state of the notices; null where there are none
 */
public record ReminderCount(
        LocalDate day,
        Kind kind,
        ReminderEntry.Outcome outcome,
        @Nullable NoticeState state,
        long entries) {
    public ReminderCount {
        requireNonNull(day, "day");
        requireNonNull(kind, "kind");
        requireNonNull(outcome, "outcome");
    }
}
