package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.work.Counts;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkRunTest {
    private Instant now = Instant.parse("2026-10-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final BulkRun bulk = new BulkRun(stores.unitOfWork(), stores.leases(), "test", "the test");
    private final List<Integer> items =
            new ArrayList<>(IntStream.range(0, 1_200).boxed().toList());
    private final Set<Integer> bad = new TreeSet<>();
    private final Set<Integer> stored = new TreeSet<>();
    private final List<Integer> transactions = new ArrayList<>();
    private int readings;

    /** Public, since counts are read by reflection. */
    public record Numbers(long written, long failed) implements Counts {}

    record Decision(int item, boolean writes, boolean failed) {}

    private final class Pass implements BulkPass<Integer, Decision, Numbers> {
        private final ContentDigest digest = new ContentDigest();
        private long written;
        private long failed;

        @Override
        public void read(Consumer<? super Integer> each) {
            readings++;
            items.forEach(each);
        }

        @Override
        public List<Decision> decide(List<Integer> chunk) {
            return chunk.stream()
                    .map(item -> new Decision(item, !stored.contains(item), false))
                    .toList();
        }

        @Override
        public boolean writes(Decision decision) {
            return decision.writes();
        }

        @Override
        public boolean keeps(Decision decision) {
            return !decision.writes();
        }

        @Override
        public List<Decision> write(List<Decision> decisions, UnitOfWork work) {
            return work.call(tx -> {
                if (decisions.stream().anyMatch(decision -> bad.contains(decision.item()))) {
                    throw new IllegalArgumentException("bad item");
                }
                transactions.add(decisions.size());
                decisions.forEach(decision -> stored.add(decision.item()));
                return decisions;
            });
        }

        @Override
        public Decision failed(Decision decision, RuntimeException failure) {
            return new Decision(decision.item(), false, true);
        }

        @Override
        public void take(Decision decision) {
            written += decision.writes() ? 1 : 0;
            failed += decision.failed() ? 1 : 0;
            digest.add(decision);
        }

        @Override
        public Numbers counts() {
            return new Numbers(written, failed);
        }

        @Override
        public PlanDigest digest() {
            return digest.digest();
        }
    }

    private Numbers run() {
        return bulk.apply(new Pass(), new Pass(), null, decision -> {}).counts();
    }

    @Test
    void eachChunkIsOneTransactionAndTheCountsHaveNames() {
        assertThat(run().values()).containsExactly(Map.entry("written", 1_200L), Map.entry("failed", 0L));
        assertThat(transactions).containsExactly(500, 500, 200);
    }

    @Test
    void anotherPlanThanTheApprovedOneIsRefused() {
        PlanDigest digest = BulkRun.plan(new Pass()).digest();
        PlanDigest approved = new PlanDigest(digest.hex().substring(0, PlanDigest.MIN_DIGITS));
        items.add(5_000);

        assertThatExceptionOfType(PlanChangedException.class)
                .isThrownBy(() -> bulk.apply(new Pass(), new Pass(), approved, decision -> {}))
                .satisfies(e -> assertThat(e.approved()).isEqualTo(approved));
        assertThat(stored).isEmpty();
        items.remove(Integer.valueOf(5_000));
        assertThat(bulk.apply(new Pass(), new Pass(), approved, decision -> {}).digest())
                .isEqualTo(digest);
    }

    @Test
    void theItemsOfAChunkThatFailsAreWrittenOneByOne() {
        bad.add(700);

        assertThat(run()).isEqualTo(new Numbers(1_199, 1));
        assertThat(stored).hasSize(1_199).doesNotContain(700);
    }

    @Test
    void aStoreThatRefusesEverythingStopsTheRun() {
        bad.addAll(items);

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(this::run);
    }

    @Test
    void aRunWithNothingToWriteReadsOnce() {
        run();
        readings = 0;

        assertThat(run()).isEqualTo(new Numbers(0, 0));
        assertThat(readings).isOne();
    }

    @Test
    void itRefusesToRunInATransactionOfTheHost() {
        stores.unitOfWork()
                .run(tx ->
                        assertThatIllegalStateException().isThrownBy(this::run).withMessageContaining("the test"));
        assertThat(stored).isEmpty();
    }

    @Test
    void oneRunIsUnderWayAtATimeAndARunThatLostItsLeaseStops() {
        Consumer<Decision> listener = decision -> {
            if (decision.item() == 0) {
                assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(this::run);
                now = now.plus(Duration.ofMinutes(2));
                stores.leases().acquire("test", new Leases.Holder("elsewhere", 1, 0), Duration.ofMinutes(1));
            }
        };

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> bulk.apply(new Pass(), new Pass(), null, listener));
        assertThat(transactions).containsExactly(500);
    }
}
