package dev.cartable.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Named leases in the store: at most one run of a kind at a time, on any number of nodes. Time is the store's clock, since
 * nodes differ by minutes. Each grant has a fence, greater than all before it; a paused run that wakes after its lease
 * was given away is stopped by the fence in its next chunk.
 */
public interface Leases {
    /**
     * Takes the lease for {@code ttl} if it is free, has run out, or its holder {@linkplain LeaseHolder#isGone() is gone}.
     * Atomic; in a transaction of its own.
     */
    Attempt acquire(String name, LeaseHolder holder, Duration ttl);

    /**
     * Checks, in the chunk's own transaction, that the grant still stands, locks it until the commit and renews it.
     *
     * @throws LeaseLostException if the lease has been given to another meanwhile
     */
    void renew(Tx tx, Grant grant, Duration ttl);

    /** Gives the lease back; does nothing if it has been given to another. In a transaction of its own. */
    void release(Grant grant);

    /** Who holds the lease now, if anyone. */
    Optional<Attempt.Held> holder(String name);

    /** A lease that was taken. */
    record Grant(String name, LeaseHolder holder, long fence) {}

    /** What became of an attempt to take a lease. */
    sealed interface Attempt {
        /** It is ours. */
        record Granted(Grant grant) implements Attempt {}

        /** Another run has it until {@code until}, by the store's clock, and may renew it. */
        record Held(String name, LeaseHolder holder, Instant until) implements Attempt {}
    }
}
