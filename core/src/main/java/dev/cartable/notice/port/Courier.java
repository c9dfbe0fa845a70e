package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Delivery;
import dev.cartable.notice.model.Placeholder;
import dev.cartable.notice.model.RenderedNotice;
import java.util.Set;

/**
 * Hands notices over to one channel: an SMTP server, an SMS gateway, an inbox in the application. Used by as many threads at
 * a time as it has {@link #maxConnections}.
 */
public interface Courier {
    /** The channel it serves. */
    Channel channel();

    /**
     * How many threads may call {@link #deliver} at the same time: a constant, 1 by default.
     */
    default int maxConnections() {
        return 1;
    }

    /** Who can receive its messages. {@link Reach#PEOPLE} by default. */
    default Reach reach() {
        return Reach.PEOPLE;
    }

    /** Which of its own settings still have a value that only makes a first try work. None for a courier that has no such value. */
    default Set<Placeholder> placeholders() {
        return Set.of();
    }

    /**
     * Waits until the channel's pace allows the next {@link #deliver}, which then does not wait for it. At once for a courier
     * without a pace.
     *
     * @return whether it waited, so that what was decided before may be out of date
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    default boolean awaitTurn() throws InterruptedException {
        return false;
    }

    /**
     * Hands one notice over and waits for the answer. Every failure that a server or a network can cause is a
     * {@link Delivery}, not an exception. May keep a connection for the next one.
     */
    Delivery deliver(RenderedNotice notice);

    /** Closes connections, when no thread delivers any more. The next {@link #deliver} may open them again. */
    void release();

    /** Who can receive a courier's messages. */
    enum Reach {
        /** They stay in files or in the application itself. */
        NOBODY,
        /** They go to a server on this machine, which may keep them or pass them on. */
        THIS_MACHINE,
        /** They go to people's own addresses. */
        PEOPLE
    }
}
