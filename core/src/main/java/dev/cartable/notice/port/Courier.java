package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Delivery;
import dev.cartable.notice.model.RenderedNotice;

/**
 * Hands notices over to one channel: an SMTP server, an SMS gateway, an inbox in the application. Used by one thread at a
 * time.
 */
public interface Courier {
    /** The channel it serves. */
    Channel channel();

    /**
     * Hands one notice over and waits for the answer. Every failure that a server or a network can cause is a
     * {@link Delivery}, not an exception. May keep a connection for the next one.
     */
    Delivery deliver(RenderedNotice notice);

    /** The round is over: lets go of connections. The next {@link #deliver} may open them again. */
    void rest();
}
