package dev.cartable.account.model;

import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.work.Counts;

/**
 * What a run does, or did, in numbers. Always {@code input = created + renewed + updated + unchanged + skipped + failed}.
 *
 * @param input guardians that were looked at
 * @param created new accounts
 * @param renewed existing accounts with a new credential
 * @param updated existing accounts brought in step with the roster, the returned ones among them
 * @param unchanged existing accounts that are as they should be
 * @param skipped guardians left alone, each for a reason
 * @param failed guardians for whom it was tried in vain
 * @param returned deactivated accounts that are back because a pupil is linked again; also counted in {@code updated}
 * @param orphaned accounts that have lost their last pupil in this run; also counted in {@code updated}
 * @param noChannel messages that are due and cannot be queued, because there is no usable address
 * @param queued messages queued
 * @param expired existing accounts that wait for their parents with a link or a temporary password that has expired, and that this
 *     run does not renew
 */
public record GenerationCounts(
        long input,
        long created,
        long renewed,
        long updated,
        long unchanged,
        long skipped,
        long failed,
        long returned,
        long orphaned,
        long noChannel,
        long queued,
        long expired)
        implements Counts {

    /** Nothing yet. */
    public static GenerationCounts none() {
        return new GenerationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether the run writes anything. */
    public boolean changesNothing() {
        return created + renewed + updated == 0;
    }

    /**
     * With one more step.
     *
     * @param orphaned whether an account loses its last pupil
     * @param expired whether its way in has expired and is not renewed
     */
    public GenerationCounts plus(AccountStep step, boolean orphaned, boolean expired) {
        Action action = step.action();
        return new GenerationCounts(
                input + 1,
                created + one(action == Action.CREATE),
                renewed + one(action == Action.RENEW),
                updated + one(action == Action.UPDATE || action == Action.RETURN),
                unchanged + one(action == Action.KEEP),
                skipped + one(action == Action.SKIP),
                failed + one(action == Action.FAIL),
                returned + one(action == Action.RETURN),
                this.orphaned + one(orphaned),
                noChannel + one(step.message() && step.unreachable() != null),
                queued + one(step.queues()),
                this.expired + one(expired));
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }
}
