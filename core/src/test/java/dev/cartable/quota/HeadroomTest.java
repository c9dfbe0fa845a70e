package dev.cartable.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Allowance.AccessAttributes;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How much more may be used before the first window is full. */
class HeadroomTest {
    @Test
    void whatIsUsedIsTakenFromBothDirectionsTogetherAndFromEach() {
        assertThat(new Headroom(100, 40, 80).minus(new Traffic(30, 50))).isEqualTo(new Headroom(20, 10, 30));
    }

    @Test
    void moreThanThereWasLeavesNothing() {
        assertThat(new Headroom(79, 29, 49).minus(new Traffic(30, 50))).isEqualTo(new Headroom(0, 0, 0));
        assertThat(new Headroom(80, 30, 50).minus(new Traffic(30, 50))).isEqualTo(new Headroom(0, 0, 0));
        assertThat(new Headroom(Headroom.ENDLESS, Headroom.ENDLESS, Headroom.ENDLESS)
                        .minus(new Traffic(Traffic.MAX, Traffic.MAX)))
                .isEqualTo(new Headroom(1, Headroom.ENDLESS - Traffic.MAX, Headroom.ENDLESS - Traffic.MAX));
    }

    @Test
    void noRoomIsLessThanNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Headroom(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Headroom(0, -1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Headroom(3, 2, -1))
                .withMessageContaining("3 bytes, 2 up and -1 down");
    }

    private static Allowance allowance(LimitPolicy policy, Allowance.State state, WindowAllowance... windows) {
        Profile profile = Profile.named(new ProfileId(new UUID(0, 1)), "x")
                .limitPolicy(policy)
                .build();
        Assignment assignment = new Assignment(new UUID(0, 2), Holder.DEFAULT, profile.id(), Instant.EPOCH);
        return new Allowance(
                new UserId("john"),
                state,
                new Resolution(
                        new Candidate(assignment, profile, null),
                        new WindowCalendar.Span(Instant.EPOCH, null),
                        List.of()),
                List.of(windows),
                AccessAttributes.NONE,
                Instant.EPOCH);
    }

    private static WindowAllowance window(Window window, long up, long down, Profile.Limits limits) {
        return WindowAllowance.of(window, new Traffic(up, down), limits, null);
    }

    @Test
    void theTightestWindowCountsInEachDirectionWithItsGrace() {
        WindowAllowance day = window(
                Window.DAY, 100, 200, new Profile.Limits(Limit.atMost(1_000), Limit.atMost(500), Limit.notSet()));
        WindowAllowance week = window(
                Window.WEEK, 300, 400, new Profile.Limits(Limit.unlimited(), Limit.atMost(600), Limit.atMost(500)));
        LimitPolicy grace = new LimitPolicy(80, 10, null);

        assertThat(Headroom.of(allowance(grace, Allowance.State.WITHIN, day, week)))
                .isEqualTo(new Headroom(1_100 - 300, 660 - 300, 550 - 400));
        assertThat(Headroom.of(allowance(grace, Allowance.State.WARNED)))
                .isEqualTo(new Headroom(Headroom.ENDLESS, Headroom.ENDLESS, Headroom.ENDLESS));
    }

    @Test
    void whoIsNotServedHasNoRoomAndWhoIsServedSlowerHasAll() {
        WindowAllowance full = window(Window.DAY, 100, 0, Profile.Limits.total(Limit.atMost(100)));
        Allowance slower =
                allowance(new LimitPolicy(80, 0, new ProfileId(new UUID(0, 9))), Allowance.State.WARNED, full);

        assertThat(Headroom.of(allowance(LimitPolicy.DENY, Allowance.State.EXCEEDED, full)))
                .isEqualTo(new Headroom(0, 0, 0));
        assertThat(Headroom.of(slower)).isEqualTo(new Headroom(Headroom.ENDLESS, Headroom.ENDLESS, Headroom.ENDLESS));
    }
}
