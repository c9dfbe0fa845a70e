package dev.cartable.quota.internal;

import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the counters and times of one reading mean. */
final class OctetRules {
    private static final int BITS = 32;
    private static final long WRAP = 1L << BITS;

    /** Bursts and clocks: a line is trusted to carry up to this many times its speed. */
    private static final long MARGIN = 2;

    private static final long BYTES_PER_KBIT = 125;

    private OctetRules() {}

    /**
     * The bytes that a counter stands for, given those that it stood for before in the same session: without gigawords, a
     * counter that has gone back has wrapped once. With gigawords they are what it says, be it less than before.
     *
     * @param before 0 for a session that begins
     */
    static long after(Octets octets, long before) {
        Long gigawords = octets.gigawords();
        if (gigawords != null) {
            return gigawords << BITS | octets.low();
        }
        long grown = Math.floorMod(octets.low() - before, WRAP);
        return Math.min(Traffic.MAX, before + grown);
    }

    /** Whether a counter says less than before; one without gigawords by what it shows. */
    static boolean goesBack(Octets octets, long before) {
        return octets.gigawords() == null ? octets.low() < (before & (WRAP - 1)) : after(octets, before) < before;
    }

    static boolean isZero(@Nullable Octets octets) {
        Long gigawords = octets == null ? null : octets.gigawords();
        return octets != null && octets.low() == 0 && (gigawords == null || gigawords == 0);
    }

    /**
     * What a counter has grown by between two readings.
     *
     * @param shown what it stands for now; what it stood for before if this reading was out of turn
     */
    record Step(long shown, long grown) {}

    /**
     * From what a counter stood for before to this reading, as {@link SessionTimeline} says.
     *
     * @param most what the line can have carried in the meantime, in bytes
     */
    static Step step(Octets octets, long before, long most) {
        long now = after(octets, before);
        if (!goesBack(octets, before)) {
            return new Step(now, now - before);
        }
        if (isZero(octets)) {
            return new Step(0, 0);
        }
        if (octets.gigawords() != null) {
            return new Step(before, 0);
        }
        if (now - before <= most) {
            return new Step(now, now - before);
        }
        return octets.low() <= most ? new Step(octets.low(), octets.low()) : new Step(before, 0);
    }

    /** The most bytes that a line can have carried in that time; a second more is granted, since servers count whole seconds. */
    static long most(@Nullable Integer kbits, Duration time) {
        if (kbits == null) {
            return Traffic.MAX;
        }
        return Math.min(Traffic.MAX / (MARGIN * BYTES_PER_KBIT * kbits), time.toSeconds() + 1)
                * (MARGIN * BYTES_PER_KBIT * kbits);
    }

    /** When the session of a reading began, by its own time; null if that is not reported. */
    static @Nullable Instant began(SessionReading reading) {
        Duration time = reading.sessionTime();
        return time == null ? null : reading.at().minus(time);
    }

    /** Whether it is the Stop of a server that reset its counters and its clock before it reported. */
    static boolean isResetStop(SessionReading reading) {
        return reading.status() == Status.STOP
                && isZero(reading.input())
                && isZero(reading.output())
                && Duration.ZERO.equals(reading.sessionTime());
    }
}
