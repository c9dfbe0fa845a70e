package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.port.AccountStores;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.ArrayList;
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
    void anActionRunsAfterTheCommitOnTheThreadThatCommits() {
        List<Set<String>> seen = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();

        String result = call(tx -> {
            tx.afterCommit(() -> {
                threads.add(Thread.currentThread());
                seen.add(Together.start(this::there).result());
            });
            add(tx, ONE);
            assertThat(threads).isEmpty();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(seen).as("what others see by then").containsExactly(Set.of(ONE));
    }

    @Test
    void actionsRunOnceAndInTheirOrder() {
        List<String> ran = new ArrayList<>();
        write(tx -> {
            tx.afterCommit(() -> ran.add("first"));
            tx.afterCommit(() -> ran.add("second"));
        });
        write(tx -> add(tx, ONE));

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void anActionDoesNotRunAfterARollback() {
        List<String> ran = new ArrayList<>();
        undone(tx -> tx.afterCommit(() -> ran.add("after an exception")));
        assertThatThrownBy(() -> write(tx -> {
                    tx.afterCommit(() -> ran.add("after an error"));
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        write(tx -> add(tx, ONE));

        assertThat(ran).isEmpty();
    }

    @Test
    void anActionOfACallInsideAnotherRunsAfterTheOuterOnesCommit() {
        List<String> ran = new ArrayList<>();
        write(tx -> {
            write(inner -> inner.afterCommit(() -> ran.add("inner")));
            assertThat(ran).isEmpty();
            tx.afterCommit(() -> ran.add("outer"));
        });
        undone(tx -> write(inner -> inner.afterCommit(() -> ran.add("undone with the outer one"))));

        assertThat(ran).containsExactly("inner", "outer");
    }

    @Test
    void noActionRunsIfAnInnerCallFailedThoughTheOuterOneSwallowsTheException() {
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> write(tx -> {
                    tx.afterCommit(() -> ran.add("outer"));
                    try {
                        write(inner -> {
                            inner.afterCommit(() -> ran.add("inner"));
                            throw new IllegalArgumentException("no");
                        });
                    } catch (IllegalArgumentException swallowed) {
                        assertThat(swallowed).hasMessage("no");
                    }
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(ran).isEmpty();
    }

    @Test
    void anActionThatFailsNeitherUndoesNorHidesTheCommit() {
        List<String> ran = new ArrayList<>();
        String result = call(tx -> {
            tx.afterCommit(() -> {
                throw new IllegalStateException("no");
            });
            tx.afterCommit(() -> {
                throw new StackOverflowError();
            });
            tx.afterCommit(() -> ran.add("the next one"));
            add(tx, ONE);
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(ran).containsExactly("the next one");
        assertThat(there()).containsExactly(ONE);
    }

    @Test
    void noActionIsTakenWhenTheTransactionIsOverOrOnAnotherThread() {
        List<String> ran = new ArrayList<>();
        Tx over = call(tx -> {
            Together.start(() -> assertThatExceptionOfType(IllegalStateException.class)
                            .isThrownBy(() -> tx.afterCommit(() -> ran.add("another thread's"))))
                    .result();
            return tx;
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> over.afterCommit(() -> ran.add("over")));
        write(tx -> add(tx, ONE));
        assertThat(ran).isEmpty();
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
