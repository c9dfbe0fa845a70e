package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills Cartable's own relations from a roster, which is a full snapshot: what is on it is stored, and what is no longer on
 * it becomes inactive, but is never deleted. A person in a row with an error keeps what is stored of them, and so do
 * their links. Promotions that were {@linkplain RosterStore#keepPromotions kept}, since users of the network were put into them
 * by hand, stay active. Guardians and pupils who were erased at their wish, and their links, are left out: their rows count as unchanged.
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

    private final BulkRun bulk;
    private final RosterStore store;
    private final ErasedPeople erased;

    ImportRoster(UnitOfWork unitOfWork, Leases leases, RosterStore store, ErasedPeople erased) {
        this.bulk = new BulkRun(unitOfWork, leases, LEASE, "a roster import");
        this.store = requireNonNull(store, "store");
        this.erased = requireNonNull(erased, "erased");
    }

    /**
     * Reads the source once and says what importing it would do. Writes nothing. The brake is asked for pupils, guardians and
     * links, each by itself, and kept for {@link #apply}.
     *
     * @throws RosterException if the relations are views
     * @throws dev.cartable.school.model.UnreadableRosterException if the source as a whole cannot be read
     * @throws BrakeException if more would become inactive than the brake lets pass
     */
    public Plan plan(RosterSource source, Brake brake) {
        requireNonNull(source, "source");
        requireNonNull(brake, "brake");
        requireWritable();
        RosterPass survey = BulkRun.plan(pass(source, brake, null));
        return new Plan(source, brake, survey.report(survey.counts()));
    }

    /**
     * Does what the plan says, in chunks with a transaction each, under the lease {@value #LEASE}. The source is read twice:
     * first to see that it still says what the plan was made from, and only then to write. If the source changes between
     * these two, what was written until then stands, and nothing becomes inactive. After a crash, plan and apply again:
     * what is done already is unchanged then.
     *
     * @throws dev.cartable.work.PlanChangedException if the source, or what is stored, is not as it was planned; nothing was
     *     written
     * @throws RosterException if the source is changed while it is imported
     * @throws dev.cartable.work.LeaseHeldException if another import runs; nothing was written
     * @throws IllegalStateException inside a transaction of the host's; nothing was written
     */
    public Report apply(Plan plan) {
        return apply(plan.source(), plan.brake(), plan.digest());
    }

    /** As {@link #apply(Plan)}, for the plan with the digest that was approved. */
    public Report apply(RosterSource source, Brake brake, PlanDigest approved) {
        return carryOut(source, brake, requireNonNull(approved, "approved"));
    }

    /** Plans and carries out at once: as {@link #apply(Plan)} with whatever plan there is. */
    public Report run(RosterSource source, Brake brake) {
        return carryOut(requireNonNull(source, "source"), requireNonNull(brake, "brake"), null);
    }

    private Report carryOut(RosterSource source, Brake brake, @Nullable PlanDigest approved) {
        requireWritable();
        RosterPass survey = pass(source, brake, null);
        RunReport<Counts> done = bulk.apply(survey, pass(source, brake, survey), approved, decision -> {});
        return survey.report(done.counts());
    }

    private RosterPass pass(RosterSource source, Brake brake, @Nullable RosterPass survey) {
        return new RosterPass(source, brake, store, erased, survey);
    }

    private void requireWritable() {
        if (!store.writable()) {
            throw RosterException.notWritable();
        }
    }

    /**
     * What an import did, or would do.
     *
     * @param digest the digest of the plan
     * @param errors the first {@value ImportRoster#MAX_ERRORS} rows that could not be used
     * @param errorCount how many rows could not be used, those beyond {@code errors} too
     * @param linksLeftOut how many links were left out, by the role of the person in the guardian's place, which is not a
     *     guardian's; an empty role if that person has none
     */
    public record Report(
            Counts counts, PlanDigest digest, List<RowError> errors, long errorCount, Map<String, Long> linksLeftOut) {
        public Report {
            requireNonNull(counts, "counts");
            requireNonNull(digest, "digest");
            errors = List.copyOf(errors);
            linksLeftOut = Collections.unmodifiableMap(new TreeMap<>(linksLeftOut));
        }
    }

    /** What an import does, or did, to each relation. */
    public record Counts(Change promotions, Change pupils, Change guardians, Change links)
            implements dev.cartable.work.Counts {
        public Counts {
            requireNonNull(promotions, "promotions");
            requireNonNull(pupils, "pupils");
            requireNonNull(guardians, "guardians");
            requireNonNull(links, "links");
        }

        /**
         * What becomes of one relation's rows.
         *
         * @param created new, or back after they had left
         * @param changed known, with something new about them
         * @param unchanged as they are stored; not written
         * @param retired made inactive: no longer on the roster, marked on it as having left, or erased at their wish
         */
        public record Change(long created, long changed, long unchanged, long retired)
                implements dev.cartable.work.Counts {
            /** How many rows are written. */
            public long written() {
                return created + changed + retired;
            }

            @Override
            public String toString() {
                return created + " created, " + changed + " changed, " + unchanged + " unchanged, " + retired
                        + " retired";
            }
        }

        /** How many rows are written in all. */
        public long written() {
            return promotions.written() + pupils.written() + guardians.written() + links.written();
        }
    }

    /**
     * What an import would do, as {@link ImportRoster#plan} found it; nothing of it is written until it is applied. It holds
     * counts and not rows: applying it reads the source again. Immutable.
     */
    public static final class Plan {
        private final RosterSource source;
        private final Brake brake;
        private final Report report;

        Plan(RosterSource source, Brake brake, Report report) {
            this.source = requireNonNull(source, "source");
            this.brake = requireNonNull(brake, "brake");
            this.report = requireNonNull(report, "report");
        }

        RosterSource source() {
            return source;
        }

        Brake brake() {
            return brake;
        }

        /** What the import would report, if it were run now. */
        public Report report() {
            return report;
        }

        public Counts counts() {
            return report.counts();
        }

        /**
         * The digest of everything that the source says and of what would become of each row. The order of the rows does not
         * matter. Two plans with the same digest do the same.
         */
        public PlanDigest digest() {
            return report.digest();
        }
    }
}
