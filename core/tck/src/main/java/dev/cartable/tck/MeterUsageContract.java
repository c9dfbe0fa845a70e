package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.MeterUsage;
import dev.cartable.quota.QuotaException;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what is counted in memory arrives in the store, once and in its windows: see {@link MeterUsage}. */
public abstract class MeterUsageContract extends StoresContract<Stores> {
    private static final int THREADS = 8;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    @BeforeEach
    final void someUsers() {
        write(tx -> stores().userStore().save(tx, many(3, SampleQuotas::user)));
    }

    private Cartable node() {
        return Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(now::get)
                .anyThread(true)
                .build();
    }

    private Profile everybodyHas(UnaryOperator<Profile.Builder> change) {
        Profile profile = node().quotas().profiles().add("Tous", change);
        node().quotas().assign(Holder.DEFAULT, profile.id(), "test");
        return profile;
    }

    private static Profile.Builder daily(Profile.Builder profile, long bytes) {
        return profile.atMost(Window.DAY, DataSize.ofBytes(bytes));
    }

    private static Traffic down(long bytes) {
        return new Traffic(0, bytes);
    }

    private long used(UserId user, Window window) {
        return node().quotas().check(user).window(window).used().total().bytes();
    }

    @Test
    void whatThereIsRoomForIsGrantedAndWrittenWithTheNextFlush() {
        everybodyHas(profile -> daily(profile, 100));
        MeterUsage meter = node().quotas().meter();

        assertThat(meter.tryConsume(userId(1), down(60))).isTrue();
        assertThat(meter.tryConsume(userId(1), down(41))).isFalse();
        assertThat(meter.tryConsume(userId(1), new Traffic(30, 10))).isTrue();
        assertThat(meter.tryConsume(userId(1), Traffic.NONE)).as("used up").isFalse();
        assertThat(used(userId(1), Window.DAY)).as("before").isZero();

        assertThat(meter.flush().counted()).as("one event").hasSize(1);
        assertThat(node().quotas().check(userId(1)).window(Window.DAY).used()).isEqualTo(new Traffic(30, 70));
        assertThat(meter.flush().counted()).as("nothing more").isEmpty();
        assertThat(meter.tryConsume(userId(1), down(1))).isFalse();
        assertThat(meter.tryConsume(userId(2), down(100))).isTrue();
    }

    @Test
    void everyLimitAndItsGraceCountsAndAProfileThatThrottlesHasRoomForEverything() {
        Profile.Limits some = new Profile.Limits(Limit.unlimited(), Limit.atMost(20), Limit.atMost(100));
        everybodyHas(profile -> profile.limits(Window.MONTH, some).limitPolicy(new LimitPolicy(80, 10, null)));
        Cartable node = node();
        MeterUsage meter = node.quotas().meter();
        assertThat(meter.tryConsume(userId(1), new Traffic(23, 0))).isFalse();
        assertThat(meter.tryConsume(userId(1), new Traffic(21, 109))).isTrue();
        assertThat(meter.tryConsume(userId(1), new Traffic(0, 2))).isFalse();
        assertThat(meter.tryConsume(userId(1), new Traffic(1, 1))).isTrue();

        Profile slow = node.quotas().profiles().add("Lent", profile -> profile);
        Profile throttled = node.quotas()
                .profiles()
                .add("Freiné", profile -> daily(profile, 10).limitPolicy(new LimitPolicy(80, 0, slow.id())));
        node.quotas().assign(Holder.of(userId(2)), throttled.id(), "test");
        assertThat(meter.tryConsume(userId(2), down(1_000))).isTrue();
        node.close();
        assertThat(used(userId(2), Window.DAY)).isEqualTo(1_000);
        assertThat(meter.tryConsume(userId(2), down(Traffic.MAX))).isTrue();
    }

    @Test
    void whoIsNotServedIsDeniedAndWhoIsNotKnownIsAnError() {
        MeterUsage meter = node().quotas().meter();
        assertThat(meter.tryConsume(userId(1), down(1))).isFalse();
        assertThatExceptionOfType(QuotaException.class)
                .isThrownBy(() -> meter.tryConsume(new UserId("nobody"), down(1)));
        everybodyHas(profile -> daily(profile, 100));
        assertThat(meter.tryConsume(userId(1), down(1))).as("before the flush").isFalse();
        meter.flush();
        assertThat(meter.tryConsume(userId(1), down(1))).as("after it").isTrue();
    }

    @Test
    void useBeforeMidnightIsChargedToItsOwnDayAlsoIfItIsWrittenAfter() {
        everybodyHas(profile -> daily(profile, 100).atMost(Window.MONTH, DataSize.ofBytes(1_000)));
        now.set(Instant.parse("2026-11-23T23:59:59Z"));
        MeterUsage meter = node().quotas().meter();
        assertThat(meter.tryConsume(userId(1), down(40))).isTrue();
        now.set(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(meter.tryConsume(userId(1), down(61)))
                .as("what is not written may be anybody's")
                .isFalse();
        assertThat(meter.tryConsume(userId(1), down(5))).isTrue();

        assertThat(meter.flush().counted()).hasSize(2);
        assertThat(used(userId(1), Window.DAY)).isEqualTo(5);
        assertThat(used(userId(1), Window.MONTH)).isEqualTo(45);
        assertThat(meter.tryConsume(userId(1), down(95))).isTrue();
    }

    @Test
    void insideATransactionNothingIsFlushedAndNothingIsLost() {
        everybodyHas(profile -> daily(profile, 100));
        MeterUsage meter = node().quotas().meter();
        assertThat(meter.tryConsume(userId(1), down(40))).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> write(tx -> meter.flush()))
                .withMessageContaining("flush");
        assertThat(meter.flush().counted()).hasSize(1);
        assertThat(used(userId(1), Window.DAY)).isEqualTo(40);
    }

    @Test
    void whatIsFlushedTooLateIsRefusedAndReportedOnce() {
        everybodyHas(profile -> daily(profile, 100));
        MeterUsage meter = node().quotas().meter();
        assertThat(meter.tryConsume(userId(1), down(40))).isTrue();
        now.set(NOW.plus(Duration.ofDays(400)));
        assertThat(meter.flush().refused())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.event().traffic().total().bytes()).isEqualTo(40));
        assertThat(meter.flush().refused()).isEmpty();
        assertThat(meter.tryConsume(userId(1), down(100))).isTrue();
    }

    @Test
    void whatOneNodeHasFlushedTheOtherKnowsAfterItsNextFlush() {
        everybodyHas(profile -> daily(profile, 100));
        MeterUsage one = node().quotas().meter();
        MeterUsage other = node().quotas().meter();
        assertThat(one.tryConsume(userId(1), down(60))).isTrue();
        assertThat(other.tryConsume(userId(1), down(20))).isTrue();
        one.flush();
        other.flush();
        assertThat(other.tryConsume(userId(1), down(21))).isFalse();
        assertThat(other.tryConsume(userId(1), down(20))).isTrue();
        other.flush();
        assertThat(used(userId(1), Window.DAY)).isEqualTo(100);
    }

    @Test
    void noLimitIsPassedAndNothingIsLostHoweverManyAskWhileItIsFlushed() {
        everybodyHas(profile -> daily(profile, 10_000));
        Cartable node = node();
        MeterUsage meter = node.quotas().meter();
        AtomicLong granted = new AtomicLong();

        Together.run(THREADS, thread -> {
            for (int i = 0; i < 4_000; i++) {
                if (meter.tryConsume(userId(i % 2), down(1))) {
                    granted.incrementAndGet();
                }
                if (i % 500 == thread) {
                    meter.flush();
                }
            }
            return true;
        });
        meter.flush();

        assertThat(granted.get()).isEqualTo(20_000);
        assertThat(used(userId(0), Window.DAY)).isEqualTo(10_000);
        assertThat(used(userId(1), Window.DAY)).isEqualTo(10_000);
    }
}
