package dev.cartable.notice;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends all lines of one channel: the channel is down, the caller was interrupted, one of the lines failed, or the time is over. Safe
 * for use by several threads.
 */
final class StopSignal {
    private static final String OVER = "the time for sending was over";

    private final BooleanSupplier over;
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicBoolean down = new AtomicBoolean();

    /** @param over whether the caller wants the lines to end; looked at before each notice */
    StopSignal(BooleanSupplier over) {
        this.over = over;
    }

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
        if (reason.get() == null && over.getAsBoolean()) {
            because(OVER);
        }
        return Optional.ofNullable(reason.get());
    }
}
