package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the history of notices.
 *
 * @param attempts how often it was tried, crashes included
 * @param reason why it failed, waits or was suppressed; the server's own answer where there is one
 * @param changedAt when it came into this state
 */
public record NoticeEntry(
        Notice notice,
        NoticeState state,
        int attempts,
        @Nullable String reason,
        Instant changedAt) {
    public NoticeEntry {
        requireNonNull(notice, "notice");
        requireNonNull(state, "state");
        requireNonNull(changedAt, "changedAt");
    }
}
