package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Actor;
import dev.cartable.work.CurrentActor;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of all contexts. While a thread does the work of a run, each of its transactions asks the run first: a run that has
 * lost its lease writes nothing. What is done in them is recorded in the audit trail. Safe for use by several threads.
 */
public final class RunTransactions implements UnitOfWork {
    private final UnitOfWork unitOfWork;
    private final AuditLog audit;
    private final CurrentActor actor;

    @SuppressWarnings("ThreadLocalUsage") // one for each Cartable of a process
    private final ThreadLocal<@Nullable Guard> guard = new ThreadLocal<>();

    /** Transactions without a trail. */
    public RunTransactions(UnitOfWork unitOfWork) {
        this(unitOfWork, AuditLog.NONE, CurrentActor.APPLICATION);
    }

    /**
     * Transactions with a trail.
     *
     * @param actor says who acts, where a use case was not told
     */
    public RunTransactions(UnitOfWork unitOfWork, AuditLog audit, CurrentActor actor) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.audit = requireNonNull(audit, "audit");
        this.actor = requireNonNull(actor, "actor");
    }

    /** Records what was done. The last step of the transaction. */
    public void record(Tx tx, Deed deed) {
        audit.record(tx, actor().named(deed.actor()), deed);
    }

    /** Takes a person out of the trail, and records that. The last step of the transaction. */
    public void erase(Tx tx, AuditLog.Erasure erasure) {
        audit.erase(tx, actor(), erasure);
    }

    /** Whether the calling thread does the work of a run, which the ledger of tasks has. */
    boolean isInRun() {
        return guard.get() != null;
    }

    private Actor actor() {
        Actor current = actor.current();
        Guard run = guard.get();
        return run == null ? current : new Actor(current.name(), Actor.Via.TASK, run.task() + "@" + current.from());
    }

    /** What a run asks before its transactions. */
    public interface Guard {
        /** The name of the task. */
        String task();

        /** Called outside the transaction that is to begin. Throws to end the run. */
        void beforeTransaction();

        /** Called first in the transaction. Throws to undo it. */
        void inTransaction(Tx tx);

        /** Called after the commit. */
        void committed();
    }

    /** Does the work of a run on the calling thread. */
    public <R> R during(Guard run, Callable<R> work) throws Exception {
        if (guard.get() != null) {
            throw new IllegalStateException("a run cannot begin inside another run of the same thread");
        }
        guard.set(run);
        try {
            return work.call();
        } finally {
            guard.remove();
        }
    }

    @Override
    public <R> R call(Function<? super Tx, ? extends R> work) {
        Guard run = guard.get();
        if (run == null || unitOfWork.joins()) {
            return unitOfWork.call(work);
        }
        run.beforeTransaction();
        R result = unitOfWork.<R>call(tx -> {
            run.inTransaction(tx);
            return work.apply(tx);
        });
        run.committed();
        return result;
    }

    @Override
    public boolean joins() {
        return unitOfWork.joins();
    }
}
