package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * An access server that began or ceased to account (RFC 2866, 5.1): sessions that it had are over.
 *
 * @param at when, to the microsecond
 */
public record NasEvent(NasId nas, Status status, Instant at) implements Comparable<NasEvent> {
    /** Acct-Status-Type. */
    public enum Status {
        /** Accounting-Off, as before a shutdown. */
        ACCOUNTING_OFF,
        /** Accounting-On, as after a boot: counters begin anew. */
        ACCOUNTING_ON
    }

    private static final Comparator<NasEvent> ORDER =
            Comparator.comparing(NasEvent::nas).thenComparing(NasEvent::at).thenComparing(NasEvent::status);

    public NasEvent {
        requireNonNull(nas, "nas");
        requireNonNull(status, "status");
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public int compareTo(NasEvent other) {
        return ORDER.compare(this, other);
    }
}
