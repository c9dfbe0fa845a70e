package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Figures for gauges are read once in an age, however often they are asked for. */
class CachedFiguresTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T10:00:00Z"));
    private final AtomicInteger reads = new AtomicInteger();
    private boolean broken;
    private final CachedFigures<Integer> figures =
            new CachedFigures<>("test", this::read, () -> Duration.ofSeconds(30), () -> now::get);

    private Integer read() {
        int read = reads.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("no database");
        }
        return read;
    }

    private void pass(int seconds) {
        now.updateAndGet(before -> before.plusSeconds(seconds));
    }

    @Test
    void theyAreReadAgainOnlyWhenTheyAreTooOld() {
        assertThat(figures.get()).isEqualTo(1);
        pass(30);
        assertThat(figures.get()).isEqualTo(1);
        pass(1);
        assertThat(figures.get()).isEqualTo(2);
        assertThat(reads).hasValue(2);
    }

    @Test
    void whereTheyCannotBeReadThereAreNoneAndItIsTriedAfterTheSameAge() {
        broken = true;
        assertThat(figures.get()).isNull();
        assertThat(figures.get()).isNull();
        assertThat(reads).hasValue(1);
        broken = false;
        pass(31);
        assertThat(figures.get()).isEqualTo(2);
    }

    @Test
    void aClockThatGoesBackDoesNotKeepThemForEver() {
        figures.get();
        pass(-3600);
        assertThat(figures.get()).isEqualTo(2);
    }
}
