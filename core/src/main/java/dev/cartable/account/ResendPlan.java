package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationCounts;
import dev.cartable.account.model.ResendRequest;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What sending credentials again would do: the dry run. It holds no list of people; {@link #steps} decides again. Safe for
 * use by several threads.
 */
public final class ResendPlan {
    private final ResendRequest request;
    private final GenerationCounts counts;
    private final String digest;
    private final Supplier<Stream<AccountStep>> steps;

    ResendPlan(ResendRequest request, GenerationCounts counts, String digest, Supplier<Stream<AccountStep>> steps) {
        this.request = requireNonNull(request, "request");
        this.counts = requireNonNull(counts, "counts");
        this.digest = requireNonNull(digest, "digest");
        this.steps = requireNonNull(steps, "steps");
    }

    public ResendRequest request() {
        return request;
    }

    /** The same counts as those of a generation; {@code created} is always 0. */
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

    /** Every step, decided anew. Close the stream. */
    public Stream<AccountStep> steps() {
        return steps.get();
    }

    /** The numbers in one line, for a log or a terminal. */
    public String summary() {
        return "input " + counts.input() + ": renew " + counts.renewed() + ", skip " + counts.skipped()
                + "; messages to queue " + counts.queued() + ", without a channel " + counts.noChannel() + "; plan "
                + digest;
    }

    @Override
    public String toString() {
        return summary();
    }
}
