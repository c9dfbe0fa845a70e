package dev.cartable.quota.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.internal.OctetRules.Step;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a counter of an access server has grown by. */
class OctetRulesTest {
    private static final long WRAP = 1L << 32;

    /** Ten bytes before it wraps. */
    private static final long BEFORE = WRAP - 10;

    private static final Octets FIVE = new Octets(5, null);

    @Test
    void aCounterThatShowsTheSameHasNotGoneBack() {
        assertThat(OctetRules.goesBack(FIVE, 5)).isFalse();
        assertThat(OctetRules.goesBack(FIVE, WRAP + 5)).isFalse();
        assertThat(OctetRules.goesBack(FIVE, 6)).isTrue();
        assertThat(OctetRules.goesBack(new Octets(5, 1L), WRAP + 5)).isFalse();
        assertThat(OctetRules.goesBack(new Octets(5, 1L), WRAP + 6)).isTrue();
        assertThat(OctetRules.step(FIVE, 5, 0)).isEqualTo(new Step(5, 0));
    }

    @Test
    void aCounterHasWrappedIfTheLineCanHaveCarriedThatMuch() {
        assertThat(OctetRules.step(FIVE, BEFORE, 15)).isEqualTo(new Step(WRAP + 5, 15));
    }

    @Test
    void otherwiseItBeganAgainIfTheLineCanHaveCarriedWhatItShows() {
        assertThat(OctetRules.step(FIVE, BEFORE, 14)).isEqualTo(new Step(5, 5));
        assertThat(OctetRules.step(FIVE, BEFORE, 5)).isEqualTo(new Step(5, 5));
    }

    @Test
    void otherwiseTheReadingCameOutOfTurn() {
        assertThat(OctetRules.step(FIVE, BEFORE, 4)).isEqualTo(new Step(BEFORE, 0));
        assertThat(OctetRules.step(new Octets(5, 0L), BEFORE, Traffic.MAX)).isEqualTo(new Step(BEFORE, 0));
    }

    @Test
    void aCounterAtZeroBeganAgain() {
        assertThat(OctetRules.step(new Octets(0, null), BEFORE, 0)).isEqualTo(new Step(0, 0));
        assertThat(OctetRules.step(new Octets(0, 0L), BEFORE, 0)).isEqualTo(new Step(0, 0));
    }

    @Test
    void aLineCarriesTwiceItsSpeedForASecondMoreAndNeverMoreThanCanBeCounted() {
        assertThat(OctetRules.most(8, Duration.ofSeconds(3))).isEqualTo(8_000);
        assertThat(OctetRules.most(1, Duration.ZERO)).isEqualTo(250);
        assertThat(OctetRules.most(1_000_000, Duration.ofDays(1_000_000)))
                .isLessThanOrEqualTo(Traffic.MAX)
                .isGreaterThan(Traffic.MAX - 250_000_000);
    }

    @Test
    void aLineOfUnknownSpeedCanHaveCarriedAll() {
        assertThat(OctetRules.most(null, Duration.ZERO)).isEqualTo(Traffic.MAX);
    }
}
