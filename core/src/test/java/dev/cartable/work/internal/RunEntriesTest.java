package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.work.Actor;
import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Deed.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the audit trail says of a run. */
class RunEntriesTest {
    private static final Actor STAFF = new Actor("M. Diallo", Actor.Via.REST, "192.0.2.7");

    private final InMemoryStores stores = new InMemoryStores(InstantSource.system());
    private final List<Deed> deeds = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final AuditLog log = new AuditLog() {
        @Override
        public void record(Tx tx, Actor actor, Deed deed) {
            deeds.add(deed);
            actors.add(actor);
        }

        @Override
        public void erase(Tx tx, Actor actor, Erasure erasure) {
            throw new IllegalStateException("nobody is erased here");
        }
    };
    private final RunTransactions transactions = new RunTransactions(stores.unitOfWork(), log, () -> STAFF);
    private final BulkRun bulk = new BulkRun(transactions, stores.leases(), "test", "an import of records");
    private int items = 3;
    private boolean fails;

    /** Public, since counts are read by reflection. */
    public record Numbers(long written, long failed) implements Counts {}

    private final class Pass implements BulkPass<Integer, Integer, Numbers> {
        private long written;

        @Override
        public void read(Consumer<? super Integer> each) {
            IntStream.range(0, items).forEach(each::accept);
        }

        @Override
        public List<Integer> decide(List<Integer> chunk) {
            return chunk;
        }

        @Override
        public boolean writes(Integer item) {
            return true;
        }

        @Override
        public boolean keeps(Integer item) {
            return false;
        }

        @Override
        public boolean retriesOneByOne() {
            return false;
        }

        @Override
        public List<Integer> write(List<Integer> chunk, UnitOfWork work) {
            return work.call(tx -> {
                if (fails && written > 0) {
                    throw new IllegalArgumentException("a bad chunk");
                }
                return chunk;
            });
        }

        @Override
        public void take(Integer item) {
            written++;
        }

        @Override
        public Numbers counts() {
            return new Numbers(written, 0);
        }

        @Override
        public PlanDigest digest() {
            return new PlanDigest("0123456789ab");
        }
    }

    private void apply() {
        bulk.apply(new Pass(), new Pass(), null, item -> {});
    }

    @Test
    void aRunHasAnEntryWhereItBeginsAndOneWhereItEnds() {
        items = 1_200;

        apply();

        Deed begun = new Deed("import-of-records", "", "", Outcome.STARTED, "0123456789ab", Map.of());
        assertThat(deeds).containsExactly(begun, begun.ended(Outcome.DONE).with("written", 1_200));
        assertThat(actors).containsOnly(STAFF);
    }

    @Test
    void aRunThatWritesNothingHasNone() {
        items = 0;

        apply();

        assertThat(deeds).isEmpty();
    }

    @Test
    void aRunThatFailsSaysSo() {
        items = 1_200;
        fails = true;

        assertThatIllegalArgumentException().isThrownBy(this::apply);

        assertThat(deeds).extracting(Deed::outcome).containsExactly(Outcome.STARTED, Outcome.FAILED);
    }

    @Test
    void aRunThatFailsBeforeItHasWrittenAnythingHasNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bulk.chunks(work -> work.<Integer>call(tx -> {
                    throw new IllegalArgumentException("a bad chunk");
                })));

        assertThat(deeds).isEmpty();
    }

    @Test
    void chunksOfItsOwnMakingAreRecorded() {
        bulk.chunks(work -> {
            work.run(tx -> {});
            work.run(tx -> {});
            return new Numbers(2, 0);
        });

        assertThat(deeds).extracting(Deed::outcome).containsExactly(Outcome.STARTED, Outcome.DONE);
        assertThat(deeds.get(1).counts()).containsExactly(Map.entry("written", 2L));
    }

    @Test
    void theRunOfATaskIsLeftToTheLedgerAndASingleDeedInItNamesTheTask() throws Exception {
        RunTransactions.Guard run = new RunTransactions.Guard() {
            @Override
            public String task() {
                return "nightly";
            }

            @Override
            public void beforeTransaction() {}

            @Override
            public void inTransaction(Tx tx) {}

            @Override
            public void committed() {}
        };

        transactions.<Boolean>during(run, () -> {
            apply();
            transactions.run(tx -> Deed.of("invoice.cancel", "invoice", 7).record(transactions, tx));
            return true;
        });

        assertThat(deeds).containsExactly(Deed.of("invoice.cancel", "invoice", 7));
        assertThat(actors).containsExactly(new Actor("M. Diallo", Actor.Via.TASK, "nightly@192.0.2.7"));
    }

    @Test
    void aUseCaseThatWasToldWhoActsRecordsThatName() {
        transactions.run(tx -> {
            Deed.of("profile.assigned").by("director").record(transactions, tx);
            Deed.of("profile.assigned").by("").record(transactions, tx);
        });

        assertThat(actors).extracting(Actor::name).containsExactly("director", "M. Diallo");
        assertThat(actors).extracting(Actor::from).containsOnly("192.0.2.7");
    }
}
