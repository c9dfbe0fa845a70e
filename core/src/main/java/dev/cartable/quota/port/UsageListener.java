package dev.cartable.quota.port;

/**
 * Learns what became of the use of the network that was reported, as for metrics. Called on the caller's thread, also where the caller's
 * transaction is rolled back later. A failure of it is logged and changes nothing. Safe for use by several threads.
 */
public interface UsageListener {
    /** A listener that does nothing. */
    UsageListener NONE = (source, outcome, number) -> {};

    /**
     * Some reports of one source had the same outcome.
     *
     * @param outcome {@code COUNTED}, {@code REPEATED}, {@code DENIED} where there was no room, or the name of a
     *     {@link dev.cartable.quota.model.QuotaProblem}
     * @param number how many; 1 or more
     */
    void recorded(Source source, String outcome, long number);

    /** What was called. */
    enum Source {
        /** {@code record}: events. */
        EVENT,
        /** {@code consume}: requests to use something now. */
        CONSUMPTION,
        /** {@code recordSession} and {@code recordSessions}: readings of RADIUS accounting. */
        SESSION
    }
}
