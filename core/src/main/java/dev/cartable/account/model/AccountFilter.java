package dev.cartable.account.model;

/** Which accounts a check shows. */
public enum AccountFilter {
    /** All but the erased ones. */
    ALL,
    /** Those whose guardian may see no pupil today. */
    ORPHANED,
    /** Those that were deactivated, or without a sign-in for long. */
    INACTIVE
}
