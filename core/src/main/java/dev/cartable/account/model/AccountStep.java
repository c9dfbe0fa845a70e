package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Contact;
import dev.cartable.school.model.GuardianId;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, or did, about one guardian.
 *
 * @param reason why, where the action alone does not say
 * @param detail more about the reason, for a person; without names and addresses
 * @param message whether a message to the guardian is due
 * @param unreachable why that message cannot be queued; null if it can, or none is due
 * @param byTelephone whether that message is a short message, with a code
 * @param source what the step was decided on
 */
public record AccountStep(
        GuardianId guardian,
        Action action,
        @Nullable Reason reason,
        String detail,
        boolean message,
        Contact.@Nullable Unreachable unreachable,
        boolean byTelephone,
        Account.@Nullable Fingerprint source) {

    /** What is done. */
    public enum Action {
        /** A new account. */
        CREATE,
        /** An existing account gets a new credential; its id, links and history stay. */
        RENEW,
        /** An existing account is brought in step with the roster. */
        UPDATE,
        /** An account that was deactivated for want of pupils returns. */
        RETURN,
        /** An existing account is as it should be. */
        KEEP,
        /** Nothing, for the reason given. */
        SKIP,
        /** It was tried, and did not work. */
        FAIL
    }

    public AccountStep {
        requireNonNull(guardian, "guardian");
        requireNonNull(action, "action");
        requireNonNull(detail, "detail");
        if ((action == Action.SKIP || action == Action.FAIL) && reason == null) {
            throw new IllegalArgumentException(action + " of guardian " + guardian + " gives no reason");
        }
    }

    /** Left alone. */
    public static AccountStep skip(GuardianId guardian, Reason reason, String detail) {
        return new AccountStep(guardian, Action.SKIP, reason, detail, false, null, false, null);
    }

    /** Tried in vain. */
    public static AccountStep fail(GuardianId guardian, String detail) {
        return new AccountStep(guardian, Action.FAIL, Reason.STORE_REFUSED, detail, false, null, false, null);
    }

    /** Whether applying it writes anything. */
    public boolean writes() {
        return switch (action) {
            case CREATE, RENEW, UPDATE, RETURN -> true;
            case KEEP, SKIP, FAIL -> false;
        };
    }

    /** Whether a message is to be queued. */
    public boolean queues() {
        return message && unreachable == null;
    }

    /** One line for the plan's digest. */
    public String digestLine() {
        return guardian + "\t" + action + "\t" + (reason == null ? "" : reason) + "\t"
                + (queues() ? byTelephone ? "sms" : "queue" : "") + "\t" + (source == null ? "" : source) + "\n";
    }

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
        /** The guardian does not want such messages. */
        DECLINED,
        /** Mail to the address came back. */
        BOUNCED_ADDRESS,
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
}
