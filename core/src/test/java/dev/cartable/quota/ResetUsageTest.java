package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Resets, on time and in a window that is running. */
class ResetUsageTest {
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
