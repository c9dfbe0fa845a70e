package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * One time at which a rule looks for candidates, and the moment at which it is asked.
 *
 * @param day the day of the rule's time, in the school's zone
 * @param at the rule's time
 * @param now when the rule is asked: later than {@code at} if the run is late, or if a queued reminder is checked before it is sent
 * @param zone the school's
 * @param moment why the rule is asked
 */
public record Occasion(LocalDate day, Instant at, Instant now, ZoneId zone, Moment moment) {
    public Occasion {
        requireNonNull(day, "day");
        requireNonNull(at, "at");
        requireNonNull(now, "now");
        requireNonNull(zone, "zone");
        requireNonNull(moment, "moment");
    }

    /** Why a rule is asked. */
    public enum Moment {
        /** Its time has come, and reminders are planned. */
        ITS_TIME,
        /** Reminders are planned of what appears between its times. */
        BETWEEN_TIMES,
        /** The holidays into which its time came are over, and reminders are planned for that time. */
        AFTER_HOLIDAYS,
        /** A queued reminder is checked. */
        SENDING
    }

    /** The time for which reminders are planned now. */
    public static Occasion planning(Instant at, Instant now, ZoneId zone) {
        return new Occasion(LocalDate.ofInstant(at, zone), at, now, zone, Moment.ITS_TIME);
    }

    /** The same time, asked about between the rule's times. */
    public Occasion betweenTimes() {
        return new Occasion(day, at, now, zone, Moment.BETWEEN_TIMES);
    }

    /** The same time, asked about after the holidays. */
    public Occasion afterHolidays() {
        return new Occasion(day, at, now, zone, Moment.AFTER_HOLIDAYS);
    }

    /** The same time, asked about when a reminder is sent. */
    public Occasion sendingAt(Instant later) {
        return new Occasion(day, at, later, zone, Moment.SENDING);
    }

    /** The school's date at {@link #now}. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, zone);
    }

    /** When a time of the school's wall clock is; the earlier instant if it comes twice, the first moment after a gap if it is skipped. */
    public Instant instantOf(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }
}
