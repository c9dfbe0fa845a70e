package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static dev.cartable.quota.QuotaWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Level;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Resolution.SkippedLevel;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a host sees of quotas, from the use cases alone. */
class QuotaUseCasesTest {
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

    private String serving(UserId user) {
        var effective = check(user).resolution().effective();
        return effective == null ? "nobody" : effective.profile().name() + " by " + effective.level();
    }

    // The hierarchy

    @Test
    void anOwnProfileComesBeforeThePromotionsAndThatBeforeTheDefault() {
        Profile everybody = daily("Tous", 1);
        Profile promotion = daily("Promo", 2);
        Profile own = daily("John", 3);
        assertThat(check(JOHN).state()).isEqualTo(Allowance.State.NO_PROFILE);

        school.assign(Holder.DEFAULT, everybody);
        assertThat(serving(JOHN)).isEqualTo("Tous by DEFAULT");
        school.assign(Holder.of(L3), promotion);
        assertThat(serving(JOHN)).isEqualTo("Promo by PROMOTION");
        school.assign(Holder.of(JOHN), own);
        assertThat(serving(JOHN)).isEqualTo("John by USER");
        assertThat(serving(AWA)).isEqualTo("Promo by PROMOTION");

        school.cartable().quotas().profiles().change(own.id(), profile -> profile.active(false));
        assertThat(serving(JOHN)).isEqualTo("Promo by PROMOTION");
        assertThat(check(JOHN).resolution().skipped())
                .containsExactly(new SkippedLevel("USER", "John", SkippedLevel.Why.INACTIVE));
        school.cartable().quotas().unassign(Holder.of(L3), "test");
        assertThat(serving(JOHN)).isEqualTo("Tous by DEFAULT");
    }

    @Test
    void aHostsOwnLevelStandsWhereTheHostPutsIt() {
        Level boarding =
                new Level("BOARDING", user -> user.id().equals(AWA) ? Optional.of("house 1") : Optional.empty());
        QuotaSettings usual = QuotaSettings.defaults();
        school = new QuotaWorld(new QuotaSettings(
                List.of(Level.USER, boarding, Level.PROMOTION, Level.DEFAULT),
                usual.firstDay(),
                usual.onChange(),
                usual.lateness(),
                usual.remembered(),
                usual.staleAfter()));
        school.assign(Holder.of(L3), daily("Promo", 2));
        school.assign(new Holder("BOARDING", "house 1"), daily("Internat", 5));

        assertThat(serving(AWA)).isEqualTo("Internat by BOARDING");
        assertThat(serving(JOHN)).isEqualTo("Promo by PROMOTION");
    }

    @Test
    void whoIsUnknownIsAnErrorAndNeverARow() {
        UserId nobody = new UserId("nobody");
        Profile profile = daily("Tous", 1);

        assertThatExceptionOfType(QuotaException.class).isThrownBy(() -> check(nobody));
        assertThatExceptionOfType(QuotaException.class).isThrownBy(() -> school.assign(Holder.of(nobody), profile));
        UsageReport report = school.use(nobody, 5);
        assertThat(report.counted()).isEmpty();
        assertThat(report.refused())
                .extracting(refusal -> refusal.problem())
                .containsExactly(QuotaProblem.UNKNOWN_USER);
        assertThat(school.stores().usage().all()).isEmpty();
        assertThatExceptionOfType(QuotaException.class)
                .isThrownBy(() -> school.cartable().quotas().assign(Holder.parse("PROMOTION:none"), profile.id(), ""))
                .returns(QuotaProblem.UNKNOWN_PROMOTION, QuotaException::problem)
                .returns(Map.of("promotion", "none"), QuotaException::facts);
    }

    // Recording

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

    // Windows and validity

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
    void aValidityFromTheFirstUseBeginsWithItAndEndsAfterItsDays() {
        school.assign(
                Holder.of(JOHN),
                school.profile(
                        "Carte",
                        profile -> profile.validity(Validity.daysFromFirstUse(2))
                                .atMost(Window.CYCLE, DataSize.ofGibibytes(5))));
        school.pass(Duration.ofDays(40));
        assertThat(check(JOHN).state()).isEqualTo(Allowance.State.WITHIN);

        school.use(JOHN, GIB);
        school.pass(Duration.ofDays(1));
        school.use(JOHN, GIB);
        assertThat(school.used(JOHN, Window.CYCLE)).isEqualTo(2 * GIB);
        school.pass(Duration.ofDays(1));

        assertThat(check(JOHN).state()).isEqualTo(Allowance.State.EXPIRED);
    }

    // Another profile

    @Test
    void anotherProfileBeginsAtZeroAndTheHistorySaysSo() {
        Profile small = daily("Petit", 1);
        Profile large = daily("Grand", 10);
        school.assign(Holder.of(JOHN), small);
        school.use(JOHN, GIB / 2);
        school.pass(Duration.ofHours(1));

        school.assign(Holder.of(JOHN), large);

        assertThat(school.used(JOHN, Window.DAY)).isZero();
        school.use(JOHN, 9);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(9);
        try (var history = school.cartable().quotas().history(Holder.of(JOHN), null)) {
            assertThat(history.map(change -> change.type() + " " + change.before() + " " + change.after()))
                    .containsExactly("UPDATED Petit Grand", "ASSIGNED null Petit");
        }
        assertThat(school.cartable().quotas().held(Holder.of(JOHN), school.now().minusSeconds(1)))
                .contains("Petit");
        assertThat(school.stores().usage().adjustments(JOHN))
                .extracting(adjustment ->
                        adjustment.key().window() + " " + adjustment.amount().down())
                .contains("DAY " + -GIB / 2, "MONTH " + -GIB / 2);
    }

    @Test
    void countersAreKeptOrProratedWhereTheSchoolSaysSo() {
        for (CounterPolicy policy : List.of(CounterPolicy.KEEP, CounterPolicy.PRORATE)) {
            QuotaSettings usual = QuotaSettings.defaults();
            school = new QuotaWorld(new QuotaSettings(
                    usual.levels(),
                    usual.firstDay(),
                    policy,
                    usual.lateness(),
                    usual.remembered(),
                    usual.staleAfter()));
            school.assign(Holder.of(JOHN), daily("Petit", 1));
            school.use(JOHN, GIB / 2);

            school.assign(Holder.of(JOHN), daily("Grand", 10));

            assertThat(school.used(JOHN, Window.DAY)).isEqualTo(policy == CounterPolicy.KEEP ? GIB / 2 : 5 * GIB);
        }
    }

    @Test
    void aPromotionsAssignmentOpensTheCountersOfAllItsUsersAndARemovalDisablesThem() {
        Profile promotion = daily("Promo", 2);

        AssignProfile.Done done = school.cartable().quotas().assign(Holder.of(L3), promotion.id(), "test");
        assertThat(done.usages()).isEqualTo(2);
        assertThat(done.change()).map(ProfileChange::type).contains(ProfileChange.Type.ASSIGNED);
        assertThat(school.cartable()
                        .quotas()
                        .assign(Holder.of(L3), promotion.id(), "test")
                        .change())
                .isEmpty();

        assertThat(school.cartable().quotas().unassign(Holder.of(L3), "test").usages())
                .isEqualTo(2);
        assertThat(school.stores().usage().all()).noneMatch(usage -> usage.active());
    }

    // Profiles

    @Test
    void profilesThatWouldThrottleInACircleAreRefused() {
        Profile one = daily("Un", 1);
        Profile two = school.profile("Deux", profile -> profile.limitPolicy(new LimitPolicy(80, 0, one.id())));

        assertThatExceptionOfType(QuotaException.class)
                .isThrownBy(() -> school.cartable()
                        .quotas()
                        .profiles()
                        .change(one.id(), profile -> profile.limitPolicy(new LimitPolicy(80, 0, two.id()))))
                .returns(QuotaProblem.THROTTLES_IN_A_CIRCLE, QuotaException::problem)
                .returns(Map.of("profile", "Un", "over", "Deux"), QuotaException::facts);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> school.cartable()
                        .quotas()
                        .profiles()
                        .change(one.id(), profile -> profile.limitPolicy(new LimitPolicy(80, 0, one.id()))))
                .withMessageContaining("itself");
        assertThatExceptionOfType(QuotaException.class)
                .isThrownBy(() -> daily("UN", 1))
                .returns(QuotaProblem.NAME_TAKEN, QuotaException::problem);
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

    // Resets

    @Test
    void aResetOnTimeChangesNoAnswerAndMayRunTwice() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        school.use(JOHN, 5);
        ResetUsage.Request daily = new ResetUsage.Request(Set.of(Window.DAY), null, false, "cron");
        assertThat(reset(daily).reset()).as("the day still runs").isZero();
        school.set("2026-11-22T00:00:01Z");
        String before = check(JOHN).windows().toString();

        assertThat(plan(daily).reset()).isEqualTo(1);
        assertThat(reset(daily).reset()).isEqualTo(1);
        assertThat(reset(daily).reset()).isZero();

        assertThat(check(JOHN).windows()).hasToString(before);
    }

    @Test
    void aResetOfARunningWindowTakesUseAwayAndSaysWhoDidIt() {
        school.assign(Holder.of(JOHN), daily("John", 3));
        school.assign(Holder.of(AWA), daily("Awa", 3));
        school.use(JOHN, 5);
        school.use(AWA, 5);

        assertThat(reset(new ResetUsage.Request(Set.of(Window.DAY, Window.MONTH), JOHN, true, "admin"))
                        .reset())
                .isEqualTo(1);

        assertThat(school.used(JOHN, Window.DAY)).isZero();
        assertThat(school.used(JOHN, Window.WEEK)).isEqualTo(5);
        assertThat(school.used(AWA, Window.DAY)).isEqualTo(5);
        try (var history = school.cartable().quotas().history(Holder.of(JOHN), null)) {
            ProfileChange newest = Objects.requireNonNull(history.findFirst().orElse(null));
            assertThat(newest.type()).isEqualTo(ProfileChange.Type.RESET);
            assertThat(newest.actor()).isEqualTo("admin");
            assertThat(newest.cause()).isEqualTo("reset of DAY, MONTH");
        }
    }

    private ResetUsage.Counts plan(ResetUsage.Request request) {
        return school.cartable().quotas().reset().plan(request, step -> {});
    }

    private ResetUsage.Counts reset(ResetUsage.Request request) {
        return school.cartable().quotas().reset().run(request, step -> {});
    }
}
