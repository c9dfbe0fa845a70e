package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;

/**
 * Learns the outcome of each attempt to send a notice, as for metrics. Called on the threads that send, also by channels that Cartable
 * serves itself. A failure of it is logged and changes nothing. Safe for use by several threads.
 */
public interface DispatchListener {
    /** A listener that does nothing. */
    DispatchListener NONE = (channel, kind, state) -> {};

    /**
     * A notice was sent or given up, or is tried again later.
     *
     * @param state the state that it has from now on; {@link NoticeState#QUEUED} if it is tried again
     */
    void ended(Channel channel, Kind kind, NoticeState state);
}
