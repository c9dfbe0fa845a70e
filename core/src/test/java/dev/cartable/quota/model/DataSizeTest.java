package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "5368709120, 5368709120",
        "5 GiB, 5368709120",
        "5Gio, 5368709120",
        "5 Go, 5000000000",
        "'1,5 Go', 1500000000",
        "1.5 GB, 1500000000",
        "100 ko, 100000",
        "2 Mio, 2097152",
        "0, 0",
        "9223372036854775807, 9223372036854775807"
    })
    void aSizeIsReadAsPeopleWriteIt(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "much", "5 Gigs", "1.5", "9223372036854775808", "10000000 To", "NaN", "1e3"})
    void whatIsNoSizeIsRefusedAndQuoted(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void aGigabyteAndAGibibyteAreTwoThings() {
        assertThat(DataSize.parse("1 Go")).isNotEqualTo(DataSize.parse("1 Gio"));
        assertThat(DataSize.ofGibibytes(50).gibibytes()).isEqualByComparingTo("50");
    }

    @Test
    void percentAndRemainingAreExactUpToTheGreatestNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            DataSize limit = DataSize.ofBytes(Long.MAX_VALUE - random.nextInt(1_000));
            DataSize used = DataSize.ofBytes(random.nextLong() & Long.MAX_VALUE);
            BigInteger exact = BigInteger.valueOf(used.bytes())
                    .multiply(BigInteger.valueOf(100))
                    .divide(BigInteger.valueOf(limit.bytes()));

            assertThat(limit.percentUsed(used)).as("seed %s", seed).isEqualTo(exact.intValueExact());
            assertThat(limit.minus(used).bytes())
                    .as("seed %s", seed)
                    .isEqualTo(Math.max(0, limit.bytes() - used.bytes()));
        }
    }

    @Test
    void nothingOfNothingIsUsedUp() {
        assertThat(DataSize.ZERO.percentUsed(DataSize.ZERO)).isEqualTo(100);
        assertThat(DataSize.ofBytes(1).percentUsed(DataSize.ofBytes(Long.MAX_VALUE)))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void graceBeyondTheGreatestSizeStaysThere() {
        assertThat(DataSize.ofBytes(Long.MAX_VALUE).plusPercent(10).bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(DataSize.ofBytes(1_000).plusPercent(10).bytes()).isEqualTo(1_100);
    }

    @Test
    void trafficStaysWithinWhatCanBeAddedUp() {
        Traffic most = new Traffic(Traffic.MAX, Traffic.MAX);

        assertThat(most.plus(most)).isEqualTo(most);
        assertThat(most.total().bytes()).isEqualTo(Long.MAX_VALUE - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Traffic(-1, 0))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Traffic(0, Traffic.MAX + 1))
                .withMessageContaining("more than can be counted");
    }

    @Test
    void allThatIsThereMayBeTakenAndNoMore() {
        assertThat(DataSize.ofBytes(5).minus(DataSize.ofBytes(5))).isEqualTo(DataSize.ZERO);
        assertThat(DataSize.ofBytes(5).minus(DataSize.ofBytes(6))).isEqualTo(DataSize.ZERO);
        assertThat(DataSize.ofBytes(5).minus(DataSize.ofBytes(4))).isEqualTo(DataSize.ofBytes(1));
        assertThat(DataSize.ofBytes(5)).hasToString("5 B");
    }

    @Test
    void aUnitOfOneLetterIsReadToo() {
        assertThat(DataSize.parse("7 B")).isEqualTo(DataSize.ofBytes(7));
        assertThat(DataSize.parse("7 o")).isEqualTo(DataSize.ofBytes(7));
    }
}
