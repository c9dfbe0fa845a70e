package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import dev.cartable.work.Lease;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;

/**
 * Fills Cartable's own relations from a roster, which is a full snapshot: what is on it is stored, and what is no longer on
 * it becomes inactive, but is never deleted. A person in a row with an error keeps what is stored of them, and so do
 * their links. Promotions that were {@linkplain RosterStore#keepPromotions kept}, since users of the network were put into them
 * by hand, stay active. Guardians who were erased at their wish, and their links, are left out: their rows count as unchanged.
 * Where they are stored all the same, since they were erased when the roster could not be written, or by an earlier
 * release, they are {@linkplain RosterStore#eraseGuardian made unknown}, and count as retired with their links if they were
 * active. Safe for use by several threads and nodes: one import runs at a time.
 *
 * <p>The ids of what is stored are held in memory while it runs, rows are not.
 */
public final class ImportRoster {
    /** The name of the lease that an import holds. */
    public static final String LEASE = "roster.import";

    /** How many rows with an error a plan or report holds; the others are only counted. */
    public static final int MAX_ERRORS = 1_000;

    private final UnitOfWork unitOfWork;
    private final Leases leases;
    private final RosterStore store;
    private final ErasedGuardians erased;

    public ImportRoster(UnitOfWork unitOfWork, Leases leases, RosterStore store, ErasedGuardians erased) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.leases = requireNonNull(leases, "leases");
        this.store = requireNonNull(store, "store");
        this.erased = requireNonNull(erased, "erased");
    }

    /**
     * Reads the source once and says what importing it would do. Writes nothing. The brake is asked for pupils, guardians and
     * links, each by itself, and kept for {@link #apply}.
     *
     * @throws RosterNotWritableException if the relations are views
     * @throws dev.cartable.school.model.UnreadableRosterException if the source as a whole cannot be read
     * @throws BrakeException if more would become inactive than the brake lets pass
     */
    public RosterPlan plan(RosterSource source, Brake brake) {
        requireNonNull(source, "source");
        requireNonNull(brake, "brake");
        requireWritable();
        RosterPass pass = read(source, work -> work.accept(null));
        MissingPeople departures = MissingPeople.after(pass, store, erased);
        departures.check(brake);
        return new RosterPlan(
                source,
                brake,
                departures.counts(),
                departures.digest(),
                pass.errors(),
                pass.errorCount(),
                pass.linksLeftOut());
    }

    /**
     * Does what the plan says, in chunks with a transaction each, under the lease {@value #LEASE}. The source is read twice:
     * first to see that it still says what the plan was made from, and only then to write. If the source changes between
     * these two, what was written until then stands, and nothing becomes inactive. After a crash, plan and apply again:
     * what is done already is unchanged then.
     *
     * @throws RosterChangedException if the source, or what is stored, is not as it was planned
     * @throws dev.cartable.work.LeaseHeldException if another import runs; nothing was written
     * @throws IllegalStateException inside a transaction of the host's; nothing was written
     */
    public RosterReport apply(RosterPlan plan) {
        requireNonNull(plan, "plan");
        requireWritable();
        unitOfWork.requireOwn("a roster import");
        try (Lease lease = Lease.take(leases, LEASE)) {
            return apply(plan, lease);
        }
    }

    private RosterReport apply(RosterPlan plan, Lease lease) {
        RosterPass survey = read(plan.source(), work -> {
            unitOfWork.run(lease::renew);
            work.accept(null);
        });
        MissingPeople departures = MissingPeople.after(survey, store, erased);
        departures.check(plan.brake());
        if (!departures.digest().equals(plan.digest())) {
            throw new RosterChangedException(
                    "the roster " + plan.name() + ", or what is stored, has changed since the plan " + plan.digest()
                            + " was made; nothing was written. Make a new plan and look at it");
        }
        ChunkWork writing = work -> unitOfWork.run(tx -> {
            lease.renew(tx);
            work.accept(tx);
        });
        RosterPass written = read(plan.source(), writing);
        if (!written.digest().hex().equals(survey.digest().hex())) {
            throw new RosterChangedException("the roster " + plan.name()
                    + " was changed while it was imported; the rows that were read are stored, and nothing was made"
                    + " inactive that is missing. Make a new plan when the roster is complete");
        }
        departures.retire(store, writing);
        return new RosterReport(
                departures.counts(), plan.digest(), written.errors(), written.errorCount(), written.linksLeftOut());
    }

    private RosterPass read(RosterSource source, ChunkWork chunks) {
        RosterPass pass = new RosterPass(store, erased, chunks);
        source.read(pass);
        pass.finish();
        return pass;
    }

    private void requireWritable() {
        if (!store.writable()) {
            throw new RosterNotWritableException();
        }
    }
}
