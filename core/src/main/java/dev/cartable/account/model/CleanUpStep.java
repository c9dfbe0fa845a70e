package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Contact;
import dev.cartable.school.model.GuardianId;
import org.jspecify.annotations.Nullable;

/**
 * What a clean-up does, or did, about one account.
 *
 * @param reason why, where the action alone does not say
 * @param detail more about the reason, for a person; without names and addresses
 * @param losesAccess whether an open account sees no pupil any more, or can no longer be signed in to, from this step on
 * @param message whether a message to the guardian is due
 * @param unreachable why that message cannot be queued; null if it can, or none is due
 */
public record CleanUpStep(
        AccountId account,
        GuardianId guardian,
        Action action,
        AccountStep.@Nullable Reason reason,
        String detail,
        boolean losesAccess,
        boolean message,
        Contact.@Nullable Unreachable unreachable) {

    /** What is done. */
    public enum Action {
        /** Seen without a pupil for the first time: its grace begins. */
        MARK,
        /** Its grace is over: the parent can no longer sign in. */
        DEACTIVATE,
        /** A pupil is back within the grace. */
        ADOPT,
        /** A pupil is back after it was deactivated for want of one. */
        RETURN,
        /** It sees other pupils still; the links that vanished end. */
        UNLINK,
        /** It is as it should be. */
        KEEP,
        /** Left alone, for the reason given. */
        SKIP,
        /** It was tried, and did not work. */
        FAIL
    }

    public CleanUpStep {
        requireNonNull(account, "account");
        requireNonNull(guardian, "guardian");
        requireNonNull(action, "action");
        requireNonNull(detail, "detail");
    }

    /** Left alone. */
    public static CleanUpStep skip(Account account, AccountStep.Reason reason) {
        return new CleanUpStep(account.id(), account.guardian(), Action.SKIP, reason, "", false, false, null);
    }

    /** Tried in vain. */
    public static CleanUpStep fail(Account account, String detail) {
        return new CleanUpStep(
                account.id(),
                account.guardian(),
                Action.FAIL,
                AccountStep.Reason.STORE_REFUSED,
                detail,
                false,
                false,
                null);
    }

    /** Whether applying it writes anything. */
    public boolean writes() {
        return switch (action) {
            case MARK, DEACTIVATE, ADOPT, RETURN, UNLINK -> true;
            case KEEP, SKIP, FAIL -> false;
        };
    }

    /** Whether a message is to be queued. */
    public boolean queues() {
        return message && unreachable == null;
    }

    /** One line for the plan's digest. */
    public String digestLine() {
        return account + "\t" + action + "\t" + (reason == null ? "" : reason) + "\t" + (queues() ? "queue" : "")
                + "\n";
    }
}
