package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.Meter.Answer;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link MeterUsage} relies on when several threads come at once, step by step. */
class MeterTest {
    private static final Traffic TEN = new Traffic(4, 6);

    private final QuotaWorld world = new QuotaWorld();
    private final Meter meter = new Meter(JOHN);

    @BeforeEach
    void aHundredBytesADay() {
        world.assign(
                Holder.of(JOHN),
                world.profile("Étudiant", profile -> profile.atMost(Window.DAY, DataSize.ofBytes(100))));
    }

    private Allowance stored() {
        return world.cartable().quotas().check(JOHN);
    }

    private int takeAll() {
        int granted = 0;
        while (meter.take(TEN, world.now()) == Answer.GRANTED) {
            granted++;
        }
        return granted;
    }

    @Test
    void knowsNothingAtFirstAndUntilTheFirstWindowEnds() {
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.STALE);
        meter.read(stored(), meter.saves());
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        Instant midnight = Instant.parse("2026-11-22T00:00:00Z");
        assertThat(meter.take(TEN, midnight.minusNanos(1))).isEqualTo(Answer.GRANTED);
        assertThat(meter.take(TEN, midnight)).isEqualTo(Answer.STALE);
        assertThat(meter.unsaved()).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(midnight.minusNanos(1));
            assertThat(event.traffic()).isEqualTo(new Traffic(8, 12));
        });
    }

    @Test
    void whoHoldsARetiredMeterIsToldSoAndCountsNothingOnIt() {
        meter.read(stored(), meter.saves());
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        assertThat(meter.retire()).as("something has to be written").isFalse();
        meter.saved(meter.unsaved());
        assertThat(meter.take(new Traffic(1_000, 0), world.now())).isEqualTo(Answer.DENIED);
        assertThat(meter.retire()).as("who is denied has asked, too").isFalse();
        assertThat(meter.retire()).isTrue();
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.RETIRED);
        assertThat(meter.unsaved()).isEmpty();
    }

    @Test
    void whatWasReadBeforeTheStoreWasToldGivesNoRoomTwice() {
        meter.read(stored(), meter.saves());
        assertThat(takeAll()).isEqualTo(10);
        Allowance before = stored();
        int since = meter.saves();
        List<UsageEvent> events = meter.unsaved();
        world.record(events.toArray(UsageEvent[]::new));
        meter.saved(events);

        meter.read(before, since);
        assertThat(takeAll()).isZero();
        meter.read(stored(), meter.saves());
        assertThat(takeAll()).isZero();
    }

    @Test
    void whatWasTakenWhileTheStoreWasReadIsNotForgotten() {
        meter.read(stored(), meter.saves());
        Allowance read = stored();
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        meter.read(read, meter.saves());
        assertThat(takeAll()).isEqualTo(9);
    }

    @Test
    void anEventThatCouldNotBeToldIsToldAgainUnderTheSameId() {
        meter.read(stored(), meter.saves());
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        List<UsageEvent> first = meter.unsaved();
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        assertThat(meter.unsaved()).hasSize(2).startsWith(first.get(0));
        meter.saved(first);
        assertThat(meter.unsaved()).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aClockThatGoesBackMovesNoUseIntoThePast() {
        meter.read(stored(), meter.saves());
        Instant now = world.now();
        assertThat(meter.take(TEN, now)).isEqualTo(Answer.GRANTED);
        assertThat(meter.take(TEN, now.minus(Duration.ofDays(2)))).isEqualTo(Answer.GRANTED);
        assertThat(meter.unsaved()).singleElement().extracting(UsageEvent::at).isEqualTo(now);
    }

    @Test
    void whatWasUsedBeforeAWindowEndedIsAnEventOfItsOwn() {
        meter.read(stored(), meter.saves());
        Instant before = world.now();
        assertThat(meter.take(TEN, before)).isEqualTo(Answer.GRANTED);
        world.set("2026-11-22T00:00:00Z");
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.STALE);
        meter.read(stored(), meter.saves());
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);

        assertThat(meter.unsaved()).extracting(UsageEvent::at).containsExactly(before, world.now());
    }

    @Test
    void isRefreshedWhenItsWindowHasEndedHoweverOftenItWasSaved() {
        meter.refresh(check(), world::now);
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.GRANTED);
        meter.saved(meter.unsaved());
        meter.saved(List.of());
        world.set("2026-11-22T00:00:00Z");
        assertThat(meter.take(TEN, world.now())).isEqualTo(Answer.STALE);

        meter.refresh(check(), world::now);

        assertThat(takeAll()).isEqualTo(10);
        meter.refresh(check(), world::now);
        assertThat(takeAll()).as("what it knows is not read again").isZero();
    }

    @Test
    void grantsAllThatIsLeftInADirectionAndNoByteMore() {
        world.assign(
                Holder.of(JOHN),
                world.profile(
                        "Sens",
                        profile -> profile.limits(
                                Window.DAY,
                                new Profile.Limits(Limit.unlimited(), Limit.atMost(20), Limit.atMost(30)))));
        meter.read(stored(), meter.saves());

        assertThat(meter.take(new Traffic(21, 0), world.now())).isEqualTo(Answer.DENIED);
        assertThat(meter.take(new Traffic(0, 31), world.now())).isEqualTo(Answer.DENIED);
        assertThat(meter.take(new Traffic(20, 30), world.now())).isEqualTo(Answer.GRANTED);
        assertThat(meter.take(new Traffic(0, 0), world.now())).isEqualTo(Answer.DENIED);
    }

    private CheckAllowance check() {
        InMemoryStores stores = world.stores();
        return new CheckAllowance(
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage()),
                QuotaSettings.defaults(),
                WindowCalendar.of(QuotaWorld.ZONE),
                world::now);
    }

    @Test
    void aRefreshThatFailsKeepsNoOtherThreadWaiting() throws Exception {
        Meter unknown = new Meter(new UserId("nobody"));

        for (int thread = 0; thread < 2; thread++) {
            assertThat(CompletableFuture.supplyAsync(
                                    () -> {
                                        try {
                                            unknown.refresh(check(), world::now);
                                            return "refreshed";
                                        } catch (QuotaException e) {
                                            return "refused";
                                        }
                                    },
                                    command -> new Thread(command).start())
                            .get(60, TimeUnit.SECONDS))
                    .isEqualTo("refused");
        }
    }
}
