package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.WorkStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all contracts share: fresh stores for each test.
 *
 * @param <S> the group of stores that the contract is about
 */
public abstract class StoresContract<S extends WorkStores> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(1);

    private @Nullable StoreFixture<? extends S> fixture;
    private @Nullable S stores;

    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends S> newFixture();

    @BeforeEach
    final void openStores() {
        fixture = newFixture();
        stores = fixture.emptyStores();
    }

    final StoreFixture<? extends S> fixture() {
        if (fixture == null) {
            throw new IllegalStateException("the fixture is there only inside a test");
        }
        return fixture;
    }

    final S stores() {
        if (stores == null) {
            throw new IllegalStateException("the stores are there only inside a test");
        }
        return stores;
    }

    /** Another group of the same stores, for a test that looks across groups; without it, the test is left out. */
    final <T extends WorkStores> T also(Class<T> group) {
        assumeTrue(group.isInstance(stores()), "these stores have no " + group.getSimpleName());
        return group.cast(stores());
    }

    final UnitOfWork unitOfWork() {
        return stores().unitOfWork();
    }

    /** Commits. */
    final void write(Consumer<? super Tx> work) {
        unitOfWork().run(work);
    }

    /** Commits, and gives what the work gave. */
    final <R> R call(Function<? super Tx, ? extends R> work) {
        return unitOfWork().call(work);
    }

    /** Runs the work and undoes it. */
    final void undone(Consumer<? super Tx> work) {
        this.<Boolean>givenUp(tx -> {
            work.accept(tx);
            return Boolean.TRUE;
        });
    }

    /** Runs the work, undoes it, and gives what the work gave. */
    final <R> R givenUp(Function<? super Tx, ? extends R> work) {
        List<R> given = new ArrayList<>();
        assertThatExceptionOfType(Undo.class)
                .isThrownBy(() -> unitOfWork().run(tx -> {
                    given.add(work.apply(tx));
                    throw new Undo();
                }));
        return given.get(0);
    }

    /** Waits until the work is done, or waits itself for a lock that this test's transaction holds. */
    final void awaitBlockedOrDone(Together.Running<?> running) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!running.isDone() && !fixture().isBlocked(running.thread())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + PATIENCE + " a thread is neither done nor blocked");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    final void assumeSideBySide() {
        assumeTrue(
                fixture().runsTransactionsSideBySide(),
                "these stores run one transaction at a time, so none can see another under way");
    }

    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
