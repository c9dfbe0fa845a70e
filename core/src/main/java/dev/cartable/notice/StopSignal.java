package dev.cartable.notice;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends all lines of one channel: the channel is down, the caller was interrupted, or one of the lines failed. Safe for use
 * by several threads.
 */
final class StopSignal {
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicBoolean down = new AtomicBoolean();

    /** Ends all lines. The first reason counts. */
    void because(String why) {
        reason.compareAndSet(null, why);
    }

    /** Ends all lines. Returns whether this call was the first; the first caller writes the pause and reports it. */
    boolean becauseChannelIsDown(String why) {
        because(why);
        return down.compareAndSet(false, true);
    }

    /** Why the lines end, if they do. */
    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }
}
