package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was used between two readings, split in proportion to time. */
class UsageIncrementTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    private static UsageIncrement increment(Duration length, Traffic traffic) {
        return new UsageIncrement(TEN, TEN, TEN.plus(length), traffic);
    }

    @Test
    void partsAreInProportionToTime() {
        assertThat(increment(Duration.ofHours(4), new Traffic(100, 1_000)).split(List.of(TEN.plusSeconds(3_600))))
                .containsExactly(
                        new UsageIncrement.Part(TEN, new Traffic(25, 250)),
                        new UsageIncrement.Part(TEN.plusSeconds(3_600), new Traffic(75, 750)));
    }

    @Test
    void cutsAtTheEdgesAndOutsideSplitNothing() {
        UsageIncrement increment = increment(Duration.ofHours(1), new Traffic(1, 2));
        assertThat(increment.split(List.of(
                        TEN, TEN.minusSeconds(1), increment.to(), increment.to().plusSeconds(1))))
                .containsExactly(new UsageIncrement.Part(TEN, new Traffic(1, 2)));
    }

    @Test
    void whatHasNoLengthIsNotSplit() {
        assertThat(increment(Duration.ZERO, new Traffic(1, 2)).split(List.of(TEN)))
                .hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> increment(Duration.ofSeconds(-1), Traffic.NONE));
    }

    @Test
    void partsOfAnySplitSumToTheWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Duration length = Duration.ofNanos(1 + random.nextLong(Long.MAX_VALUE / 4));
            Traffic traffic = new Traffic(random.nextLong(Traffic.MAX), Traffic.MAX - random.nextInt(3));
            List<Instant> cuts = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                cuts.add(TEN.plusNanos(random.nextLong(length.toNanos())));
            }
            List<UsageIncrement.Part> parts = increment(length, traffic).split(cuts);
            Traffic sum = parts.stream().map(UsageIncrement.Part::traffic).reduce(Traffic.NONE, Traffic::plus);
            assertThat(sum).as("seed %s, round %s", seed, round).isEqualTo(traffic);
        }
    }

    @Test
    void aDayHasTheSamePartHoweverItIsCutInside() {
        UsageIncrement increment = increment(Duration.ofHours(40), new Traffic(1_000_003, 77));
        Instant midnight = Instant.parse("2026-11-22T00:00:00Z");
        Traffic firstDay = increment.split(List.of(midnight)).get(0).traffic();
        List<UsageIncrement.Part> finer = increment.split(List.of(midnight, TEN.plusSeconds(7_777)));
        assertThat(finer.get(0).traffic().plus(finer.get(1).traffic())).isEqualTo(firstDay);
    }
}
