package dev.cartable.account;

/** Why a notice about an account is suppressed or waits, as the history has it; {@code Addressing.Reason} has the others. */
enum SuppressReason {
    /** The account is erased, or not there. */
    ACCOUNT_GONE,
    /** The account can neither be activated nor signed in to. */
    ACCOUNT_CLOSED,
    /** This process has another host key than the database; the notice waits for a process that has the right one. */
    OTHER_KEY,
    /** The notice goes to an address that is no longer the guardian's. */
    READDRESSED,
    /** The link goes to another address since, or was made with a host key that is gone. */
    LINK_GONE,
    /** The temporary password was made with a host key that is gone. */
    PASSWORD_GONE,
    /** The credential was renewed or used since. */
    CREDENTIAL_RENEWED,
    /** The account has no temporary password any more. */
    NO_TEMPORARY_PASSWORD,
    /** The temporary password has expired. */
    PASSWORD_EXPIRED,
    /** The account has no activation under way. */
    NO_ACTIVATION,
    /** The link was used already. */
    LINK_USED,
    /** The link has expired. */
    LINK_EXPIRED,
    /** The code was tried too often; a newer one may be on its way. */
    CODE_SPENT
}
