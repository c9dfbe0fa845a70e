package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What {@link GenerateAccounts} would do, in the roster's order of guardians. Safe for use by several threads. */
public final class AccountPlan extends Plan<GenerationRequest, AccountPlan.Counts, AccountStep> {
    private final Supplier<List<PossibleDuplicate<GuardianId>>> duplicates;

    AccountPlan(
            GenerationRequest request,
            Counts counts,
            PlanDigest digest,
            Supplier<Stream<AccountStep>> steps,
            Supplier<List<PossibleDuplicate<GuardianId>>> duplicates) {
        super(request, counts, digest, steps);
        this.duplicates = requireNonNull(duplicates, "duplicates");
    }

    /** Accounts that would share an address after the run, also where the run leaves them alone. Reads everything twice. */
    public List<PossibleDuplicate<GuardianId>> possibleDuplicates() {
        return duplicates.get();
    }

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
     * @param sms those of them that are short messages, with a code, to guardians without a usable address
     * @param expired existing accounts that wait for their parents with a link or a temporary password that has expired, and that this
     *     run does not renew
     */
    public record Counts(
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
            long sms,
            long expired)
            implements dev.cartable.work.Counts {

        /** Nothing yet. */
        public static Counts none() {
            return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
        public Counts plus(AccountStep step, boolean orphaned, boolean expired) {
            Action action = step.action();
            return new Counts(
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
                    sms + one(step.queues() && step.byTelephone()),
                    this.expired + one(expired));
        }

        private static long one(boolean counts) {
            return counts ? 1 : 0;
        }
    }

    /**
     * Two accounts, or two guardians, with one address, which may be one person's or two people's. They are never merged by
     * themselves.
     *
     * @param <T> an {@link Account}, or the id of a guardian who is to have one
     * @param sameName whether their names are the same but for case and accents
     */
    public record PossibleDuplicate<T>(T first, T second, boolean sameName) {
        public PossibleDuplicate {
            requireNonNull(first, "first");
            requireNonNull(second, "second");
        }
    }
}
