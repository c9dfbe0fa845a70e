package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.work.Counts;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bulk work on accounts with a plan that a person may approve by its digest. One run at a time, held by the lease {@link
 * GenerateAccounts#LEASE}.
 *
 * @param <R> what is asked for
 * @param <S> what is done about one account or guardian
 */
abstract class PlannedRun<R, C extends Counts, S> {
    private final BulkRun bulk;

    /** @param what the run as the subject of a sentence, such as "generating accounts" */
    PlannedRun(AccountPorts ports, String what) {
        this.bulk = new BulkRun(ports.unitOfWork(), ports.leases(), GenerateAccounts.LEASE, what);
    }

    /** A pass over all that a request is about, in a stable order. */
    abstract static class Pass<D, C extends Counts, S> extends AccountPass<D, C> {
        Pass(String request, AccountSettings settings) {
            super(request, settings);
        }

        /** Opens all decisions anew. */
        abstract Stream<D> stream();

        abstract S step(D decision);

        @Override
        public void read(Consumer<? super D> items) {
            try (Stream<D> all = stream()) {
                all.forEach(items);
            }
        }
    }

    /** The pass that plans, and the one that writes. */
    record Passes<D, C extends Counts, S>(Pass<D, C, S> survey, Pass<D, C, S> writing) {
        <R> Plan<R, C, S> plan(R request) {
            Pass<D, C, S> planned = BulkRun.plan(survey);
            return new Plan<>(
                    request,
                    planned.counts(),
                    planned.digest(),
                    () -> planned.stream().map(planned::step));
        }

        RunReport<C> carryOut(BulkRun bulk, @Nullable PlanDigest approved, Consumer<? super S> listener) {
            return bulk.apply(survey, writing, approved, decision -> listener.accept(writing.step(decision)));
        }
    }

    abstract Passes<?, C, S> passes(R request);

    /**
     * What a run would do now. Writes nothing, takes no lease.
     *
     * @throws dev.cartable.work.BrakeException if too many accounts would be deactivated or lose all their pupils
     */
    public Plan<R, C, S> plan(R request) {
        return passes(request).plan(request);
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws dev.cartable.work.PlanChangedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public final RunReport<C> apply(Plan<R, C, S> plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param approved the digest that was approved
     * @param listener is called with each step, in the plan's order, after the commit of its chunk; where the whole run has
     *     nothing to write, perhaps only with those that it leaves alone for a reason
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.BrakeException if too many accounts would be deactivated or lose all their pupils; nothing is
     *     written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public final RunReport<C> apply(R request, PlanDigest approved, Consumer<? super S> listener) {
        return passes(request).carryOut(bulk, requireNonNull(approved, "approved"), listener);
    }

    /** Plans and carries out at once: as {@link #apply(Object, PlanDigest, Consumer)} with whatever plan there is. */
    public final RunReport<C> run(R request, Consumer<? super S> listener) {
        return passes(request).carryOut(bulk, null, listener);
    }
}
