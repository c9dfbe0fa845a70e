package dev.cartable.school.port;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Who may use the learning application, and when they last did. Read-only; safe for use by several threads. */
public interface Subscriptions {
    /**
     * The subscriptions that hold on {@code day} of pupils who were not active at {@code since} or later, by pupil. Reads on demand.
     * Close the stream.
     */
    Stream<Subscription> inactiveSince(LocalDate day, Instant since);

    /** The subscriptions of these pupils; at most one for each. */
    List<Subscription> of(Collection<PupilId> pupils);
}
