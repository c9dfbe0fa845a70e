package dev.cartable.alert.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.ProfileId;
import dev.cartable.work.TimeOrderedIds;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static Alert.Builder alert(Alert.Type type) {
        return Alert.of(new AlertId(TimeOrderedIds.next(NOW)), new ProfileId(TimeOrderedIds.next(NOW)), type);
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_WARNING, 1",
        "QUOTA_WARNING, 100",
        "QUOTA_EXCEEDED, 100",
        "QUOTA_EXCEEDED, 1000",
        "QUOTA_FORECAST, 1",
        "QUOTA_FORECAST, 1000",
        "VALIDITY_EXPIRING, 1",
        "VALIDITY_EXPIRING, 100"
    })
    void aThresholdMayBeTheLowestAndTheHighestOfItsType(Alert.Type type, int threshold) {
        assertThat(alert(type).threshold(threshold).build().threshold()).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_WARNING, 0",
        "QUOTA_WARNING, 101",
        "QUOTA_EXCEEDED, 99",
        "QUOTA_FORECAST, 0",
        "QUOTA_FORECAST, 1001",
        "VALIDITY_EXPIRING, 0",
        "VALIDITY_EXPIRING, 101"
    })
    void aThresholdBeyondThoseIsRefusedByName(Alert.Type type, int threshold) {
        Alert.Builder alert = alert(type).threshold(threshold);

        assertThatIllegalArgumentException()
                .isThrownBy(alert::build)
                .withMessageContaining(threshold + " %")
                .withMessageContaining(type + "");
    }

    @Test
    void useMayHaveToFallByNothingOrByAllBeforeAnAlertFiresAgain() {
        Alert.Builder alert = alert(Alert.Type.QUOTA_WARNING);

        assertThat(alert.hysteresis(0).build().hysteresis()).isZero();
        assertThat(alert.hysteresis(100).build().hysteresis()).isEqualTo(100);
        assertThatIllegalArgumentException()
                .isThrownBy(alert.hysteresis(-1)::build)
                .withMessageContaining("-1 %");
        assertThatIllegalArgumentException()
                .isThrownBy(alert.hysteresis(101)::build)
                .withMessageContaining("101 %");
    }
}
