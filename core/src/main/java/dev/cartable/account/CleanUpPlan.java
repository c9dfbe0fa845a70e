package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.CleanUpPlan.Step.Action;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@link CleanUpOrphans} would do, in the order of accounts. Safe for use by several threads. */
public final class CleanUpPlan extends Plan<CleanUpOrphans.Request, CleanUpPlan.Counts, CleanUpPlan.Step> {
    CleanUpPlan(CleanUpOrphans.Request request, Counts counts, PlanDigest digest, Supplier<Stream<Step>> steps) {
        super(request, counts, digest, steps);
    }

    /**
     * What a clean-up does, or did, in numbers. Always {@code input = marked + deactivated + adopted + returned + unlinked +
     * unchanged + skipped + failed}.
     *
     * @param input accounts that were looked at, all there are
     * @param marked accounts seen without a pupil for the first time
     * @param deactivated accounts whose grace is over
     * @param adopted accounts that have a pupil again within their grace
     * @param returned deactivated accounts that are back because a pupil is linked again
     * @param unlinked accounts that have lost some of their pupils
     * @param unchanged accounts that are as they should be
     * @param skipped accounts left alone, each for a reason
     * @param failed accounts for which it was tried in vain
     * @param noChannel messages that are due and cannot be queued, because there is no usable address
     * @param queued messages queued
     */
    public record Counts(
            long input,
            long marked,
            long deactivated,
            long adopted,
            long returned,
            long unlinked,
            long unchanged,
            long skipped,
            long failed,
            long noChannel,
            long queued)
            implements dev.cartable.work.Counts {

        /** Nothing yet. */
        public static Counts none() {
            return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        /** Whether the run writes anything. */
        public boolean changesNothing() {
            return marked + deactivated + adopted + returned + unlinked == 0;
        }

        /** With one more step. */
        public Counts plus(Step step) {
            Action action = step.action();
            return new Counts(
                    input + 1,
                    marked + one(action == Action.MARK),
                    deactivated + one(action == Action.DEACTIVATE),
                    adopted + one(action == Action.ADOPT),
                    returned + one(action == Action.RETURN),
                    unlinked + one(action == Action.UNLINK),
                    unchanged + one(action == Action.KEEP),
                    skipped + one(action == Action.SKIP),
                    failed + one(action == Action.FAIL),
                    noChannel + one(step.message() && step.unreachable() != null),
                    queued + one(step.queues()));
        }

        private static long one(boolean counts) {
            return counts ? 1 : 0;
        }
    }

    /**
     * What a clean-up does, or did, about one account.
     *
     * @param reason why, where the action alone does not say
     * @param detail more about the reason, for a person; without names and addresses
     * @param losesAccess whether an open account sees no pupil any more, or can no longer be signed in to, from this step on
     * @param message whether a message to the guardian is due
     * @param unreachable why that message cannot be queued; null if it can, or none is due
     */
    public record Step(
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

        public Step {
            requireNonNull(account, "account");
            requireNonNull(guardian, "guardian");
            requireNonNull(action, "action");
            requireNonNull(detail, "detail");
        }

        /** Left alone. */
        public static Step skip(Account account, AccountStep.Reason reason) {
            return new Step(account.id(), account.guardian(), Action.SKIP, reason, "", false, false, null);
        }

        /** Tried in vain. */
        public static Step fail(Account account, String detail) {
            return new Step(
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
}
