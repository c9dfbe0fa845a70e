package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.port.AccountStores;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a {@link UnitOfWork} promises, seen through the tombstones, the simplest of the stores. */
public abstract class UnitOfWorkContract extends StoresContract<AccountStores> {
    private static final String ONE = Samples.hash("one");
    private static final String TWO = Samples.hash("two");

    @Test
    void itGivesWhatTheWorkGave() {
        assertThat(this.<String>call(tx -> "done")).isEqualTo("done");
    }

    @Test
    void whatWasWrittenIsThereAfterwardsForAllThreads() {
        write(tx -> add(tx, ONE));

        assertThat(Together.start(this::there).result()).containsExactly(ONE);
    }

    @Test
    void anExceptionUndoesTheWorkAndIsThrownOnUnchanged() {
        RuntimeException failure = new IllegalArgumentException("no");

        assertThatThrownBy(() -> write(tx -> {
                    add(tx, ONE);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(there()).isEmpty();
    }

    @Test
    void anErrorUndoesTheWorkAndIsThrownOnUnchanged() {
        Error failure = new StackOverflowError();

        assertThatThrownBy(() -> write(tx -> {
                    add(tx, ONE);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(there()).isEmpty();
    }

    @Test
    void afterAFailureTheNextTransactionWorks() {
        undone(tx -> add(tx, ONE));
        write(tx -> add(tx, TWO));

        assertThat(there()).containsExactly(TWO);
    }

    @Test
    void aCallInsideAnotherIsUndoneWithTheOuterOne() {
        undone(tx -> {
            write(inner -> add(inner, ONE));
            add(tx, TWO);
        });

        assertThat(there()).isEmpty();
    }

    @Test
    void aCallInsideAnotherIsCommittedWithTheOuterOne() {
        write(tx -> {
            add(tx, TWO);
            write(inner -> add(inner, ONE));
        });

        assertThat(there()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void aCallInsideAnotherSeesWhatTheOuterOneHasWritten() {
        Set<String> seen = call(tx -> {
            add(tx, ONE);
            return this.<Set<String>>call(inner -> there());
        });

        assertThat(seen).containsExactly(ONE);
    }

    @Test
    void whatAFailedInnerCallWroteIsNotCommittedThoughTheOuterOneSwallowsTheException() {
        AtomicReference<RuntimeException> outcome = new AtomicReference<>();
        try {
            write(tx -> {
                try {
                    write(inner -> {
                        add(inner, ONE);
                        throw new IllegalArgumentException("no");
                    });
                } catch (IllegalArgumentException swallowed) {
                    outcome.set(swallowed);
                }
            });
        } catch (RuntimeException refused) {
            outcome.set(refused);
        }

        assertThat(outcome.get()).isNotNull();
        assertThat(there()).isEmpty();
    }

    @Test
    void itJoinsInsideACallOnly() {
        assertThat(unitOfWork().joins()).isFalse();
        assertThat(this.<Boolean>call(tx -> unitOfWork().joins())).isTrue();
        assertThat(this.<Boolean>call(tx -> Together.start(unitOfWork()::joins).result()))
                .as("another thread's transaction is not ours")
                .isFalse();
        undone(tx -> add(tx, ONE));
        assertThat(unitOfWork().joins()).isFalse();
    }

    @Test
    void bulkWorkIsRefusedInsideACallAndAllowedOutside() {
        unitOfWork().requireOwn("this");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> write(tx -> unitOfWork().requireOwn("generating accounts")))
                .withMessageContaining("generating accounts");
    }

    @Test
    void nobodySeesWhatIsNotCommitted() {
        Together.Running<Set<String>> reader = givenUp(tx -> {
            add(tx, ONE);
            Together.Running<Set<String>> running = Together.start(this::there);
            awaitBlockedOrDone(running);
            return running;
        });

        assertThat(reader.result()).isEmpty();
    }

    @Test
    void aReaderDoesNotWaitForAWriter() {
        assumeSideBySide();

        Set<String> seen = call(tx -> {
            add(tx, ONE);
            return Together.start(this::there).result();
        });

        assertThat(seen).isEmpty();
    }

    @Test
    void transactionsOnManyThreadsAllHappen() {
        Together.run(
                20,
                i -> call(tx -> {
                    add(tx, Samples.hash("number " + i));
                    return i;
                }));

        List<String> all = Samples.many(20, i -> Samples.hash("number " + i));
        assertThat(stores().tombstones().among(all)).hasSize(20);
    }

    private void add(Tx tx, String key) {
        stores().tombstones().add(tx, key, NOW);
    }

    private Set<String> there() {
        return stores().tombstones().among(List.of(ONE, TWO));
    }
}
