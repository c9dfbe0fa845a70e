package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the timeline of sessions has to know of the readings of a key before an instant to go on from there: a few numbers, however
 * many readings there were.
 *
 * @param until all readings and events before this instant are in it
 * @param started which session is the last one under the key by then
 * @param last its last reading, without numbers
 * @param countedAt when its counters were last read, or it began
 * @param grownAt when something was last used in it
 * @param counted what was used in it
 * @param shown what its counters stood for when they were last read
 * @param reported whether its access server has reported it, and not only admitted it
 * @param sessionTime its last Acct-Session-Time; null if there was none
 * @param stoppedAt when its Stop was; null if there was none
 * @param freed the reading by which Cartable has freed it; null if it has not
 * @param serverEndedAt when the access server first began or ceased to account after the last reading; null if it has not
 * @param restartedAt when the access server last began to account after the last reading; null if it has not
 * @param first whether the readings before it are not stored any more, so that nothing can be known of an earlier time
 */
public record SessionCheckpoint(
        Instant until,
        Instant started,
        SessionReading last,
        Instant countedAt,
        Instant grownAt,
        Traffic counted,
        Traffic shown,
        boolean reported,
        @Nullable Duration sessionTime,
        @Nullable Instant stoppedAt,
        @Nullable SessionReading freed,
        @Nullable Instant serverEndedAt,
        @Nullable Instant restartedAt,
        boolean first) {
    public SessionCheckpoint {
        requireNonNull(until, "until");
        requireNonNull(started, "started");
        requireNonNull(last, "last");
        requireNonNull(countedAt, "countedAt");
        requireNonNull(grownAt, "grownAt");
        requireNonNull(counted, "counted");
        requireNonNull(shown, "shown");
    }

    /** The same, without what was before it. */
    public SessionCheckpoint asFirst() {
        return new SessionCheckpoint(
                until,
                started,
                last,
                countedAt,
                grownAt,
                counted,
                shown,
                reported,
                sessionTime,
                stoppedAt,
                freed,
                serverEndedAt,
                restartedAt,
                true);
    }

    public SessionKey key() {
        return last.key();
    }
}
