package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * One time at which a rule looks for candidates, and the moment at which it is asked.
 *
 * @param day the day of the rule's time, in the school's zone
 * @param at the rule's time
 * @param now when the rule is asked: later than {@code at} if the run is late, or if a queued reminder is checked before it is sent
 * @param zone the school's
 * @param sending whether a queued reminder is checked; otherwise reminders are planned
 */
public record Occasion(LocalDate day, Instant at, Instant now, ZoneId zone, boolean sending) {
    public Occasion {
        requireNonNull(day, "day");
        requireNonNull(at, "at");
        requireNonNull(now, "now");
        requireNonNull(zone, "zone");
    }

    /** The time for which reminders are planned now. */
    public static Occasion planning(Instant at, Instant now, ZoneId zone) {
        return new Occasion(LocalDate.ofInstant(at, zone), at, now, zone, false);
    }

    /** The same time, asked about when a reminder is sent. */
    public Occasion sendingAt(Instant later) {
        return new Occasion(day, at, later, zone, true);
    }

    /** The school's date at {@link #now}. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, zone);
    }

    /** When a time of the school's wall clock is; the earlier instant if it comes twice, the first moment after a gap if it is skipped. */
    public Instant instantOf(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }
}
