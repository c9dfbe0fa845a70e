package dev.cartable.account.model;

/** Where an account stands. */
public enum AccountState {
    /** Made or renewed; the parent has yet to choose a password. */
    PENDING,
    /** The parent has chosen a password, and may sign in. */
    ACTIVE,
    /** The parent can no longer sign in; can be undone. */
    DEACTIVATED,
    /** The person's data is gone for good; the row keeps the counts right. */
    ERASED
}
