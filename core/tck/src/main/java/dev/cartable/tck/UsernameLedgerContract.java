package dev.cartable.tck;

import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.account.port.UsernameLedger.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the {@link UsernameLedger} promises. */
public abstract class UsernameLedgerContract extends StoresContract<AccountStores> {
    private static final String AWA = hash("awa.diallo");
    private static final String BASE = hash("base of awa.diallo");

    @Test
    void nothingIsTakenAtFirst() {
        assertThat(taken(List.of(AWA))).isEmpty();
        assertThat(highest(List.of(BASE))).isEmpty();
    }

    @Test
    void whatWasReservedIsOursAndTaken() {
        assertThat(reserve(List.of(entry("a", 1), entry("b", 2)))).containsExactlyInAnyOrder(hash("a"), hash("b"));
        assertThat(taken(List.of(hash("a"), hash("b"), hash("c")))).containsExactlyInAnyOrder(hash("a"), hash("b"));
    }

    @Test
    void aSkeletonIsGivenOnlyOnce() {
        reserve(List.of(entry("a", 1)));

        assertThat(reserve(List.of(entry("a", 1), entry("b", 2)))).containsExactly(hash("b"));
    }

    @Test
    void aSkeletonTwiceInOneReservationIsGivenOnce() {
        assertThat(reserve(List.of(entry("a", 1), entry("a", 2)))).containsExactly(hash("a"));
    }

    @Test
    void theHighestSuffixOfEachBaseIsKnown() {
        reserve(List.of(entry("a", 1), entry("b", 12), entry("c", 3)));
        reserve(List.of(new Entry(hash("d"), hash("another base"), 4)));

        assertThat(highest(List.of(BASE, hash("another base"), hash("never used"))))
                .isEqualTo(Map.of(BASE, 12, hash("another base"), 4));
    }

    @Test
    void whatIsReleasedCanBeTakenAgain() {
        reserve(List.of(entry("a", 1), entry("b", 2)));
        write(tx -> ledger().release(tx, List.of(hash("b"), hash("never taken"))));

        assertThat(taken(List.of(hash("a"), hash("b")))).containsExactly(hash("a"));
        assertThat(highest(List.of(BASE))).isEqualTo(Map.of(BASE, 1));
        assertThat(reserve(List.of(entry("b", 2)))).containsExactly(hash("b"));
    }

    @Test
    void aReservationIsSeenInItsOwnTransaction() {
        write(tx -> {
            ledger().reserve(tx, List.of(entry("a", 7)));

            assertThat(ledger().taken(tx, List.of(hash("a")))).containsExactly(hash("a"));
            assertThat(ledger().highestSuffix(tx, List.of(BASE))).containsEntry(BASE, 7);
        });
    }

    @Test
    void anUndoneReservationIsFreeAgain() {
        undone(tx -> ledger().reserve(tx, List.of(entry("a", 1))));

        assertThat(highest(List.of(BASE))).isEmpty();
        assertThat(reserve(List.of(entry("a", 1)))).containsExactly(hash("a"));
    }

    @Test
    void ofManyThreadsExactlyOneGetsAName() {
        List<Set<String>> won = Together.run(20, i -> reserve(List.of(entry("a", 1))));

        assertThat(won).filteredOn(ours -> !ours.isEmpty()).hasSize(1);
    }

    @Test
    void threadsThatReserveTheSameNamesInOppositeOrdersShareThemOut() {
        List<Entry> forwards = many(200, i -> entry("name " + i, i + 1));
        List<Entry> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);

        List<Set<String>> won = Together.run(8, i -> reserve(i % 2 == 0 ? forwards : backwards));

        assertThat(won.stream().flatMap(Collection::stream)).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void whoComesSecondWaitsAndGetsTheNameIfTheFirstGivesUp() {
        Together.Running<Set<String>> second = givenUp(tx -> {
            ledger().reserve(tx, List.of(entry("a", 1)));
            Together.Running<Set<String>> other = Together.start(() -> reserve(List.of(entry("a", 1))));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).containsExactly(hash("a"));
    }

    @Test
    void whoComesSecondWaitsAndGoesWithoutIfTheFirstCommits() {
        Together.Running<Set<String>> second = call(tx -> {
            ledger().reserve(tx, List.of(entry("a", 1)));
            Together.Running<Set<String>> other = Together.start(() -> reserve(List.of(entry("a", 1))));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).isEmpty();
    }

    @Test
    void noneAndThousandsCanBeAskedForAndReserved() {
        assertThat(reserve(List.of())).isEmpty();
        assertThat(taken(List.of())).isEmpty();
        assertThat(highest(List.of())).isEmpty();

        List<Entry> entries =
                many(5_000, i -> new Entry(hash("skeleton " + i), hash("base " + i % 1_250), 1 + i / 1_250));
        assertThat(reserve(entries)).hasSize(5_000);
        assertThat(taken(many(5_000, i -> hash("skeleton " + i)))).hasSize(5_000);
        assertThat(highest(many(5_000, i -> hash("base " + i))))
                .hasSize(1_250)
                .allSatisfy((base, suffix) -> assertThat(suffix).isEqualTo(4));
    }

    private UsernameLedger ledger() {
        return stores().usernames();
    }

    private static Entry entry(String name, int suffix) {
        return new Entry(hash(name), BASE, suffix);
    }

    private Set<String> reserve(List<Entry> entries) {
        return call(tx -> ledger().reserve(tx, entries));
    }

    private Set<String> taken(List<String> skeletons) {
        return call(tx -> ledger().taken(tx, skeletons));
    }

    private Map<String, Integer> highest(List<String> bases) {
        return call(tx -> ledger().highestSuffix(tx, bases));
    }
}
