package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.model.ReminderTally;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.SortedMap;

/** The use case that counts reminders by day, kind and outcome. Reads only; safe for use by several threads. */
public final class CountReminders {
    /** How many days the series has. */
    public static final int DAYS = 30;

    private final ReminderParts parts;

    CountReminders(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Those of the last {@value #DAYS} days until today, in the school's zone. */
    public ReminderStatistics statistics() {
        LocalDate today = parts.school().today(parts.time().instant());
        LocalDate first = today.minusDays(DAYS - 1);
        return new ReminderStatistics(
                today,
                today.with(TemporalAdjusters.previousOrSame(parts.firstDayOfWeek())),
                first,
                parts.reminderStores().reminders().counts(first, today));
    }

    /**
     * Those of a day, in the school's zone, by kind, so that what was expected can be compared with what was sent: {@link
     * ReminderTally#expected} and {@link ReminderTally#missing}.
     */
    public SortedMap<Kind, ReminderTally> reconcile(LocalDate day) {
        return ReminderStatistics.byKind(parts.reminderStores().reminders().counts(day, day));
    }
}
