package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.SignInLimit.FailedAttempts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInLimitTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final FailedAttempts NONE = FailedAttempts.NONE;
    private final SignInLimit limit = SignInLimit.defaults();

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "5, 30", "6, 60", "7, 120", "9, 480", "10, 900", "50, 900", "100, 900", "100000, 900"})
    void waitsLongerAfterEachWrongPasswordAndNeverForGood(int count, long seconds) {
        FailedAttempts attempts = new FailedAttempts(count, NOW);
        if (seconds == 0) {
            assertThat(limit.blockedUntil(attempts, NONE, NONE, NOW)).isEmpty();
        } else {
            assertThat(limit.blockedUntil(attempts, NONE, NONE, NOW)).contains(NOW.plusSeconds(seconds));
            assertThat(limit.blockedUntil(attempts, NONE, NONE, NOW.plusSeconds(seconds)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"19, 0", "20, 30", "21, 60", "1000, 900"})
    void makesAllSourcesWaitAfterMoreForOneAccount(int count, long seconds) {
        assertThat(limit.blockedUntil(NONE, new FailedAttempts(count, NOW), NONE, NOW)
                        .orElse(NOW))
                .isEqualTo(NOW.plusSeconds(seconds));
    }

    @Test
    void leavesASourceThatHasTriedManyUsernamesOneAttemptForEach() {
        FailedAttempts many = new FailedAttempts(100, NOW);
        assertThat(limit.blockedUntil(NONE, NONE, many, NOW)).isEmpty();
        assertThat(limit.blockedUntil(new FailedAttempts(1, NOW), NONE, many, NOW))
                .contains(NOW.plusSeconds(30));
        assertThat(limit.blockedUntil(new FailedAttempts(1, NOW), NONE, many, NOW.plusSeconds(30)))
                .isEmpty();
    }

    @Test
    void forgetsOneOfASourcesAttemptsEachHalfMinute() {
        FailedAttempts many = new FailedAttempts(100, NOW);
        assertThat(limit.drained(many, NOW.plusSeconds(29)).count()).isEqualTo(100);
        assertThat(limit.drained(many, NOW.plusSeconds(300)).count()).isEqualTo(90);
        assertThat(limit.drained(many, NOW.plus(Duration.ofDays(1)))).isEqualTo(NONE);
        assertThat(limit.drained(many, NOW.minusSeconds(300)).count())
                .as("a clock that goes back")
                .isEqualTo(100);
    }

    @Test
    void refusesLimitsThatLimitNothing() {
        assertThatThrownBy(() -> new SignInLimit(0, 20, 100, Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .hasMessageContaining("0 free");
        assertThatThrownBy(() -> new SignInLimit(5, 4, 100, Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .hasMessageContaining("4 for one account");
        assertThatThrownBy(() -> new SignInLimit(5, 20, 100, Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .hasMessageContaining("PT2M");
    }

    @Test
    void theLeastLimitsAreAllowed() {
        SignInLimit least = new SignInLimit(1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(least.blockedUntil(new FailedAttempts(1, NOW), NONE, NONE, NOW))
                .contains(NOW.plusSeconds(1));
        assertThat(least.blockedUntil(new FailedAttempts(9, NOW), NONE, NONE, NOW))
                .contains(NOW.plusSeconds(1));
        assertThatThrownBy(() -> new SignInLimit(5, 20, 4, Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .hasMessageContaining("4 for all accounts of a source");
        assertThatThrownBy(() -> new SignInLimit(5, 20, 100, Duration.ZERO, Duration.ofMinutes(1)))
                .hasMessageContaining("PT0S");
    }

    @Test
    void asManyHalfMinutesAsAttemptsForgetThemAll() {
        FailedAttempts two = new FailedAttempts(2, NOW);

        assertThat(limit.drained(two, NOW.plusSeconds(59)).count()).isEqualTo(1);
        assertThat(limit.drained(two, NOW.plusSeconds(60))).isEqualTo(NONE);
    }
}
