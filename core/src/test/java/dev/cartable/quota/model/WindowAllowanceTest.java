package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one window stands, by its three limits. */
class WindowAllowanceTest {
    private static final Profile.Limits NONE = Profile.Limits.NOT_SET;

    /** 1,000 together, 500 up, 800 down. */
    private static final Profile.Limits THREE =
            new Profile.Limits(Limit.atMost(1_000), Limit.atMost(500), Limit.atMost(800));

    private static WindowAllowance used(long up, long down, Profile.Limits limits) {
        return WindowAllowance.of(Window.DAY, new Traffic(up, down), limits, null);
    }

    @ParameterizedTest
    @CsvSource({"300, 200, 60, 200", "100, 700, 87, 100", "480, 480, 96, 20", "500, 0, 100, 0", "499, 501, 100, 0"})
    void theTightestLimitCounts(long up, long down, int percent, long remaining) {
        assertThat(used(up, down, THREE).percent()).isEqualTo(percent);
        assertThat(used(up, down, THREE).remaining()).isEqualTo(DataSize.ofBytes(remaining));
        assertThat(used(up, down, THREE).isUsedUp()).isEqualTo(remaining == 0);
    }

    @Test
    void withoutALimitNothingIsUsedUp() {
        WindowAllowance free = used(Traffic.MAX, Traffic.MAX, NONE);

        assertThat(free.percent()).isNull();
        assertThat(free.remaining()).isNull();
        assertThat(free.isUsedUp()).isFalse();
        assertThat(free.hasRoomFor(new Traffic(Traffic.MAX, 0), 0)).isTrue();
        assertThat(free.projected(Duration.ofHours(1), Duration.ofHours(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 0, 0, true", "401, 0, 0, false", "0, 700, 0, true", "0, 701, 0, false",
        "400, 400, 0, true", "400, 401, 0, false", "450, 0, 10, true", "451, 0, 10, false"
    })
    void thereIsRoomUpToEachLimitAndItsGrace(long up, long down, int grace, boolean room) {
        assertThat(used(100, 100, THREE).hasRoomFor(new Traffic(up, down), grace))
                .isEqualTo(room);
    }

    @Test
    void graceGoesOnWhereTheLimitIsUsedUp() {
        WindowAllowance window = used(1_000, 0, Profile.Limits.total(Limit.atMost(1_000)));

        assertThat(window.isUsedUp()).isTrue();
        assertThat(window.isBeyond(1)).isFalse();
        assertThat(window.remainingWith(10)).isEqualTo(DataSize.ofBytes(100));
        assertThat(window.plus(new Traffic(9, 0)).isBeyond(1)).isFalse();
        assertThat(window.plus(new Traffic(10, 0)).isBeyond(1)).isTrue();
    }

    /** After 10 of 40 hours. */
    @ParameterizedTest
    @CsvSource({
        "100, 0, 80, 40", // 4 times 100 of 500 up
        "0, 100, 50, 70", // of 800 down
        "100, 200, 120, 23", // 1,200 of 1,000: 700 left at 30 an hour
        "500, 0, 400, 0",
        "600, 0, 480, 0"
    })
    void useGoesOnAsItDid(long up, long down, int percent, long usedUpAfterHours) {
        WindowAllowance.Projection projection = used(up, down, THREE)
                .projected(Duration.ofHours(10), Duration.ofHours(30))
                .orElseThrow();

        assertThat(projection.percent()).isEqualTo(percent);
        assertThat(requireNonNull(projection.usedUpAfter()).toHours()).isEqualTo(usedUpAfterHours);
    }

    @Test
    void whatIsNotUsedIsNeverUsedUp() {
        assertThat(projected(0, 0, THREE)).isEqualTo(new WindowAllowance.Projection(0, null));
        assertThat(projected(0, 1, Profile.Limits.total(Limit.atMost(Long.MAX_VALUE))))
                .as("not within the next thirty thousand years")
                .isEqualTo(new WindowAllowance.Projection(0, null));
    }

    @ParameterizedTest
    @CsvSource({"1099511627776, 1099511627775", "1099511627777, "})
    void whatIsFurtherThanTwoToTheFortySecondsIsNotProjected(long limit, @Nullable Long seconds) {
        WindowAllowance.Projection projection = used(1, 0, Profile.Limits.total(Limit.atMost(limit)))
                .projected(Duration.ofSeconds(1), Duration.ofSeconds(1))
                .orElseThrow();

        assertThat(projection.usedUpAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void aLimitOfNothingIsProjectedAsOneByte() {
        assertThat(projected(1, 0, Profile.Limits.total(Limit.atMost(0))))
                .isEqualTo(new WindowAllowance.Projection(400, Duration.ZERO));
        assertThat(projected(Traffic.MAX, 0, Profile.Limits.total(Limit.atMost(1))))
                .isEqualTo(new WindowAllowance.Projection(Integer.MAX_VALUE, Duration.ZERO));
    }

    private static WindowAllowance.@Nullable Projection projected(long up, long down, Profile.Limits limits) {
        return used(up, down, limits)
                .projected(Duration.ofHours(10), Duration.ofHours(30))
                .orElse(null);
    }
}
