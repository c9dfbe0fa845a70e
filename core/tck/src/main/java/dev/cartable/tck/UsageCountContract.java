package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.TODAY;
import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.event;
import static dev.cartable.tck.SampleQuotas.usage;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a {@link UsageStore} counts: every event once, in its own windows, whoever else is counting. */
public abstract class UsageCountContract extends StoresContract<QuotaStores> {
    private static final int THREADS = 8;
    private static final Assignment OWN = assignment(1, SampleQuotas.holder(1));
    private static final Duration DAY = Duration.ofDays(1);
    private static final WindowKey TOMORROW =
            WindowKey.of(Window.DAY, TODAY.date().plusDays(1));

    @Test
    void aUsersFirstChargeOpensTheirUsageUnderItsAssignment() {
        assertThat(count(charge(event(1, 1, 5, NOW), NOW, OWN), charge(2, 2, 7, NOW)))
                .containsExactlyInAnyOrder(key(1, 1), key(2, 2));

        assertThat(usageOf(1)).isEqualTo(usage(1, OWN, new Traffic(5, 50)));
        assertThat(usageOf(2).active()).isFalse();
        assertThat(usageOf(2).assignment()).isNull();
        assertThat(usageOf(2).counters().month()).isEqualTo(new Counter(TODAY.month(), new Traffic(7, 70)));
        assertThat(usageOf(2).counters().cycle()).isEqualTo(new Counter(WindowKey.cycle(Usage.NO_CYCLE), Traffic.NONE));
    }

    @Test
    void anEventThatIsToldAgainCountsOnceAlsoInOneCall() {
        Charge once = charge(1, 1, 5, NOW);

        assertThat(count(once, charge(1, 1, 99, NOW.plusSeconds(9))))
                .containsExactly(once.event().key());
        assertThat(count(once)).isEmpty();
        assertThat(count(charge(1, 1, 99, NOW))).as("with other contents").isEmpty();
        assertThat(count()).isEmpty();
        assertThat(read(store().all())).hasSize(1);
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(5, 50));
        assertThat(days(1)).containsExactly(Map.entry(TODAY.date(), new Traffic(5, 50)));
    }

    @Test
    void twoUsersMayHaveTheSameEventId() {
        count(charge(1, 1, 5, NOW));

        assertThat(count(charge(1, 2, 7, NOW), charge(1, 3, 9, NOW))).containsExactlyInAnyOrder(key(1, 2), key(1, 3));
        assertThat(count(charge(1, 3, 9, NOW), charge(1, 2, 7, NOW))).isEmpty();
        assertThat(days(2)).containsExactly(Map.entry(TODAY.date(), new Traffic(7, 70)));
        assertThat(usageOf(3).counters().month().traffic()).isEqualTo(new Traffic(9, 90));
    }

    @Test
    void whatWasCountedUnderKeysIsKnown() {
        UsageEvent first = event(1, 1, 5, NOW);
        UsageEvent second = event(2, 2, 7, NOW.plusSeconds(3));
        count(charge(first, null, null), charge(second, null, null));

        assertThat(store().known(List.of(key(1, 1), key(1, 3), key(2, 2), key(2, 1))))
                .isEqualTo(Map.of(key(1, 1), first, key(2, 2), second));
        assertThat(store().known(List.of())).isEmpty();
    }

    private static UsageEvent.Key key(int number, int user) {
        return event(number, user, 0, NOW).key();
    }

    @Test
    void aNewerWindowBeginsAnewAndAnOlderOneChangesItsDayAlone() {
        count(charge(1, 1, 1, NOW));
        count(charge(2, 1, 2, NOW.plus(DAY)));
        count(charge(3, 1, 4, NOW.minus(DAY)));

        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TOMORROW, new Traffic(2, 20)));
        assertThat(usageOf(1).counters().week()).isEqualTo(new Counter(TODAY.week(), new Traffic(7, 70)));
        assertThat(usageOf(1).counters().month()).isEqualTo(new Counter(TODAY.month(), new Traffic(3, 30)));
        assertThat(days(1))
                .isEqualTo(Map.of(
                        TODAY.date().minusDays(1), new Traffic(4, 40),
                        TODAY.date(), new Traffic(1, 10),
                        TODAY.date().plusDays(1), new Traffic(2, 20)));
    }

    @Test
    void severalDaysInOneCallCountAsOneByOne() {
        count(charge(1, 1, 1, NOW));
        count(charge(2, 1, 2, NOW.plus(DAY)), charge(3, 1, 4, NOW.minus(DAY)), charge(4, 1, 8, NOW));

        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TOMORROW, new Traffic(2, 20)));
        assertThat(usageOf(1).counters().week()).isEqualTo(new Counter(TODAY.week(), new Traffic(15, 150)));
        assertThat(usageOf(1).counters().month()).isEqualTo(new Counter(TODAY.month(), new Traffic(11, 110)));
        assertThat(days(1)).hasSize(3);
    }

    @Test
    void theCycleCountsOnlyWhatIsChargedToItsAssignment() {
        Assignment other = assignment(2, SampleQuotas.holder(1));
        write(tx -> store().open(tx, List.of(usage(1, OWN, Traffic.NONE))));
        count(
                charge(event(2, 1, 2, NOW), NOW, other),
                charge(event(1, 1, 1, NOW), NOW, OWN),
                charge(event(3, 1, 4, NOW), NOW.plusSeconds(9), other),
                charge(event(4, 1, 8, NOW), null, OWN),
                charge(event(5, 1, 16, NOW), NOW.minusSeconds(9), OWN),
                charge(event(6, 1, 32, NOW), null, null));

        assertThat(usageOf(1).counters().cycle()).isEqualTo(new Counter(WindowKey.cycle(NOW), new Traffic(1, 10)));
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(63, 630));
        assertThat(usageOf(1).assignment()).isEqualTo(OWN.id());
        count(charge(event(7, 1, 64, NOW), NOW.plusSeconds(9), OWN));
        assertThat(usageOf(1).counters().cycle())
                .isEqualTo(new Counter(WindowKey.cycle(NOW.plusSeconds(9)), new Traffic(64, 640)));
    }

    @Test
    void aCounterStaysAtTheMostThatCanBeCounted() {
        Traffic most = new Traffic(Traffic.MAX - 1, Traffic.MAX);
        UsageEvent huge = new UsageEvent(new EventId("huge"), userId(1), most, NOW);
        count(charge(huge, NOW, OWN), charge(event(1, 1, 1, NOW), NOW, OWN));
        Traffic full = new Traffic(Traffic.MAX, Traffic.MAX);
        assertThat(usageOf(1)).isEqualTo(usage(1, OWN, full));

        count(charge(new UsageEvent(new EventId("again"), userId(1), most, NOW), NOW, OWN));

        assertThat(usageOf(1)).isEqualTo(usage(1, OWN, full));
        assertThat(days(1)).containsExactly(Map.entry(TODAY.date(), full));
    }

    @Test
    void aCountIsUndoneWithItsTransactionAndCanBeMadeAgain() {
        count(charge(1, 1, 1, NOW));
        undone(tx -> store().count(tx, List.of(charge(2, 1, 2, NOW), charge(3, 2, 4, NOW.plus(DAY)))));

        assertThat(read(store().all())).containsExactly(usageOf(1));
        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TODAY.day(), new Traffic(1, 10)));
        assertThat(days(1)).containsExactly(Map.entry(TODAY.date(), new Traffic(1, 10)));
        assertThat(days(2)).isEmpty();
        assertThat(count(charge(2, 1, 2, NOW), charge(3, 2, 4, NOW.plus(DAY)))).hasSize(2);
    }

    @Test
    void whoTellsAnEventSecondWaitsAndGoesWithoutIfTheFirstCommits() {
        Together.Running<Set<UsageEvent.Key>> second = call(tx -> {
            store().count(tx, List.of(charge(1, 1, 1, NOW)));
            Together.Running<Set<UsageEvent.Key>> other = Together.start(() -> count(charge(1, 1, 1, NOW)));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).isEmpty();
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(1, 10));
    }

    @Test
    void whoTellsAnEventSecondWaitsAndCountsItIfTheFirstGivesUp() {
        Together.Running<Set<UsageEvent.Key>> second = givenUp(tx -> {
            store().count(tx, List.of(charge(1, 1, 1, NOW)));
            Together.Running<Set<UsageEvent.Key>> other = Together.start(() -> count(charge(1, 1, 1, NOW)));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).hasSize(1);
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(1, 10));
    }

    @Test
    void manyThreadsOnOneUserLoseNothing() {
        int rounds = 20;
        Together.run(THREADS, thread -> {
            for (int round = 0; round < rounds; round++) {
                count(charge(thread * rounds + round, 1, 1, NOW.plus(DAY.multipliedBy(round % 2))));
            }
            return thread;
        });

        long each = rounds / 2L * THREADS;
        Traffic half = new Traffic(each, 10 * each);
        assertThat(days(1)).isEqualTo(Map.of(TODAY.date(), half, TODAY.date().plusDays(1), half));
        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TOMORROW, half));
        assertThat(usageOf(1).counters().week()).isEqualTo(new Counter(TODAY.week(), half.plus(half)));
        assertThat(usageOf(1).counters().month()).isEqualTo(new Counter(TODAY.month(), half.plus(half)));
    }

    @Test
    void manyThreadsOnManyUsersInOppositeOrdersLoseNothingAndNeverBlockEachOther() {
        int users = 60;
        int rounds = 10;
        Together.run(THREADS, thread -> {
            for (int round = 0; round < rounds; round++) {
                int first = (thread * rounds + round) * users;
                List<Charge> batch = new ArrayList<>(many(users, user -> charge(first + user, user, 1, NOW)));
                if (thread % 2 == 0) {
                    Collections.reverse(batch);
                }
                count(batch);
            }
            return thread;
        });

        long each = (long) rounds * THREADS;
        Traffic all = new Traffic(each, 10 * each);
        assertThat(read(store().all())).hasSize(users).allSatisfy(usage -> {
            assertThat(usage.counters().day().traffic()).isEqualTo(all);
            assertThat(usage.counters().month().traffic()).isEqualTo(all);
        });
        assertThat(many(users, this::days))
                .allSatisfy(days -> assertThat(days.values()).containsExactly(all));
    }

    @Test
    void manyThreadsThatTellTheSameEventsInOppositeOrdersCountEachOnce() {
        int batch = 200;
        int events = 10 * batch;
        List<List<UsageEvent.Key>> counted = Together.run(THREADS, thread -> {
            List<UsageEvent.Key> mine = new ArrayList<>();
            for (int first = 0; first < events; first += batch) {
                int number = first;
                List<Charge> told = new ArrayList<>(many(batch, i -> charge(number + i, i % 7, 1, NOW)));
                if (thread % 2 == 0) {
                    Collections.reverse(told);
                }
                mine.addAll(count(told));
            }
            return mine;
        });

        assertThat(counted.stream().flatMap(Collection::stream)).hasSize(events).doesNotHaveDuplicates();
        assertThat(read(store().all()).stream()
                        .mapToLong(usage -> usage.counters().day().traffic().up())
                        .sum())
                .isEqualTo(events);
    }

    @Test
    void thousandsAreCountedInOneCall() {
        Set<UsageEvent.Key> counted = count(many(5_000, i -> charge(i, i % 500, 1, NOW)));

        assertThat(counted).hasSize(5_000);
        assertThat(read(store().all()))
                .hasSize(500)
                .allSatisfy(
                        usage -> assertThat(usage.counters().day().traffic()).isEqualTo(new Traffic(10, 100)));
    }

    @Test
    void whateverTheOrderAndTheRepetitionsTheRowsAreTheSameInTheEnd() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            Story story = Story.of(random, round);
            write(tx -> store().open(tx, story.opened().values()));
            for (List<Charge> batch : story.told(random, round)) {
                count(batch);
            }
            for (UserId user : story.users()) {
                assertThat(usageOf(user)).as("round %d, seed %d", round, seed).isEqualTo(story.usage(user));
                assertThat(days(user)).as("round %d, seed %d", round, seed).isEqualTo(story.days(user));
            }
        }
    }

    // Changes without an event

    @Test
    void aChangeCountsLikeAnEventAndMayTakeSomethingAway() {
        count(charge(1, 1, 10, NOW));
        change(1, TODAY, 5, 50);
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(15, 150));

        change(1, TODAY, -7, -150);

        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(8, 0));
        assertThat(usageOf(1).counters().month().traffic()).isEqualTo(new Traffic(8, 0));
        assertThat(days(1)).containsExactly(Map.entry(TODAY.date(), new Traffic(8, 0)));
    }

    @Test
    void aChangeTakesNoMoreThanThereIs() {
        count(charge(1, 1, 10, NOW));
        change(1, TODAY, -11, -1_000);
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(Traffic.NONE);
        assertThat(days(1)).isEmpty();

        change(1, SampleQuotas.CALENDAR.keys(NOW.plus(DAY)), -11, 5);
        assertThat(usageOf(1).counters().day().traffic()).isEqualTo(new Traffic(0, 5));
        change(1, TODAY, -11, Traffic.MAX);
        change(1, SampleQuotas.CALENDAR.keys(NOW.plus(DAY)), 0, Traffic.MAX);
        assertThat(usageOf(1).counters().month().traffic()).isEqualTo(new Traffic(0, Traffic.MAX));
    }

    @Test
    void aChangeOfNothingBeginsANewerWindowAndNoDay() {
        change(1, TODAY, 0, 0);
        assertThat(usageOf(1)).isEqualTo(Usage.none(userId(1), null, TODAY));
        count(charge(1, 1, 10, NOW));
        change(1, SampleQuotas.CALENDAR.keys(NOW.plus(DAY)), 0, 0);

        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TOMORROW, Traffic.NONE));
        assertThat(usageOf(1).counters().month().traffic()).isEqualTo(new Traffic(10, 100));
        assertThat(days(1)).hasSize(1);
    }

    @Test
    void changesOfOneCallThatGoBothWaysAreAddedUp() {
        WindowKeys tomorrow = SampleQuotas.CALENDAR.keys(NOW.plus(DAY));
        change(1, TODAY, 100, 100);
        write(tx -> store().change(
                        tx,
                        List.of(
                                new UsageChange(userId(1), TODAY, null, TrafficSum.of(-60, -60)),
                                new UsageChange(userId(1), tomorrow, null, TrafficSum.of(60, 60)),
                                new UsageChange(userId(1), TODAY, null, TrafficSum.of(10, 10)))));

        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(tomorrow.day(), new Traffic(60, 60)));
        assertThat(usageOf(1).counters().week().traffic()).isEqualTo(new Traffic(110, 110));
        assertThat(days(1)).isEqualTo(Map.of(TODAY.date(), new Traffic(50, 50), tomorrow.date(), new Traffic(60, 60)));
    }

    @Test
    void whatOneCallMovesWithinAWindowIsNotLostWhereTheWindowWasReset() {
        change(1, TODAY, 0, 0);
        WindowKeys yesterday = SampleQuotas.CALENDAR.keys(NOW.minus(DAY));
        write(tx -> store().change(
                        tx,
                        List.of(
                                new UsageChange(userId(1), TODAY, null, TrafficSum.of(-60, -60)),
                                new UsageChange(userId(1), yesterday, null, TrafficSum.of(60, 60)))));

        assertThat(usageOf(1).counters().day()).isEqualTo(new Counter(TODAY.day(), Traffic.NONE));
        assertThat(usageOf(1).counters().week().traffic()).isEqualTo(Traffic.NONE);
        assertThat(usageOf(1).counters().month().traffic()).isEqualTo(Traffic.NONE);
    }

    @Test
    void aCycleTakesChangesOfItsOwnAssignmentAlone() {
        count(charge(event(1, 1, 10, NOW), NOW, OWN));
        write(tx -> store().change(
                        tx,
                        List.of(
                                new UsageChange(userId(1), TODAY.withCycle(NOW), OWN, TrafficSum.of(-4, 1)),
                                new UsageChange(
                                        userId(1),
                                        TODAY.withCycle(NOW),
                                        assignment(2, SampleQuotas.holder(1)),
                                        TrafficSum.of(1_000, 1_000)))));

        assertThat(usageOf(1).counters().cycle()).isEqualTo(new Counter(WindowKey.cycle(NOW), new Traffic(6, 101)));
    }

    private void change(int user, WindowKeys keys, long up, long down) {
        write(tx -> store().change(tx, List.of(new UsageChange(userId(user), keys, null, TrafficSum.of(up, down)))));
    }

    private UsageStore store() {
        return stores().usage();
    }

    private Set<UsageEvent.Key> count(Charge... charges) {
        return count(List.of(charges));
    }

    private Set<UsageEvent.Key> count(Collection<Charge> charges) {
        return call(tx -> store().count(tx, charges));
    }

    private Usage usageOf(int user) {
        return usageOf(userId(user));
    }

    private Usage usageOf(UserId user) {
        Map<UserId, Usage> found = call(tx -> store().lock(tx, List.of(user)));
        assertThat(found).containsKey(user);
        return found.values().iterator().next();
    }

    private Map<LocalDate, Traffic> days(int user) {
        return days(userId(user));
    }

    private Map<LocalDate, Traffic> days(UserId user) {
        return store().days(user, LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1));
    }
}
