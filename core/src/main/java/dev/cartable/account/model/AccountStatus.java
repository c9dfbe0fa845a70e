package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.school.model.Contact;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an account stands.
 *
 * @param pupils how many pupils it sees
 * @param orphaned whether its guardian may see no pupil today, by the roster
 * @param inactive as {@link #isInactive} says
 * @param contact the address that it can be written to, or why there is none
 * @param byTelephone whether there is no such address, and the guardian is reached by short message
 * @param activationExpiresAt until when the newest link or the temporary password can be used; null if there is none, or it was used
 */
public record AccountStatus(
        Account account,
        int pupils,
        boolean orphaned,
        boolean inactive,
        Contact contact,
        boolean byTelephone,
        @Nullable Instant activationExpiresAt) {

    public AccountStatus {
        requireNonNull(account, "account");
        requireNonNull(contact, "contact");
    }

    /**
     * Whether an account counts as inactive at {@code now}: it was deactivated, or {@code after} has passed since the last
     * sign-in; where there was none since the activation, and before that since it was made.
     */
    public static boolean isInactive(Account account, Duration after, Instant now) {
        if (account.state() == Account.State.DEACTIVATED) {
            return true;
        }
        Instant latest = account.lastSignInAt() != null
                ? account.lastSignInAt()
                : account.activatedAt() != null ? account.activatedAt() : account.createdAt();
        return account.isOpen() && !now.isBefore(latest.plus(after));
    }

    /** Whether the guardian can be written to, by e-mail or by short message. */
    public boolean isReachable() {
        return byTelephone || contact instanceof Contact.Reachable;
    }

    /** By which channel credentials are sent; empty if by none, so that a letter is needed. */
    public Optional<Channel> channel() {
        if (contact instanceof Contact.Reachable) {
            return Optional.of(Channel.EMAIL);
        }
        return byTelephone ? Optional.of(Channel.SMS) : Optional.empty();
    }

    /** Whether a filter shows it. */
    public boolean passes(Filter filter) {
        return switch (filter) {
            case ALL -> true;
            case ORPHANED -> orphaned;
            case INACTIVE -> inactive;
        };
    }

    /** Which accounts a check shows. */
    public enum Filter {
        /** All but the erased ones. */
        ALL,
        /** Those whose guardian may see no pupil today. */
        ORPHANED,
        /** Those that were deactivated, or without a sign-in for long. */
        INACTIVE
    }

    /**
     * The accounts of a school in numbers. {@code accounts} is the sum of the four states; all else leaves out the erased ones.
     *
     * @param accounts all rows
     * @param orphaned accounts whose guardian may see no pupil today
     * @param inactive accounts that were deactivated, or without a sign-in for long
     * @param reachable accounts that can be written to, by e-mail or by short message
     * @param noChannel accounts without a usable address or telephone number
     * @param expired accounts that wait for their parent and whose link has expired
     */
    public record Summary(
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
        public static Summary none() {
            return new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        /** With one more erased account. */
        public Summary plusErased() {
            return new Summary(
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
        public Summary plus(AccountStatus status, boolean linkExpired) {
            Account.State state = status.account().state();
            boolean canWrite = status.isReachable();
            return new Summary(
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
}
