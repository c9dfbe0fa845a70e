package dev.cartable.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Allowance.State;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllowanceRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);
    private static final long LIMIT = 1_000;

    private boolean userActive = true;
    private @Nullable Profile throttle;

    @Test
    void belowTheSoftLimitAUserIsWithin() {
        Allowance allowance = of(daily -> daily, day(799));

        assertThat(allowance.state()).isEqualTo(State.WITHIN);
        assertThat(allowance.window(Window.DAY).percent()).isEqualTo(79);
        assertThat(allowance.window(Window.DAY).remaining()).isEqualTo(DataSize.ofBytes(201));
        assertThat(allowance.window(Window.DAY).nextResetAt()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(allowance.isServed()).isTrue();
    }

    @Test
    void fromTheSoftLimitOnAUserIsWarnedAndAtTheLimitNotServed() {
        assertThat(of(daily -> daily, day(800)).state()).isEqualTo(State.WARNED);
        assertThat(of(daily -> daily, day(999)).state()).isEqualTo(State.WARNED);
        Allowance used = of(daily -> daily, day(1_000));
        assertThat(used.state()).isEqualTo(State.EXCEEDED);
        assertThat(used.exceeded()).containsExactly(Window.DAY);
        assertThat(used.isServed()).isFalse();
    }

    @Test
    void inTheGraceOfALimitAUserIsStillServedAndItCountsAsRemaining() {
        UnaryOperator<Profile.Builder> grace = daily -> daily.limitPolicy(new LimitPolicy(80, 10, null));

        Allowance inGrace = of(grace, day(1_050));

        assertThat(inGrace.state()).isEqualTo(State.WARNED);
        assertThat(inGrace.exceeded()).isEmpty();
        assertThat(inGrace.attributes().remaining()).isEqualTo(DataSize.ofBytes(50));
        assertThat(of(grace, day(1_100)).state()).isEqualTo(State.EXCEEDED);
    }

    @Test
    void unlimitedAndNothingAndNotSetAreThreeThings() {
        assertThat(of(daily -> daily.limits(Window.DAY, Profile.Limits.total(Limit.unlimited())), day(Traffic.MAX))
                        .state())
                .isEqualTo(State.WITHIN);
        assertThat(of(daily -> daily.atMost(Window.DAY, DataSize.ZERO), day(0)).state())
                .isEqualTo(State.EXCEEDED);
        Allowance notSet = of(daily -> daily.limits(Window.DAY, Profile.Limits.NOT_SET), day(Traffic.MAX));
        assertThat(notSet.state()).isEqualTo(State.WITHIN);
        assertThat(notSet.window(Window.DAY).percent()).isNull();
        assertThat(notSet.window(Window.DAY).limits().isSet()).isFalse();
    }

    @Test
    void aProfileThatIsNotLimitedIgnoresItsLimits() {
        assertThat(of(daily -> daily.limited(false), day(5_000)).state()).isEqualTo(State.WITHIN);
    }

    @Test
    void theTightestOfBothDirectionsAndEachCounts() {
        Allowance allowance = of(
                daily -> daily.limits(
                        Window.DAY, new Profile.Limits(Limit.atMost(LIMIT), Limit.atMost(100), Limit.unlimited())),
                new PerWindow<>(new Traffic(95, 5), Traffic.NONE, Traffic.NONE, Traffic.NONE));

        assertThat(allowance.window(Window.DAY).percent()).isEqualTo(95);
        assertThat(allowance.window(Window.DAY).remaining()).isEqualTo(DataSize.ofBytes(5));
        assertThat(allowance.state()).isEqualTo(State.WARNED);
    }

    @Test
    void beyondALimitAnotherProfilesBandwidthServesUntilTheWindowEnds() {
        Profile slow = Profile.named(new ProfileId(UUID.randomUUID()), "Lent")
                .bandwidth(new Bandwidth(64, 128))
                .build();
        throttle = slow;

        Allowance allowance = of(
                daily -> daily.bandwidth(new Bandwidth(5_120, 10_240)).limitPolicy(new LimitPolicy(80, 0, slow.id())),
                day(2_000));

        assertThat(allowance.state()).isEqualTo(State.EXCEEDED);
        assertThat(allowance.isServed()).isTrue();
        assertThat(allowance.attributes().bandwidth()).isEqualTo(new Bandwidth(64, 128));
        assertThat(allowance.attributes().sessionTimeout()).isEqualTo(Duration.ofHours(14));
        assertThat(allowance.attributes().remaining()).isNull();
    }

    @Test
    void aSessionEndsWithTheValidityIfThatIsSooner() {
        Allowance allowance = of(
                daily -> daily.validity(Validity.days(1))
                        .sessions(new SessionRules(Duration.ofHours(8), Duration.ofMinutes(10), 1)),
                day(0));

        assertThat(allowance.attributes().sessionTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(allowance.attributes().idleTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whatRemainsIsToldInOctetsAndGigawords() {
        Allowance allowance = of(daily -> daily.atMost(Window.DAY, DataSize.ofBytes((3L << 32) + 7)), day(0));

        assertThat(allowance.attributes().remainingGigawords()).isEqualTo(3);
        assertThat(allowance.attributes().remainingOctets()).isEqualTo(7);
        assertThat(allowance.attributes().remainingOctetsClipped()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void whoIsInactiveIsNotServedWhateverTheProfile() {
        userActive = false;

        assertThat(of(daily -> daily, day(0)).state()).isEqualTo(State.DISABLED);
    }

    @Test
    void theStateOfWhomNoProfileServesSaysWhy() {
        assertThat(of(daily -> daily.active(false), day(0)).state()).isEqualTo(State.DISABLED);
        assertThat(unserved(Map.of()).state()).isEqualTo(State.NO_PROFILE);
        assertThatIllegalStateException()
                .isThrownBy(() -> unserved(Map.of()).window(Window.DAY))
                .withMessageContaining("no profile serves");
        assertThat(of(daily -> daily.validity(Validity.days(1)), day(0), NOW.plus(Duration.ofDays(1)))
                        .state())
                .isEqualTo(State.EXPIRED);
    }

    private static PerWindow<Traffic> day(long bytes) {
        return new PerWindow<>(new Traffic(0, bytes), Traffic.NONE, Traffic.NONE, Traffic.NONE);
    }

    private Allowance of(UnaryOperator<Profile.Builder> change, PerWindow<Traffic> counters) {
        return of(change, counters, NOW);
    }

    private Allowance of(UnaryOperator<Profile.Builder> change, PerWindow<Traffic> counters, Instant now) {
        ProfileId id = new ProfileId(UUID.randomUUID());
        Profile profile = change.apply(Profile.named(id, "Jour").atMost(Window.DAY, DataSize.ofBytes(LIMIT)))
                .build();
        Candidate candidate = new Candidate(
                new Assignment(UUID.randomUUID(), new Holder("USER", "john"), id, NOW.minus(Duration.ofHours(23))),
                profile,
                null);
        return answer(Map.of("USER", candidate), counters, now);
    }

    private Allowance unserved(Map<String, Candidate> candidates) {
        return answer(candidates, PerWindow.all(Traffic.NONE), NOW);
    }

    private Allowance answer(Map<String, Candidate> candidates, PerWindow<Traffic> counters, Instant now) {
        User john = new User(new UserId("john"), "john", null, null, null, userActive);
        return AllowanceRules.answer(
                new UserQuota(john, List.copyOf(candidates.values()), null),
                Resolution.of(List.of("USER", "PROMOTION", "DEFAULT"), candidates, CALENDAR, now),
                counters,
                throttle,
                OpenWindows.of(CALENDAR, now),
                now);
    }

    @Test
    void theLeastThatIsLeftInAnyWindowIsWhatRemains() {
        UnaryOperator<Profile.Builder> three = profile -> profile.atMost(Window.WEEK, DataSize.ofBytes(5_000))
                .limits(Window.MONTH, Profile.Limits.total(Limit.unlimited()));

        Allowance day = of(three, new PerWindow<>(down(900), down(1_000), down(9_000), Traffic.NONE));
        assertThat(day.attributes().remaining()).isEqualTo(DataSize.ofBytes(100));

        Allowance week = of(three, new PerWindow<>(down(300), down(4_950), down(9_000), Traffic.NONE));
        assertThat(week.attributes().remaining()).isEqualTo(DataSize.ofBytes(50));

        Allowance month = of(
                profile -> profile.limits(Window.DAY, Profile.Limits.NOT_SET)
                        .atMost(Window.MONTH, DataSize.ofBytes(9_010)),
                new PerWindow<>(down(300), down(4_950), down(9_000), Traffic.NONE));
        assertThat(month.attributes().remaining()).isEqualTo(DataSize.ofBytes(10));
    }

    @Test
    void aPartOfASecondIsGrantedSoThatNobodyIsLetInAMomentTooEarly() {
        Allowance allowance = of(daily -> daily.validity(Validity.days(1)), day(0), NOW.plusMillis(500));

        assertThat(allowance.attributes().sessionTimeout()).isEqualTo(Duration.ofHours(1));
    }

    private static Traffic down(long bytes) {
        return new Traffic(0, bytes);
    }
}
