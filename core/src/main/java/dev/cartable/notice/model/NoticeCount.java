package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

/** How many notices of a kind, by a channel, are in a state. */
public record NoticeCount(Channel channel, Kind kind, NoticeState state, long notices) {
    public NoticeCount {
        requireNonNull(channel, "channel");
        requireNonNull(kind, "kind");
        requireNonNull(state, "state");
    }
}
