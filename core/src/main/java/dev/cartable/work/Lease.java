package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A lease held for the length of a {@code try}: taken at its head, renewed in each chunk, given back at its end. Used by
 * one thread.
 */
public final class Lease implements AutoCloseable {
    /** How long a lease lasts without renewal: longer than any chunk, short enough to wait for. */
    public static final Duration TTL = Duration.ofSeconds(60);

    private final Leases leases;
    private final Leases.Grant grant;
    private long renewed = System.nanoTime();

    private Lease(Leases leases, Leases.Grant grant) {
        this.leases = leases;
        this.grant = grant;
    }

    /**
     * Takes the lease for this process.
     *
     * @throws LeaseHeldException if another run has it
     */
    public static Lease take(Leases leases, String name) {
        requireNonNull(leases, "leases");
        Leases.Attempt attempt = leases.acquire(name, Leases.Holder.thisProcess(), TTL);
        if (attempt instanceof Leases.Attempt.Granted granted) {
            return new Lease(leases, granted.grant());
        }
        throw new LeaseHeldException((Leases.Attempt.Held) attempt);
    }

    /**
     * Renews the lease in a chunk's transaction.
     *
     * @throws LeaseLostException if it has been given to another
     */
    public void renew(Tx tx) {
        leases.renew(tx, grant, TTL);
        renewed = System.nanoTime();
    }

    /**
     * Renews the lease in a transaction of its own if it was taken or renewed some time ago: for work that reads for long.
     *
     * @throws LeaseLostException if it has been given to another
     */
    public void keep(UnitOfWork unitOfWork) {
        if (System.nanoTime() - renewed > TTL.toNanos() / 4) {
            unitOfWork.run(this::renew);
        }
    }

    @Override
    public void close() {
        leases.release(grant);
    }
}
