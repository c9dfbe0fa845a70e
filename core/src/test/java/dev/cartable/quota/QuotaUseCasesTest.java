package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.SkippedLevel;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
