package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00.123456789Z");

    @Test
    void anIdIsAUuidOfVersionSevenAndOfTheRfcsVariant() {
        assertThat(made(1_000)).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void anIdBeginsWithItsTimeInMilliseconds() {
        // The timestamp of RFC 9562, appendix A.6.
        Instant example = Instant.ofEpochMilli(0x017F22E279B0L);

        assertThat(TimeOrderedIds.next(example).toString()).startsWith("017f22e2-79b0-7");
        assertThat(TimeOrderedIds.next(NOW).getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void idsOfTheSameMillisecondSortInTheOrderInWhichTheyWereMade() {
        assertThat(made(10_000).map(UUID::toString)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsOfLaterTimesSortAfterEarlierOnes() {
        List<Instant> times = List.of(
                Instant.EPOCH,
                NOW,
                NOW.plusMillis(1),
                Instant.parse("2038-01-19T03:14:08Z"),
                Instant.ofEpochMilli(0x7FFF_FFFF_FFFFL),
                Instant.ofEpochMilli(0xFFFF_FFFF_FFFFL));

        assertThat(times.stream().map(TimeOrderedIds::next).map(UUID::toString)).isSorted();
    }

    @Test
    void threadsNeverMakeTheSameId() {
        List<UUID> ids = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> TimeOrderedIds.next(NOW))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void theLastThirtyTwoBitsAreRandom() {
        assertThat(made(100)
                        .map(id -> (int) id.getLeastSignificantBits())
                        .distinct()
                        .count())
                .isGreaterThan(95);
    }

    @Test
    void aTimeThatTheFormatCannotTellIsRefused() {
        Stream.of(Instant.EPOCH.minusMillis(1), Instant.ofEpochMilli(1L << 48))
                .forEach(time -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> TimeOrderedIds.next(time))
                        .withMessageContaining(time.toString()));
    }

    @Test
    void theFirstOfAMillisecondStandsBeforeAllOfItAndAfterAllBefore() {
        assertThat(TimeOrderedIds.first(NOW)).isLessThan(TimeOrderedIds.next(NOW));
        assertThat(TimeOrderedIds.first(NOW)).isGreaterThan(TimeOrderedIds.next(NOW.minusMillis(1)));
        assertThat(TimeOrderedIds.first(Instant.MIN)).isEqualTo(new UUID(0, 0));
        assertThat(TimeOrderedIds.first(Instant.MAX).toString()).startsWith("fff");
    }

    private static Stream<UUID> made(int count) {
        return IntStream.range(0, count).mapToObj(i -> TimeOrderedIds.next(NOW));
    }
}
