package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of all contexts. While a thread does the work of a run, each of its transactions asks the run first: a run that has
 * lost its lease writes nothing. Safe for use by several threads.
 */
public final class RunTransactions implements UnitOfWork {
    private final UnitOfWork unitOfWork;

    @SuppressWarnings("ThreadLocalUsage") // one for each Cartable of a process
    private final ThreadLocal<@Nullable Guard> guard = new ThreadLocal<>();

    public RunTransactions(UnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
    }

    /** What a run asks before its transactions. */
    public interface Guard {
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
