package dev.cartable.work.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids as UUID version 7 (RFC 9562, 5.7): the time in milliseconds, then a counter of 42 bits (6.2, method 1) that
 * begins at random with the process, then 32 random bits. So new rows stand together in an index, and ids that one process
 * makes within a millisecond sort in the order in which they were made. An id is no secret. Safe for use by several threads.
 */
public final class TimeOrderedIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 42;
    private static final long LATEST = (1L << 48) - 1;

    /** Begins in the lower half, so that no process lives to see it come round. */
    private static final AtomicLong COUNTER = new AtomicLong(RANDOM.nextLong() >>> (Long.SIZE - COUNTER_BITS + 1));

    private TimeOrderedIds() {}

    /**
     * A new id for something that happens at {@code now}.
     *
     * @throws IllegalArgumentException if {@code now} is before 1970 or after the year 10889, which the format cannot hold
     */
    public static UUID next(Instant now) {
        long millis = now.toEpochMilli();
        if (millis < 0 || millis > LATEST) {
            throw new IllegalArgumentException("no id can be made for " + now + ": it is outside 1970 to 10889");
        }
        long counter = COUNTER.getAndIncrement();
        long high = (millis << 16) | 0x7000L | ((counter >>> 30) & 0xFFFL);
        long low = 0x8000_0000_0000_0000L | ((counter & 0x3FFF_FFFFL) << 32) | (RANDOM.nextInt() & 0xFFFF_FFFFL);
        return new UUID(high, low);
    }

    /** An id that is no later than any of this millisecond and later than all of those before; the nearest one outside 1970 to 10889. */
    public static UUID first(Instant millisecond) {
        long seconds = Math.max(0, Math.min(LATEST / 1_000, millisecond.getEpochSecond()));
        long millis = seconds == millisecond.getEpochSecond() ? millisecond.toEpochMilli() : seconds * 1_000;
        return new UUID(Math.min(LATEST, millis) << 16, 0);
    }
}
