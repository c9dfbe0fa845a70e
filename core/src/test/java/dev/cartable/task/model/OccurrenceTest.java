package dev.cartable.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OccurrenceTest {
    private static final TaskName TASK = new TaskName("report");
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");
    private static final Slot SLOT = new Slot("2026-11-28", NOW);

    private static @Nullable String stored(String reason) {
        return Occurrence.running(TASK, SLOT, false, 1, 0, "node", NOW)
                .ended(Occurrence.State.FAILED, NOW, null, Map.of(), reason)
                .reason();
    }

    @Test
    void aReasonIsCutWhereItsColumnEndsAndNeverInsideACharacter() {
        String fits = "a".repeat(Occurrence.LONGEST_REASON);

        assertThat(stored(fits)).isEqualTo(fits);
        assertThat(stored(fits + "b")).isEqualTo(fits);
        assertThat(stored(fits.substring(1) + "\uD83D\uDE00")).isEqualTo(fits.substring(1));
        assertThat(stored(fits.substring(2) + "\uD83D\uDE00")).isEqualTo(fits.substring(2) + "\uD83D\uDE00");
        assertThat(stored("a\0b")).isEqualTo("a b");
    }

    @Test
    void countsOfAttemptsAndMissedSlotsAreNotNegative() {
        assertThat(Occurrence.running(TASK, SLOT, false, 0, 0, "node", NOW).attempt())
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Occurrence.running(TASK, SLOT, false, -1, 0, "node", NOW))
                .withMessageContaining("attempt -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Occurrence.running(TASK, SLOT, false, 1, -2, "node", NOW))
                .withMessageContaining("missed -2");
    }

    @Test
    void aMissedSlotWasNeverBegun() {
        Occurrence missed = Occurrence.missed(TASK, SLOT, 3, NOW);

        assertThat(missed.state()).isEqualTo(Occurrence.State.MISSED);
        assertThat(missed.attempt()).isZero();
        assertThat(missed.missed()).isEqualTo(3);
        assertThat(missed.startedAt()).isNull();
        assertThat(missed.endedAt()).isEqualTo(NOW);
    }
}
