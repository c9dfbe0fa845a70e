package dev.cartable.quota.model;

/** A span of time that use is counted in and limited for, in the school's zone. */
public enum Window {
    /** From the start of a local day to the start of the next. */
    DAY,
    /** Seven local days from the school's first day of the week; ISO 8601 weeks unless it says otherwise. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** The validity of a profile, for one user: see {@link Validity}. */
    CYCLE
}
