package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * From when on every event is still remembered, so that a day can be proven from them.
 *
 * @param since no event that happened at or after this instant is forgotten
 */
public record LedgerSpan(WindowCalendar calendar, Instant since) {
    public LedgerSpan {
        requireNonNull(calendar, "calendar");
        requireNonNull(since, "since");
    }

    /** The first day, in the school's zone, of which every event is remembered. */
    public LocalDate firstDay() {
        LocalDate day = calendar.day(since);
        return calendar.start(day).isBefore(since) ? day.plusDays(1) : day;
    }

    /** Whether all events of a day are remembered. */
    public boolean proves(LocalDate day) {
        return !day.isBefore(firstDay());
    }
}
