package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cartable.CartableException;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.work.Tx;
import dev.cartable.work.WorkStores;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every writing method of a group of stores promises: it takes the transactions of its own unit of work only, what it wrote
 * is undone with the transaction, and is there after the commit.
 *
 * @param <S> the group
 */
public abstract class WritesContract<S extends WorkStores> {
    private final Class<S> group;

    WritesContract(Class<S> group) {
        this.group = group;
    }

    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends S> newFixture();

    @TestFactory
    Stream<DynamicTest> everyWriteBelongsToItsTransaction() {
        return Writes.of(group)
                .map(write -> dynamicTest(
                        write.name(), () -> check(write, newFixture().emptyStores())));
    }

    private static <S extends WorkStores> void check(Writes.Write<S> write, S stores) {
        stores.unitOfWork().run(tx -> write.before().accept(stores, tx));
        Consumer<Tx> action = write.action().apply(stores);
        String before = Writes.everything(stores);

        assertRefused(
                "of another unit of work",
                () -> new InMemoryStores(InstantSource.system()).unitOfWork().run(action));
        Tx ended = stores.unitOfWork().<Tx>call(tx -> tx);
        assertRefused("that has ended", () -> action.accept(ended));
        assertRefused(
                "that has ended, inside another", () -> stores.unitOfWork().run(tx -> action.accept(ended)));
        RuntimeException undo = new IllegalStateException("undo");
        assertThatThrownBy(() -> stores.unitOfWork().run(tx -> {
                    action.accept(tx);
                    throw undo;
                }))
                .isSameAs(undo);
        assertThat(Writes.everything(stores))
                .as("after three refusals and a rollback")
                .isEqualTo(before);

        stores.unitOfWork().run(action);
        assertThat(Writes.everything(stores)).as("after the commit").isNotEqualTo(before);
    }

    private static void assertRefused(String which, ThrowingCallable write) {
        assertThatThrownBy(write)
                .as("a transaction " + which)
                .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class, CartableException.class);
    }
}
