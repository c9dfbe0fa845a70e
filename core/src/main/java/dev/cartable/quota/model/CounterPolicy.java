package dev.cartable.quota.model;

/** What becomes of the counters of day, week and month when another profile comes to serve a user. Cycles always begin anew. */
public enum CounterPolicy {
    /** They begin at zero. */
    RESET,
    /** They go on. */
    KEEP,
    /** They keep their percentage: half of the old limit used is half of the new one used. */
    PRORATE
}
