package dev.cartable.task.port;

/**
 * An engine: it calls {@link Ticker#tick} at least once a minute, on one node or on several, at the same time or not. It decides
 * nothing else. Safe for use by several threads.
 */
public interface Scheduler extends AutoCloseable {
    /** The engine's name in reports, such as {@code db-scheduler}. */
    String name();

    /**
     * Begins to tick.
     *
     * @throws IllegalStateException if it was started before
     */
    void start(Ticker ticker);

    /** Ends ticking: no tick begins any more, and those that run are waited for. Does nothing the second time. */
    @Override
    void close();
}
