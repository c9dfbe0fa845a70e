package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;
import dev.cartable.work.Lease;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Bulk work with a plan. It refuses to run in a transaction of the host, takes the lease, plans, and compares the plan with
 * the approved one. Then it reads again and works chunk by chunk: decide, renew the lease, write, call the listener. Where a chunk
 * fails, its items are written one by one. A use case supplies a {@link BulkPass}. Safe for use by several threads and nodes.
 */
public final class BulkRun {
    /** The usual number of items of a chunk, which is one transaction. */
    public static final int CHUNK = 500;

    /** The number of decisions kept in memory for the listener, so that a run with nothing to write need not read again. */
    private static final int REMEMBERED = 1_000;

    private final UnitOfWork unitOfWork;
    private final Leases leases;
    private final String lease;
    private final String what;

    /**
     * @param lease the lease that a run holds
     * @param what the run as the subject of a sentence, such as "generating accounts"; with hyphens, what the audit trail calls it
     */
    public BulkRun(UnitOfWork unitOfWork, Leases leases, String lease, String what) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.leases = requireNonNull(leases, "leases");
        this.lease = requireNonNull(lease, "lease");
        this.what = requireNonNull(what, "what");
    }

    /** Plans: reads and decides everything, asks the brake, and writes nothing. Takes no lease. */
    public static <I, D, P extends BulkPass<I, D, ?>> P plan(P survey) {
        return plan(survey, decision -> {});
    }

    /** As {@link #plan(BulkPass)}, and calls a listener with each decision. */
    public static <I, D, P extends BulkPass<I, D, ?>> P plan(P survey, Consumer<? super D> listener) {
        BulkRun.<I, D>read(survey, UnaryOperator.identity(), listener);
        survey.checkBrake();
        return survey;
    }

    /**
     * Plans, and carries the plan out if it is the approved one.
     *
     * @param survey the pass that plans
     * @param writing the pass that writes
     * @param approved null if any plan may be carried out
     * @param listener is called after the commit of each chunk with each of its decisions, or, if the run writes nothing, perhaps
     *     only with those that do not {@linkplain BulkPass#keeps keep}
     * @throws PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.BrakeException if too much would be taken away; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public <I, D, C extends Counts> RunReport<C> apply(
            BulkPass<I, D, C> survey,
            BulkPass<I, D, C> writing,
            @Nullable PlanDigest approved,
            Consumer<? super D> listener) {
        return leased(lease -> applyUnder(lease, survey, writing, approved, listener));
    }

    /** As {@link #apply(BulkPass, BulkPass, PlanDigest, Consumer)}, and at its end, where nothing was thrown, does more under the lease. */
    public <I, D, C extends Counts> RunReport<C> apply(
            BulkPass<I, D, C> survey,
            BulkPass<I, D, C> writing,
            @Nullable PlanDigest approved,
            Consumer<? super D> listener,
            Consumer<? super Lease> end) {
        return this.<RunReport<C>>leased(lease -> {
            RunReport<C> report = applyUnder(lease, survey, writing, approved, listener);
            end.accept(lease);
            return report;
        });
    }

    private <I, D, C extends Counts> RunReport<C> applyUnder(
            Lease lease,
            BulkPass<I, D, C> survey,
            BulkPass<I, D, C> writing,
            @Nullable PlanDigest approved,
            Consumer<? super D> listener) {
        Remembered<D> remembered = new Remembered<>();
        read(
                survey,
                decisions -> {
                    lease.keep(unitOfWork);
                    return decisions;
                },
                decision -> remembered.add(survey, decision));
        survey.checkBrake();
        survey.digest().requireApprovedBy(approved);
        if (remembered.isAll()) {
            remembered.decisions.forEach(listener);
            return new RunReport<>(survey.counts(), survey.digest());
        }
        return new RunReport<>(write(writing, lease, listener, survey.digest()), survey.digest());
    }

    /** Carries out work that no plan was approved of: as {@link #apply}, without a survey. */
    public <I, D, C extends Counts> C write(BulkPass<I, D, C> writing, Consumer<? super D> listener) {
        return this.<C>leased(lease -> write(writing, lease, listener, null));
    }

    /** As {@link #write(BulkPass, Consumer)}, under a lease that the caller has taken: for work of which this is one step. */
    public <I, D, C extends Counts> C writeUnder(Lease held, BulkPass<I, D, C> writing, Consumer<? super D> listener) {
        return write(writing, held, listener, null);
    }

    /** Runs work in chunks of its own making, under the lease that each transaction renews. */
    public <R> R chunks(Function<? super UnitOfWork, ? extends R> work) {
        return leased(lease -> {
            RunEntries entries = new RunEntries(null);
            return entries.<R>during(() -> work.apply(new RenewingTransactions(unitOfWork, lease, entries)));
        });
    }

    private <R> R leased(Function<? super Lease, ? extends R> work) {
        unitOfWork.requireOwn(what);
        try (Lease taken = Lease.take(leases, lease)) {
            return work.apply(taken);
        }
    }

    private <I, D, C extends Counts> C write(
            BulkPass<I, D, C> pass, Lease lease, Consumer<? super D> listener, @Nullable PlanDigest approved) {
        RunEntries entries = new RunEntries(approved);
        UnitOfWork transactions = new RenewingTransactions(unitOfWork, lease, entries);
        return entries.<C>during(() -> writeChunks(pass, lease, listener, transactions));
    }

    private <I, D, C extends Counts> C writeChunks(
            BulkPass<I, D, C> pass, Lease lease, Consumer<? super D> listener, UnitOfWork transactions) {
        read(
                pass,
                decisions -> {
                    List<D> writing = decisions.stream().filter(pass::writes).toList();
                    if (writing.isEmpty()) {
                        lease.keep(unitOfWork);
                        return decisions;
                    }
                    UnaryOperator<List<D>> write = some -> pass.write(some, transactions);
                    Iterator<D> written = (pass.retriesOneByOne()
                                    ? OneByOneRetry.apply(writing, write, pass::failed)
                                    : write.apply(writing))
                            .iterator();
                    return decisions.stream()
                            .map(decision -> pass.writes(decision) ? written.next() : decision)
                            .toList();
                },
                listener);
        return pass.counts();
    }

    private static <I, D> void read(
            BulkPass<I, D, ?> pass, UnaryOperator<List<D>> chunk, Consumer<? super D> listener) {
        List<I> items = new ArrayList<>();
        Runnable flush = () -> {
            if (!items.isEmpty()) {
                for (D decision : chunk.apply(pass.decide(List.copyOf(items)))) {
                    pass.take(decision);
                    listener.accept(decision);
                }
                items.clear();
            }
        };
        Consumer<I> reader = item -> {
            items.add(item);
            if (items.size() == pass.chunk()) {
                flush.run();
            }
        };
        pass.read(reader);
        flush.run();
        pass.readRest(reader);
        flush.run();
    }

    /** All decisions of a survey that a listener has to be called with, as long as they are few and none of them writes. */
    private static final class Remembered<D> {
        private final List<D> decisions = new ArrayList<>();
        private boolean tooMuch;

        void add(BulkPass<?, D, ?> pass, D decision) {
            if (!tooMuch && !pass.keeps(decision)) {
                decisions.add(decision);
                tooMuch = pass.writes(decision) || decisions.size() > REMEMBERED;
            }
        }

        boolean isAll() {
            return !tooMuch;
        }
    }

    /**
     * What the audit trail says of a run: that it has begun, in its first transaction, and how it ended, in one of its own. A run that wrote
     * nothing has no entry, and that of a task has none, since the ledger of tasks has it.
     */
    private final class RunEntries {
        private final @Nullable RunTransactions trail;
        private final Deed deed;
        private volatile boolean begun;

        RunEntries(@Nullable PlanDigest approved) {
            this.trail = unitOfWork instanceof RunTransactions all && !all.isInRun() ? all : null;
            this.deed = Deed.of(what.replaceFirst("^(an?|the) ", "").replace(' ', '-'))
                    .planned(approved);
        }

        boolean isDue() {
            return trail != null && !begun;
        }

        void begin(Tx tx) {
            deed.ended(Deed.Outcome.STARTED).record(unitOfWork, tx);
        }

        void committed() {
            begun = true;
        }

        <R> R during(Supplier<? extends R> work) {
            R result;
            try {
                result = work.get();
            } catch (RuntimeException | Error e) {
                try {
                    end(deed.ended(Deed.Outcome.FAILED));
                } catch (RuntimeException unrecorded) {
                    e.addSuppressed(unrecorded);
                }
                throw e;
            }
            end(result instanceof Counts counts ? deed.with(counts) : deed);
            return result;
        }

        private void end(Deed ended) {
            if (trail != null && begun) {
                unitOfWork.run(tx -> ended.record(unitOfWork, tx));
            }
        }
    }

    private record RenewingTransactions(UnitOfWork unitOfWork, Lease lease, RunEntries entries) implements UnitOfWork {
        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            boolean first = entries.isDue();
            R result = unitOfWork.<R>call(tx -> {
                lease.renew(tx);
                R done = work.apply(tx);
                if (first) {
                    entries.begin(tx);
                }
                return done;
            });
            if (first) {
                entries.committed();
            }
            return result;
        }

        @Override
        public boolean joins() {
            return unitOfWork.joins();
        }
    }
}
