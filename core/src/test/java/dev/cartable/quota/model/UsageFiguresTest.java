package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStatistics.Band;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bands, averages and tallies of use. */
class UsageFiguresTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final ProfileId STUDENT = new ProfileId(new UUID(0, 1));

    @ParameterizedTest
    @CsvSource({
        "0, UP_TO_25",
        "24, UP_TO_25",
        "25, UP_TO_50",
        "49, UP_TO_50",
        "50, UP_TO_75",
        "74, UP_TO_75",
        "75, UP_TO_90",
        "89, UP_TO_90",
        "90, UP_TO_100",
        "100, UP_TO_100",
        "101, BEYOND"
    })
    void aBandBeginsWithItsLowerBound(long used, Band band) {
        Profile.Limits hundred = new Profile.Limits(Limit.atMost(100), Limit.unlimited(), Limit.notSet());

        assertThat(Band.of(new Traffic(used, 0), hundred)).isEqualTo(band);
        assertThat(Band.of(new Traffic(0, used), hundred)).isEqualTo(band);
        assertThat(Band.of(
                        new Traffic(used, 0),
                        new Profile.Limits(Limit.notSet(), Limit.atMost(100), Limit.atMost(1_000))))
                .isEqualTo(band);
        assertThat(Band.of(
                        new Traffic(0, used),
                        new Profile.Limits(Limit.notSet(), Limit.atMost(1_000), Limit.atMost(100))))
                .isEqualTo(band);
    }

    @Test
    void aBandStartsWithTheFirstWholeByteAndTheGreatestLimitHasNothingBeyond() {
        assertThat(Band.UP_TO_50.least(Limit.atMost(101))).as("25,25 bytes").isEqualTo(26);
        assertThat(Band.BEYOND.least(Limit.atMost(101))).isEqualTo(102);
        assertThat(Band.BEYOND.least(Limit.atMost(Long.MAX_VALUE))).isNull();
        assertThat(Band.UP_TO_100.least(Limit.atMost(Long.MAX_VALUE))).isEqualTo(8_301_034_833_169_298_227L);
        assertThat(Band.UP_TO_50.least(Limit.unlimited())).isNull();
        assertThat(Band.NO_LIMIT.least(Limit.atMost(1))).isNull();
        assertThat(Band.of(new Traffic(7, 7), Profile.Limits.NOT_SET)).isEqualTo(Band.NO_LIMIT);
    }

    @Test
    void figuresCountProfilesAndShowThoseThatServeMost() {
        List<ProfileFigures> profiles = new ArrayList<>(LongStream.rangeClosed(0, 6)
                .mapToObj(users -> figures("p" + users, users, users * 3 + 1))
                .toList());
        ProfileStatistics.Figures figures = new ProfileStatistics.Figures(Window.DAY, profiles, 3, NOW);

        assertThat(figures.active()).as("those with an even number of users").isEqualTo(4);
        assertThat(figures.limited()).as("those with three users or fewer").isEqualTo(4);
        assertThat(figures.top()).extracting(ProfileFigures::users).containsExactly(6L, 5L, 4L, 3L, 2L);
        assertThat(new ProfileStatistics.Figures(Window.DAY, profiles.subList(0, 2), 0, NOW).top())
                .extracting(ProfileFigures::users)
                .containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, ", "3, 2, 2", "5, 2, 3", "4, 3, 1", "1, 2, 1"})
    void anAverageIsRoundedHalfUpToWholeBytes(long total, long users, @Nullable BigInteger average) {
        assertThat(figures("p", users, total).average()).isEqualTo(average);
    }

    private static ProfileFigures figures(String name, long users, long total) {
        Profile profile = Profile.named(STUDENT, name)
                .active(users % 2 == 0)
                .limited(users <= 3)
                .build();
        return new ProfileFigures(
                profile, users, Map.of(), BigInteger.valueOf(total), null, null, Map.of(Band.NO_LIMIT, users));
    }

    @Test
    void talliesOfOneSlotAddUp() {
        UsageStatistics.Tally one =
                new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 2, BigInteger.valueOf(30), 10, 20);
        UsageStatistics.Tally other =
                new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 3, BigInteger.valueOf(60), 5, 40);

        assertThat(one.plus(other))
                .isEqualTo(new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 5, BigInteger.valueOf(90), 5, 40))
                .isEqualTo(other.plus(one));
    }
}
