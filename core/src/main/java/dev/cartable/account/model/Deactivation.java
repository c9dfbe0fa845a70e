package dev.cartable.account.model;

/** Why an account was deactivated. */
public enum Deactivation {
    /** No pupil was linked any more; it returns by itself when one is linked again. */
    ORPHANED,
    /** A person decided it; it returns when a person decides so. */
    BY_HAND
}
