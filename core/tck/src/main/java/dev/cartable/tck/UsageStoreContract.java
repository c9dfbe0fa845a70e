package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.adjustment;
import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.event;
import static dev.cartable.tck.SampleQuotas.usage;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@link UsageStore} promises, but for how it counts: see {@link UsageCountContract}. */
public abstract class UsageStoreContract extends StoresContract<QuotaStores> {
    private static final Traffic SOME = new Traffic(3, Traffic.MAX);
    private static final Holder AWA = Holder.of(userId(1));

    @Test
    void theProfilesOfOtherLevelsAreFoundByTheirHolders() {
        Holder north = new Holder("DORM", "north: « é »");
        Holder south = new Holder("DORM", "south");
        write(tx -> {
            stores().profiles().insert(tx, SampleQuotas.full(1));
            stores().profiles().assign(tx, assignment(1, north));
        });
        write(tx -> store().firstUses(tx, Map.of(new FirstUse(userId(1), uuid(1)), NOW)));

        assertThat(store().assigned(List.of(north, south)))
                .isEqualTo(Map.of(north, new Candidate(assignment(1, north), SampleQuotas.full(1), null)));
        assertThat(store().assigned(List.of())).isEmpty();
    }

    @Test
    void firstUsesAreFoundByUserAndAssignment() {
        write(tx -> store().firstUses(
                        tx,
                        Map.of(
                                new FirstUse(userId(1), uuid(1)), NOW,
                                new FirstUse(userId(1), uuid(2)), NOW.plusSeconds(1),
                                new FirstUse(userId(2), uuid(1)), NOW.plusSeconds(2))));

        assertThat(store().firstUses(List.of(
                        new FirstUse(userId(1), uuid(1)),
                        new FirstUse(userId(1), uuid(1)),
                        new FirstUse(userId(2), uuid(1)),
                        new FirstUse(userId(2), uuid(2)))))
                .isEqualTo(Map.of(
                        new FirstUse(userId(1), uuid(1)), NOW, new FirstUse(userId(2), uuid(1)), NOW.plusSeconds(2)));
        assertThat(store().firstUses(List.of())).isEmpty();
        FirstUse third = new FirstUse(userId(3), uuid(1));
        undone(tx -> {
            store().firstUses(tx, Map.of(third, NOW));
            assertThat(store().firstUses(List.of(third)))
                    .as("in its transaction")
                    .containsEntry(third, NOW);
        });
        assertThat(store().firstUses(List.of(third))).isEmpty();
    }

    @Test
    void usageIsOpenedOnce() {
        Assignment own = assignment(1, AWA);

        assertThat(open(usage(1, own, SOME), usage(2, Traffic.NONE))).containsExactlyInAnyOrder(userId(1), userId(2));
        assertThat(open(usage(2, SOME), usage(3, SOME))).containsExactly(userId(3));
        assertThat(open()).isEmpty();
        assertThat(read(store().all())).containsExactly(usage(1, own, SOME), usage(2, Traffic.NONE), usage(3, SOME));
    }

    @Test
    void manyWhoOpenTheSameUsageOpenItOnce() {
        int rounds = 20;
        List<List<UserId>> opened = Together.run(8, thread -> {
            List<UserId> mine = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                int first = 50 * round;
                List<Usage> usages = many(50, i -> usage(thread % 2 == 0 ? first + i : first + 49 - i, SOME));
                mine.addAll(call(tx -> store().open(tx, usages)));
            }
            return mine;
        });

        assertThat(opened.stream().flatMap(Collection::stream))
                .hasSize(50 * rounds)
                .doesNotHaveDuplicates();
    }

    @Test
    void lockedUsageIsOverwritten() {
        open(usage(1, SOME), usage(2, SOME));
        Usage disabled = usage(1, assignment(1, AWA), new Traffic(1, 2)).disabled();
        write(tx -> {
            assertThat(store().lock(tx, List.of(userId(2), userId(1), userId(3))))
                    .isEqualTo(Map.of(userId(1), usage(1, SOME), userId(2), usage(2, SOME)));
            assertThat(store().lock(tx, List.of())).isEmpty();
            store().put(tx, List.of(disabled));
            store().put(tx, List.of());
        });

        assertThat(read(store().all())).containsExactly(disabled, usage(2, SOME));
    }

    @Test
    void whoLocksSecondWaitsAndSeesWhatTheFirstHasPut() {
        open(usage(1, SOME));
        Together.Running<Map<UserId, Usage>> second = call(tx -> {
            store().lock(tx, List.of(userId(1)));
            Together.Running<Map<UserId, Usage>> other =
                    Together.start(() -> call(inner -> store().lock(inner, List.of(userId(1)))));
            awaitBlockedOrDone(other);
            store().put(tx, List.of(usage(1, Traffic.NONE)));
            return other;
        });

        assertThat(second.result()).containsEntry(userId(1), usage(1, Traffic.NONE));
    }

    @Test
    void manyWhoLockInOppositeOrdersAllGetThrough() {
        open(many(30, i -> usage(i, SOME)).toArray(Usage[]::new));
        List<UserId> forwards = many(30, SampleQuotas::userId);
        List<UserId> backwards = many(30, i -> userId(29 - i));

        List<Integer> locked = Together.run(8, i -> {
            for (int round = 0; round < 10; round++) {
                write(tx -> store().put(
                                tx,
                                store().lock(tx, i % 2 == 0 ? forwards : backwards)
                                        .values()));
            }
            return i;
        });

        assertThat(locked).hasSize(8);
    }

    @Test
    void allUsageComesInTheOrderOfTheUsers() {
        open(many(2_500, i -> usage(i, SOME)).toArray(Usage[]::new));

        assertThat(read(store().all()))
                .hasSize(2_500)
                .extracting(Usage::user)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(this.<Map<UserId, Usage>>call(tx -> store().lock(tx, many(3_000, SampleQuotas::userId))))
                .hasSize(2_500);
    }

    @Test
    void theDaysOfASpanComeInTheirOrder() {
        LocalDate today = SampleQuotas.TODAY.date();
        write(tx -> store().count(
                        tx,
                        List.of(
                                charge(1, 1, 5, NOW),
                                charge(2, 1, 7, NOW.minus(Duration.ofDays(2))),
                                charge(3, 1, 1, NOW.minus(Duration.ofDays(2))),
                                charge(4, 1, 0, NOW.minus(Duration.ofDays(1))),
                                charge(5, 1, 9, NOW.minus(Duration.ofDays(3))),
                                charge(6, 2, 9, NOW))));

        assertThat(store().days(userId(1), today.minusDays(2), today))
                .containsExactly(
                        Map.entry(today.minusDays(2), new Traffic(8, 80)), Map.entry(today, new Traffic(5, 50)));
        assertThat(store().days(userId(1), today.plusDays(1), today.minusDays(1)))
                .isEmpty();
        assertThat(store().days(userId(3), today.minusDays(2), today)).isEmpty();
    }

    @Test
    void adjustmentsComeOldestFirst() {
        UsageAdjustment late = adjustment(1, 1, NOW.plusSeconds(9));
        UsageAdjustment early = adjustment(2, 1, NOW);
        write(tx -> store().adjust(tx, List.of(late, adjustment(3, 2, NOW), early)));
        write(tx -> store().adjust(tx, List.of()));
        undone(tx -> store().adjust(tx, List.of(adjustment(4, 1, NOW))));

        assertThat(read(store().adjustments(userId(1)))).containsExactly(early, late);
        assertThat(read(store().adjustments(userId(3)))).isEmpty();
    }

    @Test
    void manyAdjustmentsAreAllRead() {
        write(tx -> store().adjust(tx, many(1_500, i -> adjustment(i, 1, NOW.plusSeconds(i / 700)))));

        assertThat(read(store().adjustments(userId(1))))
                .hasSize(1_500)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    }

    @Test
    void theIdsOfOldEventsAreForgottenAFewAtATime() {
        write(tx -> store().count(tx, many(10, i -> charge(i, 1, 1, NOW.plusSeconds(i)))));

        assertThat(store().forgottenBefore()).isEmpty();
        assertThat(forget(NOW, 100)).isZero();
        assertThat(store().forgottenBefore()).contains(NOW);
        assertThat(store().eventsBefore(NOW)).isZero();
        assertThat(store().eventsBefore(NOW.plusSeconds(7))).isEqualTo(7);
        assertThat(forget(NOW.plusSeconds(7), 4)).isEqualTo(4);
        assertThat(store().eventsBefore(NOW.plusSeconds(7))).isEqualTo(3);
        undone(tx -> store().forgetEvents(tx, NOW.plusSeconds(7), 4));
        assertThat(forget(NOW.plusSeconds(7), 4)).isEqualTo(3);
        assertThat(forget(NOW.plusSeconds(7), 4)).isZero();
        assertThat(forget(NOW.minusSeconds(60), 4)).isZero();
        assertThat(store().forgottenBefore()).contains(NOW.plusSeconds(7));
        undone(tx -> store().forgetEvents(tx, NOW.plusSeconds(8), 4));
        assertThat(store().forgottenBefore()).contains(NOW.plusSeconds(7));

        Set<UsageEvent.Key> counted = call(tx -> store().count(tx, many(10, i -> charge(i, 1, 1, NOW.plusSeconds(i)))));
        assertThat(counted).hasSize(7).doesNotContain(event(7, 1, 1, NOW).key());
    }

    private UsageStore store() {
        return stores().usage();
    }

    private Set<UserId> open(Usage... usages) {
        return call(tx -> store().open(tx, List.of(usages)));
    }

    private int forget(Instant before, int max) {
        return this.<Integer>call(tx -> store().forgetEvents(tx, before, max));
    }
}
