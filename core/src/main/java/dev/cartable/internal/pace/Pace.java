package dev.cartable.internal.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Spaces messages evenly, without bursts, for servers that count per minute. Safe for use by several threads, which go one
 * after the other, first come, first served.
 */
public final class Pace {
    /** Waits; tests only count. */
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Duration interval;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable Instant last;

    /** A pace of at most so many messages a minute; 0 for no limit. */
    public Pace(int perMinute, InstantSource clock, Sleeper sleeper) {
        this.interval = perMinute == 0
                ? Duration.ZERO
                : Duration.ofMinutes(1).plusNanos(perMinute - 1).dividedBy(perMinute);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Waits until the next message may go; never longer than one interval for each thread before, even if the clock goes back.
     *
     * @return whether there was anything to wait for
     */
    public boolean await() throws InterruptedException {
        if (interval.isZero()) {
            return false;
        }
        turn.lockInterruptibly();
        try {
            return takeTurn();
        } finally {
            turn.unlock();
        }
    }

    private boolean takeTurn() throws InterruptedException {
        Instant now = clock.instant();
        boolean waits = false;
        if (last != null) {
            Duration wait = Duration.between(now, last.plus(interval));
            if (wait.compareTo(interval) > 0) {
                wait = interval;
            }
            waits = !wait.isNegative() && !wait.isZero();
            if (waits) {
                sleeper.sleep(wait);
                now = now.plus(wait);
            }
        }
        last = now;
        return waits;
    }
}
