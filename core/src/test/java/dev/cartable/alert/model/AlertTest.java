package dev.cartable.alert.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
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

    @Test
    void anAlertWatchesTheWindowsThatItNamesOrAll() {
        Alert all = Alert.of(new AlertId(new UUID(0, 1)), new ProfileId(new UUID(0, 2)), Alert.Type.QUOTA_WARNING)
                .build();
        Alert weekly = all.toBuilder().windows(Set.of(Window.WEEK)).build();

        assertThat(Window.values()).allMatch(all::watches);
        assertThat(Window.values()).filteredOn(weekly::watches).containsExactly(Window.WEEK);
    }

    @ParameterizedTest
    @CsvSource({"QUOTA_WARNING, 80", "VALIDITY_EXPIRING, 80", "QUOTA_EXCEEDED, 100", "QUOTA_FORECAST, 100"})
    void anAlertFiresWhereItsTypeUsuallyDoes(Alert.Type type, int threshold) {
        assertThat(Alert.of(new AlertId(new UUID(0, 1)), new ProfileId(new UUID(0, 2)), type)
                        .build()
                        .threshold())
                .isEqualTo(threshold);
    }

    @Test
    void aBuilderThatChangesNothingGivesTheSameAlert() {
        Alert full = Alert.of(new AlertId(new UUID(0, 1)), new ProfileId(new UUID(0, 2)), Alert.Type.QUOTA_WARNING)
                .profile(new ProfileId(new UUID(0, 3)))
                .type(Alert.Type.QUOTA_FORECAST)
                .threshold(120)
                .hysteresis(7)
                .channels(Set.of(Channel.SMS))
                .windows(Set.of(Window.DAY))
                .template("{percent}")
                .active(false)
                .version(4)
                .build();

        assertThat(full.toBuilder().build()).isEqualTo(full);
        assertThat(full)
                .isEqualTo(new Alert(
                        new AlertId(new UUID(0, 1)),
                        new ProfileId(new UUID(0, 3)),
                        Alert.Type.QUOTA_FORECAST,
                        120,
                        7,
                        Set.of(Channel.SMS),
                        Set.of(Window.DAY),
                        "{percent}",
                        false,
                        4));
    }
}
