package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that an e-mail offers to the reader's calendar, as iCalendar (RFC 5545). The same event later, with a higher sequence, moves or
 * cancels it there.
 *
 * @param uid what makes it the same event in all messages
 * @param sequence 0 at first; one more for each change that people were notified of
 * @param stamp when this state of the event was made
 * @param startsAt with the zone that it is shown in
 * @param duration more than nothing, in whole minutes
 * @param summary one line
 * @param description what else is to be said; null for nothing
 * @param page where there is more about it; null for nowhere
 * @param cancelled whether it does not take place
 */
public record CalendarEvent(
        UUID uid,
        int sequence,
        Instant stamp,
        ZonedDateTime startsAt,
        Duration duration,
        String summary,
        @Nullable String description,
        @Nullable URI page,
        boolean cancelled) {
    public CalendarEvent {
        requireNonNull(uid, "uid");
        if (sequence < 0) {
            throw new IllegalArgumentException("the sequence of an event is " + sequence + ", not 0 or more");
        }
        requireNonNull(stamp, "stamp");
        requireNonNull(startsAt, "startsAt");
        if (duration.isNegative() || duration.toMinutes() < 1) {
            throw new IllegalArgumentException("an event lasts " + duration + ", not a minute or more");
        }
        requireNonNull(summary, "summary");
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "CalendarEvent[" + uid + " " + sequence + (cancelled ? " cancelled" : "") + "]";
    }
}
