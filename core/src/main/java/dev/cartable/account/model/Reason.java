package dev.cartable.account.model;

import dev.cartable.school.model.Contact;

/** Why a guardian got no account, no message, or was left alone. The names are stable: programs may rely on them. */
public enum Reason {
    /** No pupil of theirs is active. */
    NO_ACTIVE_PUPIL,
    /** There are active pupils, but none that this guardian may see today. */
    BARRED,
    /** The guardian has no account. */
    NO_ACCOUNT,
    /** The guardian has no e-mail address. */
    NO_ADDRESS,
    /** What stands in the address field is no address. */
    UNUSABLE_ADDRESS,
    /** The address is a pupil's own. */
    PUPILS_ADDRESS,
    /** The guardian was erased at their wish. */
    ERASED,
    /** The account was deactivated by hand. */
    DEACTIVATED,
    /** The parent has chosen a password, which is spared. */
    CHOSEN_PASSWORD,
    /** The parent has activated the account already. */
    ALREADY_ACTIVATED,
    /** The link or the temporary password that the parent has can be used still, or there is none. */
    NOT_EXPIRED,
    /** The data changed while the run was under way; the next run sees it. */
    SOURCE_CHANGED,
    /** The store refused it; the detail says why. */
    STORE_REFUSED;

    /** The reason that goes with a missing address. */
    public static Reason of(Contact.Reason noAddress) {
        return valueOf(noAddress.name());
    }
}
