package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationCounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.PlannedDuplicate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a run would do: the dry run. It holds no list of people; {@link #steps} decides again, so a plan of a million
 * guardians is as small as one of ten. Safe for use by several threads.
 */
public final class AccountPlan {
    private final GenerationRequest request;
    private final GenerationCounts counts;
    private final String digest;
    private final Supplier<Stream<AccountStep>> steps;
    private final Supplier<List<PlannedDuplicate>> duplicates;

    AccountPlan(
            GenerationRequest request,
            GenerationCounts counts,
            String digest,
            Supplier<Stream<AccountStep>> steps,
            Supplier<List<PlannedDuplicate>> duplicates) {
        this.request = requireNonNull(request, "request");
        this.counts = requireNonNull(counts, "counts");
        this.digest = requireNonNull(digest, "digest");
        this.steps = requireNonNull(steps, "steps");
        this.duplicates = requireNonNull(duplicates, "duplicates");
    }

    public GenerationRequest request() {
        return request;
    }

    public GenerationCounts counts() {
        return counts;
    }

    /**
     * SHA-256 over the request, the settings that change what is written (such as the first credential and the naming rule)
     * and every step, as 64 hexadecimal digits; the same steps under the same settings have the same digest.
     */
    public String digest() {
        return digest;
    }

    /** Every step, in the roster's order of guardians, decided anew. Close the stream. */
    public Stream<AccountStep> steps() {
        return steps.get();
    }

    /** Accounts that would share an address after the run, also where the run leaves them alone. Reads everything twice. */
    public List<PlannedDuplicate> possibleDuplicates() {
        return duplicates.get();
    }

    /** The numbers in one line, for a log or a terminal. */
    public String summary() {
        return "input " + counts.input() + ": create " + counts.created() + ", renew " + counts.renewed() + ", update "
                + counts.updated() + ", unchanged " + counts.unchanged() + ", skip " + counts.skipped()
                + "; messages to queue " + counts.queued() + ", without a channel " + counts.noChannel() + "; plan "
                + digest;
    }

    @Override
    public String toString() {
        return summary();
    }
}
