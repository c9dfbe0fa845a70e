package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The time in a test. It stands still until the test sets it. Safe for use by several threads. */
public final class TestClock extends Clock {
    private final Instant start;
    private final ZoneId zone;
    private final AtomicReference<Instant> now;

    TestClock(Instant start) {
        this(start, ZoneOffset.UTC, new AtomicReference<>(start));
    }

    private TestClock(Instant start, ZoneId zone, AtomicReference<Instant> now) {
        this.start = requireNonNull(start, "start");
        this.zone = requireNonNull(zone, "zone");
        this.now = requireNonNull(now, "now");
    }

    /** Moves the time on; by a negative duration, back. Returns what time it is then. */
    public Instant advance(Duration duration) {
        return now.updateAndGet(time -> time.plus(duration));
    }

    /** Sets the time. */
    public void set(Instant instant) {
        now.set(requireNonNull(instant, "instant"));
    }

    void reset() {
        set(start);
    }

    @Override
    public Instant instant() {
        return requireNonNull(now.get(), "now");
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same time, in another zone: if one is set, so is the other. */
    @Override
    public TestClock withZone(ZoneId newZone) {
        return new TestClock(start, newZone, now);
    }

    /** The same time in the same zone. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TestClock clock && now == clock.now && zone.equals(clock.zone);
    }

    @Override
    public int hashCode() {
        return zone.hashCode();
    }

    @Override
    public String toString() {
        return "TestClock[" + instant() + "," + zone + "]";
    }
}
