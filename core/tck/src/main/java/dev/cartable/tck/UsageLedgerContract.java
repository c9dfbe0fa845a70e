package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.CALENDAR;
import static dev.cartable.tck.SampleQuotas.TODAY;
import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.event;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@link UsageLedger} promises. */
public abstract class UsageLedgerContract extends StoresContract<QuotaStores> {
    private static final UserLedger.Span SPAN = new UserLedger.Span(CALENDAR, NOW.minus(Duration.ofDays(10)));
    private static final LocalDate DAY = TODAY.date();
    private static final WindowKey CYCLE = WindowKey.cycle(NOW);

    private UsageLedger ledger() {
        return stores().usageLedger();
    }

    private List<UserLedger> all() {
        return read(ledger().read(SPAN, null));
    }

    private UserLedger of(int user) {
        return read(ledger().read(SPAN, userId(user))).get(0);
    }

    private void count(Charge... charges) {
        write(tx -> stores().usage().count(tx, List.of(charges)));
    }

    private static UsageAdjustment adjustment(int number, WindowKey key, long up, Instant at) {
        return new UsageAdjustment(uuid(number), userId(1), key, TrafficSum.of(up, -up), "reset", "direction", at);
    }

    @Test
    void aLedgerHasCountersDaysEventsAndWhatWasAdjusted() {
        Assignment own = assignment(1, SampleQuotas.holder(1));
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        count(charge(event(1, 1, 5, NOW), NOW, own), charge(2, 1, 7, NOW), charge(3, 1, 11, yesterday));
        write(tx -> stores().usage()
                .adjust(
                        tx,
                        List.of(
                                adjustment(1, TODAY.day(), 100, NOW),
                                adjustment(2, TODAY.day(), -30, NOW),
                                adjustment(3, CYCLE, 9, NOW),
                                adjustment(4, CYCLE, 0, NOW.plusSeconds(60)))));

        UserLedger one = of(1);
        assertThat(one.user()).isEqualTo(userId(1));
        assertThat(one.usage()).isEqualTo(stores().usage().all().findFirst().orElseThrow());
        assertThat(one.stored(Window.MONTH)).isEqualTo(TrafficSum.of(12, 120));
        assertThat(one.stored(Window.CYCLE)).isEqualTo(TrafficSum.of(5, 50));
        assertThat(one.days())
                .isEqualTo(Map.of(DAY, TrafficSum.of(12, 120), DAY.minusDays(1), TrafficSum.of(11, 110)))
                .isEqualTo(one.reported());
        assertThat(one.adjusted(TODAY.day())).isEqualTo(TrafficSum.of(70, -70));
        assertThat(one.adjusted(CYCLE)).isEqualTo(TrafficSum.of(9, -9));
        assertThat(one.adjusted(WindowKey.of(Window.WEEK, DAY))).isEqualTo(TrafficSum.ZERO);
        assertThat(one.cycleHead()).isEqualTo(TrafficSum.of(12, 120));
        assertThat(one.servedSince()).isEqualTo(NOW.plusSeconds(60));
        assertThat(one.servedHead()).isEqualTo(TrafficSum.ZERO);
    }

    @Test
    void eventsBeforeTheSpanAreLeftOutAndTheirDayIsNotProven() {
        Instant edge = SPAN.since();
        count(charge(1, 1, 5, edge), charge(2, 1, 7, edge.minusSeconds(1)));

        LocalDate day = CALENDAR.day(edge);
        assertThat(of(1).reported()).isEqualTo(Map.of(day, TrafficSum.of(5, 50)));
        assertThat(of(1).days()).isEqualTo(Map.of(day, TrafficSum.of(12, 120)));
        assertThat(SPAN.proves(day)).isFalse();
        assertThat(SPAN.firstDay()).isEqualTo(day.plusDays(1));
        assertThat(new UserLedger.Span(CALENDAR, CALENDAR.start(day)).firstDay())
                .isEqualTo(day);
    }

    @Test
    void everyUserComesOnceWithAllThatIsTheirsHoweverManyThereAre() {
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            charges.add(charge(i, i % 700, 1, NOW.minusSeconds(i)));
        }
        Collections.shuffle(charges, new Random(4711));
        count(charges.toArray(Charge[]::new));
        write(tx -> stores().usage().adjust(tx, List.of(SampleQuotas.adjustment(1, 9_999, NOW))));

        List<UserLedger> all = all();
        assertThat(all).extracting(UserLedger::user).hasSize(701).doesNotHaveDuplicates();
        assertThat(all.stream()
                        .flatMap(one -> one.reported().values().stream())
                        .reduce(TrafficSum.ZERO, TrafficSum::plus))
                .isEqualTo(TrafficSum.of(3_000, 30_000));
        UserLedger adjusted = of(9_999);
        assertThat(adjusted.usage()).isNull();
        assertThat(adjusted.adjusted(WindowKey.parse("WEEK:2026-08-31"))).isEqualTo(TrafficSum.of(-5, Long.MAX_VALUE));
        assertThat(read(ledger().read(SPAN, userId(8_888)))).isEmpty();
        Map<UserId, UserLedger> some = ledger().byUser(List.of(userId(9_999), userId(699), userId(8_888)), SPAN);
        assertThat(some.keySet()).containsExactlyInAnyOrder(userId(9_999), userId(699));
        assertThat(some.get(userId(699))).usingRecursiveComparison().isEqualTo(of(699));
        assertThat(ledger().byUser(List.of(), SPAN)).isEmpty();
    }

    @Test
    void lockedLedgersAreThoseOfTheUsersAndDaysAreOverwritten() {
        count(charge(1, 1, 5, NOW), charge(2, 2, 7, NOW), charge(3, 3, 9, NOW));
        LocalDate before = DAY.minusDays(1);
        write(tx -> {
            Map<UserId, UserLedger> locked =
                    ledger().lock(tx, Set.of(userId(1), userId(2), new UserId("nobody")), SPAN);
            assertThat(locked.keySet()).containsExactlyInAnyOrder(userId(1), userId(2));
            assertThat(locked.values())
                    .extracting(one -> one.stored(Window.DAY))
                    .containsExactlyInAnyOrder(TrafficSum.of(5, 50), TrafficSum.of(7, 70));
            ledger().putDays(
                            tx,
                            Map.of(
                                    userId(1),
                                    Map.of(DAY, new Traffic(1, 2), before, new Traffic(3, 4)),
                                    userId(2),
                                    Map.of(DAY, Traffic.NONE)));
            ledger().putDays(tx, Map.of());
            assertThat(ledger().lock(tx, List.of(), SPAN)).isEmpty();
        });

        assertThat(of(1).days()).isEqualTo(Map.of(before, TrafficSum.of(3, 4), DAY, TrafficSum.of(1, 2)));
        assertThat(of(2).days()).isEmpty();
        assertThat(of(3).days()).isEqualTo(Map.of(DAY, TrafficSum.of(9, 90)));
    }

    @Test
    void whoeverCountsWaitsForALockedLedgerAndIsInItOrAfterIt() {
        assumeSideBySide();
        count(charge(1, 1, 5, NOW));
        Together.Running<Set<UsageEvent.Key>> counting = call(tx -> {
            assertThat(ledger().lock(tx, Set.of(userId(1)), SPAN)).hasSize(1);
            Together.Running<Set<UsageEvent.Key>> other =
                    Together.start(() -> call(inner -> stores().usage().count(inner, List.of(charge(2, 1, 7, NOW)))));
            awaitBlockedOrDone(other);
            assertThat(ledger().lock(tx, Set.of(userId(1)), SPAN).values())
                    .allSatisfy(locked -> assertThat(locked.reported())
                            .isEqualTo(locked.days())
                            .isEqualTo(Map.of(DAY, TrafficSum.of(5, 50))));
            stores().usage().put(tx, List.of(SampleQuotas.usage(1, new Traffic(1, 1))));
            return other;
        });
        assertThat(counting.result()).hasSize(1);
        assertThat(of(1).stored(Window.DAY)).isEqualTo(TrafficSum.of(8, 71));
    }
}
