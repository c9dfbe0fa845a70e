package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static dev.cartable.quota.QuotaWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events: each counts once, in its own windows. */
class RecordUsageTest {
    private static final long GIB = 1L << 30;
    private QuotaWorld school = new QuotaWorld();

    private Profile daily(String name, long gibibytes) {
        return school.profile(
                name,
                profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(gibibytes))
                        .atMost(Window.MONTH, DataSize.ofGibibytes(100)));
    }

    private Allowance check(UserId user) {
        return school.cartable().quotas().check(user);
    }

    @Test
    void anEventCountsOnceHoweverOftenItIsTold() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        UsageEvent told = event("e", JOHN, 7, school.now());

        assertThat(school.record(told, told).counted()).containsExactly(told.key());
        assertThat(school.record(told).repeated()).containsExactly(told.key());

        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(7);
    }

    @Test
    void usersMayHaveTheSameEventIdAndOtherContentsAreAConflict() {
        school.assign(Holder.DEFAULT, daily("All", 3));
        UsageEvent first = event("e", JOHN, 7, school.now());
        school.record(first);

        assertThat(school.record(event("e", AWA, 999_999_999, school.now())).counted())
                .hasSize(1);
        assertThat(school.used(AWA, Window.DAY)).isEqualTo(999_999_999);

        UsageEvent more = event("e", JOHN, 8, school.now());
        UsageEvent earlier = event("e", JOHN, 7, school.now().minusSeconds(60));
        UsageReport report = school.record(more, earlier, first);
        assertThat(report.counted()).isEmpty();
        assertThat(report.repeated()).containsExactly(first.key());
        assertThat(report.refused())
                .containsExactlyInAnyOrder(
                        UsageReport.Refusal.conflict(more, first), UsageReport.Refusal.conflict(earlier, first));
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(7);
    }

    @Test
    void ofOneBatchTheFirstReportCountsAndAnotherOneIsAConflict() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        UsageEvent first = event("e", JOHN, 7, school.now());
        UsageEvent other = event("e", JOHN, 8, school.now());

        UsageReport report = school.record(first, other, first);

        assertThat(report.counted()).containsExactly(first.key());
        assertThat(report.repeated()).containsExactly(first.key());
        assertThat(report.refused()).containsExactly(UsageReport.Refusal.conflict(other, first));
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(7);
    }

    @Test
    void aLateEventIsChargedToItsOwnDayAndTheFutureIsRefused() {
        school.set("2026-11-20T09:00:00Z");
        school.assign(Holder.of(JOHN), daily("John", 3));
        school.use(JOHN, 10);
        school.set("2026-11-21T09:00:00Z");
        school.use(JOHN, 1);

        UsageReport late = school.use(JOHN, 100, Instant.parse("2026-11-20T23:59:59Z"));
        UsageReport older = school.use(JOHN, 1, Instant.parse("2026-11-14T08:59:59Z"));
        UsageReport future =
                school.use(JOHN, 1, school.now().plus(Duration.ofMinutes(5)).plusSeconds(1));

        assertThat(late.counted()).hasSize(1);
        assertThat(older.refused()).extracting(refusal -> refusal.problem()).containsExactly(QuotaProblem.TOO_LATE);
        assertThat(future.refused())
                .extracting(refusal -> refusal.problem())
                .containsExactly(QuotaProblem.IN_THE_FUTURE);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(1);
        assertThat(school.used(JOHN, Window.WEEK)).isEqualTo(111);
        assertThat(school.stores().usage().days(JOHN, LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-30")))
                .containsEntry(LocalDate.parse("2026-11-20"), new Traffic(0, 110))
                .containsEntry(LocalDate.parse("2026-11-21"), new Traffic(0, 1));
    }

    @Test
    void aClockThatGoesBackReopensNoWindow() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        school.set("2026-11-22T00:00:30Z");
        school.use(JOHN, 5);
        school.set("2026-11-21T23:59:30Z");

        school.use(JOHN, 2);

        school.set("2026-11-22T08:00:00Z");
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(5);
        assertThat(school.used(JOHN, Window.MONTH)).isEqualTo(7);
    }

    @Test
    void anyOrderAndAnyRepetitionOfEventsEndsInTheSameState() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Instant start = Instant.parse("2026-11-25T22:00:00Z");
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(event(
                    "e" + i,
                    random.nextBoolean() ? JOHN : AWA,
                    random.nextInt(1_000),
                    start.plusSeconds(random.nextInt(6 * 86_400))));
        }
        String expected = state(events, events.size());
        for (int round = 0; round < 10; round++) {
            List<UsageEvent> shuffled = new ArrayList<>(events);
            for (int i = 0; i < 20; i++) {
                shuffled.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(shuffled, random);

            assertThat(state(shuffled, 1 + random.nextInt(30)))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    private static String state(List<UsageEvent> events, int batch) {
        QuotaWorld world = new QuotaWorld();
        world.set("2026-11-25T00:00:00Z");
        world.assign(
                Holder.of(L3),
                world.profile(
                        "P",
                        profile -> profile.validity(Validity.daysFromFirstUse(30))
                                .atMost(Window.DAY, DataSize.ofGibibytes(1))));
        world.set("2026-12-01T23:59:59Z");
        for (int i = 0; i < events.size(); i += batch) {
            world.cartable().quotas().record(events.subList(i, Math.min(events.size(), i + batch)));
        }
        StringBuilder state = new StringBuilder();
        for (UserId user : List.of(JOHN, AWA)) {
            Allowance allowance = world.cartable().quotas().check(user);
            allowance.windows().forEach(window -> state.append(window).append('\n'));
            state.append(allowance.resolution().cycle())
                    .append(world.stores().usage().days(user, LocalDate.MIN, LocalDate.MAX))
                    .append('\n');
        }
        return state.toString();
    }

    @Test
    void windowsRollOverWithoutAnythingHavingToRun() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        school.use(JOHN, 3 * GIB);
        assertThat(check(JOHN).state()).isEqualTo(Allowance.State.EXCEEDED);

        school.set("2026-11-22T00:00:00Z");

        assertThat(check(JOHN).state()).isEqualTo(Allowance.State.WITHIN);
        assertThat(school.used(JOHN, Window.DAY)).isZero();
        assertThat(school.used(JOHN, Window.MONTH)).isEqualTo(3 * GIB);
        assertThat(check(JOHN).window(Window.DAY).nextResetAt()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void eventsHaveToBeRememberedLongerThanTheyMayBeLate() {
        QuotaSettings usual = QuotaSettings.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaSettings(
                        usual.levels(),
                        usual.firstDay(),
                        usual.onChange(),
                        Duration.ofDays(7),
                        Duration.ofDays(7),
                        usual.staleAfter()))
                .withMessageContaining("counted twice");
    }
}
