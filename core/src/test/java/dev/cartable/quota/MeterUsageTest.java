package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the meters when the store does not answer. */
class MeterUsageTest {
    private static final Traffic TEN = new Traffic(0, 10);

    private final QuotaWorld world = new QuotaWorld();
    private boolean failing;
    private int reads;
    private final MeterUsage meter = new MeterUsage(
            world.stores().unitOfWork(),
            new CheckAllowance(ports(), QuotaSettings.defaults(), WindowCalendar.of(QuotaWorld.ZONE), this::readAt),
            new RecordUsage(ports(), QuotaSettings.defaults(), WindowCalendar.of(QuotaWorld.ZONE), world::now),
            world::now);

    @BeforeEach
    void aHundredBytesADay() {
        world.assign(
                Holder.DEFAULT,
                world.profile("Étudiant", profile -> profile.atMost(Window.DAY, DataSize.ofBytes(100))));
    }

    private Instant readAt() {
        reads++;
        if (failing) {
            throw new IllegalStateException("the store does not answer");
        }
        return world.now();
    }

    @Test
    void aFlushThatFailsAfterItHasWrittenIsReportedByTheNext() {
        assertThat(meter.tryConsume(JOHN, TEN)).isTrue();
        failing = true;
        assertThatIllegalStateException().isThrownBy(meter::flush);
        assertThat(meter.tryConsume(JOHN, TEN)).as("goes on with what it knows").isTrue();

        failing = false;
        assertThat(meter.flush().counted()).hasSize(2);
        assertThat(meter.flush().counted()).isEmpty();
        assertThat(world.used(JOHN, Window.DAY)).isEqualTo(20);
    }

    @Test
    void whoCannotBeReadIsNotServedByChance() {
        failing = true;
        assertThatIllegalStateException().isThrownBy(() -> meter.tryConsume(JOHN, TEN));
        failing = false;
        assertThat(meter.tryConsume(JOHN, TEN)).isTrue();
    }

    @Test
    void whoAsksAlsoInVainIsReadWithAllOthersWhenItIsFlushed() {
        assertThat(meter.tryConsume(JOHN, new Traffic(0, 101))).isFalse();
        assertThat(meter.tryConsume(AWA, TEN)).isTrue();
        assertThat(reads).isEqualTo(2);
        meter.flush();
        assertThat(reads).as("one question for both").isEqualTo(3);
        assertThat(meter.tryConsume(JOHN, new Traffic(0, 101))).isFalse();
        assertThat(meter.tryConsume(AWA, TEN)).isTrue();
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void whatWasUsedBeforeTheClockWasSetBackIsToldWhenItsTimeHasCome() {
        assertThat(meter.tryConsume(JOHN, TEN)).isTrue();
        world.pass(Duration.ofHours(-1));
        assertThat(meter.flush()).isEqualTo(new UsageReport(Set.of(), Set.of(), List.of()));
        assertThat(meter.tryConsume(JOHN, new Traffic(0, 91)))
                .as("still taken from the room")
                .isFalse();

        world.pass(Duration.ofHours(1));
        assertThat(meter.flush().counted()).hasSize(1);
        assertThat(world.used(JOHN, Window.DAY)).isEqualTo(10);
    }

    @Test
    void namesThatNobodyHasAreForgotten() {
        UserId nobody = new UserId("nobody");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(QuotaException.class).isThrownBy(() -> meter.tryConsume(nobody, TEN));
            assertThat(meter.flush().refused()).isEmpty();
        }
        reads = 0;
        meter.flush();
        meter.flush();
        assertThat(reads).as("nobody is left to be read").isZero();
    }

    private QuotaPorts ports() {
        return new QuotaPorts(
                world.stores().unitOfWork(),
                world.stores().leases(),
                world.stores().users(),
                world.stores().profiles(),
                world.stores().usage());
    }
}
