package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.CleanUpCounts;
import dev.cartable.account.model.CleanUpRequest;
import dev.cartable.account.model.CleanUpStep;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a clean-up would do: the dry run. It holds no list of people; {@link #steps} decides again. Safe for use by several
 * threads.
 */
public final class CleanUpPlan {
    private final CleanUpRequest request;
    private final CleanUpCounts counts;
    private final String digest;
    private final Supplier<Stream<CleanUpStep>> steps;

    CleanUpPlan(CleanUpRequest request, CleanUpCounts counts, String digest, Supplier<Stream<CleanUpStep>> steps) {
        this.request = requireNonNull(request, "request");
        this.counts = requireNonNull(counts, "counts");
        this.digest = requireNonNull(digest, "digest");
        this.steps = requireNonNull(steps, "steps");
    }

    public CleanUpRequest request() {
        return request;
    }

    public CleanUpCounts counts() {
        return counts;
    }

    /**
     * SHA-256 over the grace, the settings that change what is written and every step that changes or skips something, as 64
     * hexadecimal digits.
     */
    public String digest() {
        return digest;
    }

    /** Every step, in the order of the accounts' ids, decided anew. Close the stream. */
    public Stream<CleanUpStep> steps() {
        return steps.get();
    }

    /** The numbers in one line, for a log or a terminal. */
    public String summary() {
        return "input " + counts.input() + ": mark " + counts.marked() + ", deactivate " + counts.deactivated()
                + ", adopt " + counts.adopted() + ", return " + counts.returned() + ", unlink " + counts.unlinked()
                + ", unchanged " + counts.unchanged() + ", skip " + counts.skipped() + "; plan " + digest;
    }

    @Override
    public String toString() {
        return summary();
    }
}
