package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationCounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.PossibleDuplicate;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What {@link GenerateAccounts} would do, in the roster's order of guardians. Safe for use by several threads. */
public final class AccountPlan extends Plan<GenerationRequest, GenerationCounts, AccountStep> {
    private final Supplier<List<PossibleDuplicate<GuardianId>>> duplicates;

    AccountPlan(
            GenerationRequest request,
            GenerationCounts counts,
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
}
