package dev.cartable.account.model;

import dev.cartable.school.model.Contact;
import dev.cartable.work.Counts;

/**
 * The accounts of a school in numbers. {@code accounts} is the sum of the four states; all else leaves out the erased ones.
 *
 * @param accounts all rows
 * @param orphaned accounts whose guardian may see no pupil today
 * @param inactive accounts that were deactivated, or without a sign-in for long
 * @param reachable accounts that can be written to
 * @param noChannel accounts without a usable address
 * @param expired accounts that wait for their parent and whose link has expired
 */
public record AccountSummary(
        long accounts,
        long pending,
        long active,
        long deactivated,
        long erased,
        long orphaned,
        long inactive,
        long reachable,
        long noChannel,
        long expired)
        implements Counts {

    /** Nothing yet. */
    public static AccountSummary none() {
        return new AccountSummary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** With one more erased account. */
    public AccountSummary plusErased() {
        return new AccountSummary(
                accounts + 1,
                pending,
                active,
                deactivated,
                erased + 1,
                orphaned,
                inactive,
                reachable,
                noChannel,
                expired);
    }

    /** With one more account, which is not erased. */
    public AccountSummary plus(AccountStatus status, boolean linkExpired) {
        Account.State state = status.account().state();
        boolean canWrite = status.contact() instanceof Contact.Reachable;
        return new AccountSummary(
                accounts + 1,
                pending + one(state == Account.State.PENDING),
                active + one(state == Account.State.ACTIVE),
                deactivated + one(state == Account.State.DEACTIVATED),
                erased,
                orphaned + one(status.orphaned()),
                inactive + one(status.inactive()),
                reachable + one(canWrite),
                noChannel + one(!canWrite),
                expired + one(linkExpired));
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }
}
