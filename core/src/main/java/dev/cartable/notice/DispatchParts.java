package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.DispatchListener;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Receipts;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the queue and the lines of a dispatch share. Safe for use by several threads.
 *
 * @param receipts null if none are kept
 */
record DispatchParts(
        UnitOfWork work,
        Outbox outbox,
        @Nullable Receipts receipts,
        NoticePreparer preparer,
        FollowUp followUp,
        DispatchSettings settings,
        InstantSource clock,
        DomainGate.Timer timer,
        DispatchListener listener) {
    DispatchParts {
        requireNonNull(work, "work");
        requireNonNull(outbox, "outbox");
        requireNonNull(preparer, "preparer");
        requireNonNull(followUp, "followUp");
        requireNonNull(settings, "settings");
        requireNonNull(clock, "clock");
        requireNonNull(timer, "timer");
        requireNonNull(listener, "listener");
    }

    Instant now() {
        return clock.instant();
    }
}
