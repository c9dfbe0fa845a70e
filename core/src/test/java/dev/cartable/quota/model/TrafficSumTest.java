package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Sums that may go below nothing, and beyond what a counter holds. */
class TrafficSumTest {
    @Test
    void isFullWhereACounterWouldStandAtItsEndInEitherDirection() {
        assertThat(TrafficSum.of(Traffic.MAX, 0).isFull()).isTrue();
        assertThat(TrafficSum.of(0, Traffic.MAX).isFull()).isTrue();
        assertThat(TrafficSum.of(Traffic.MAX, Traffic.MAX)
                        .plus(TrafficSum.of(1, 1))
                        .isFull())
                .isTrue();
        assertThat(TrafficSum.of(Traffic.MAX - 1, Traffic.MAX - 1).isFull()).isFalse();
        assertThat(TrafficSum.ZERO.isFull()).isFalse();
    }

    @Test
    void isNegativeWhereSomethingIsTakenInEitherDirection() {
        assertThat(TrafficSum.of(-1, 0).isNegative()).isTrue();
        assertThat(TrafficSum.of(0, -1).isNegative()).isTrue();
        assertThat(TrafficSum.of(-1, 1).isNegative()).isTrue();
        assertThat(TrafficSum.ZERO.isNegative()).isFalse();
        assertThat(TrafficSum.of(1, 1).isNegative()).isFalse();
    }

    @Test
    void saysHowFarItIsBelowNothingInEachDirection() {
        assertThat(TrafficSum.of(-3, 5).below()).isEqualTo(TrafficSum.of(3, 0));
        assertThat(TrafficSum.of(3, -5).below()).isEqualTo(TrafficSum.of(0, 5));
        assertThat(TrafficSum.of(3, 5).total()).isEqualTo(BigInteger.valueOf(8));
    }
}
