package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInLimitTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private final SignInLimit limit = SignInLimit.usual();

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "5, 30", "6, 60", "7, 120", "9, 480", "10, 900", "50, 900", "99, 900"})
    void waitsLongerAfterEachWrongPassword(int count, long seconds) {
        FailedAttempts attempts = new FailedAttempts(count, NOW);
        if (seconds == 0) {
            assertThat(limit.blockedUntil(attempts, NOW)).isEmpty();
        } else {
            assertThat(limit.blockedUntil(attempts, NOW)).contains(NOW.plusSeconds(seconds));
            assertThat(limit.blockedUntil(attempts, NOW.plusSeconds(seconds))).isEmpty();
        }
    }

    @Test
    void closesAfterAHundred() {
        assertThat(limit.blockedUntil(new FailedAttempts(100, NOW), NOW.plus(Duration.ofDays(1000))))
                .contains(Instant.MAX);
    }

    @Test
    void refusesMoreThanTheStandardAllows() {
        assertThatThrownBy(() -> new SignInLimit(5, Duration.ofSeconds(1), Duration.ofMinutes(1), 101))
                .hasMessageContaining("101");
        assertThatThrownBy(() -> new SignInLimit(5, Duration.ofMinutes(2), Duration.ofMinutes(1), 100))
                .hasMessageContaining("PT2M");
    }
}
