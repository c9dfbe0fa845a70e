package dev.cartable.notice;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What tells all lines of one channel to end: the channel is down, somebody interrupts, or one of them broke off. Safe for use
 * by several threads.
 */
final class StopSignal {
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicBoolean down = new AtomicBoolean();

    /** Ends all lines. The first reason counts. */
    void because(String why) {
        reason.compareAndSet(null, why);
    }

    /** Ends all lines. Returns whether nobody has said so before: then it is the caller's to write down and to report. */
    boolean becauseChannelIsDown(String why) {
        because(why);
        return down.compareAndSet(false, true);
    }

    /** Why the lines end, if they do. */
    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }
}
