package dev.cartable.account.model;

import dev.cartable.account.model.CleanUpStep.Action;
import dev.cartable.work.Counts;

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
public record CleanUpCounts(
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
        implements Counts {

    /** Nothing yet. */
    public static CleanUpCounts none() {
        return new CleanUpCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether the run writes anything. */
    public boolean changesNothing() {
        return marked + deactivated + adopted + returned + unlinked == 0;
    }

    /** With one more step. */
    public CleanUpCounts plus(CleanUpStep step) {
        Action action = step.action();
        return new CleanUpCounts(
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
