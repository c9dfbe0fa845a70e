package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run would do: the dry run. It holds counts and no list, so that a plan of a million people is as small as one of ten;
 * {@link #steps} reads and decides again. Safe for use by several threads.
 *
 * @param <R> what was asked for
 * @param <S> what the run would do about one item
 */
public class Plan<R, C extends Counts, S> {
    private final R request;
    private final C counts;
    private final PlanDigest digest;
    private final Supplier<Stream<S>> steps;

    /** @param steps opens a new stream at each call */
    public Plan(R request, C counts, PlanDigest digest, Supplier<Stream<S>> steps) {
        this.request = requireNonNull(request, "request");
        this.counts = requireNonNull(counts, "counts");
        this.digest = requireNonNull(digest, "digest");
        this.steps = requireNonNull(steps, "steps");
    }

    /** What was asked for. */
    public final R request() {
        return request;
    }

    /** The plan in numbers. */
    public final C counts() {
        return counts;
    }

    /** The whole digest, by which this plan is approved. */
    public final PlanDigest digest() {
        return digest;
    }

    /** Every step, in a stable order, decided anew. Close the stream. */
    public final Stream<S> steps() {
        return steps.get();
    }

    /** The numbers that are not zero and the digest in one line, for a log or a terminal. */
    public final String summary() {
        return counts.values().entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", ", "", "; plan " + digest));
    }

    @Override
    public String toString() {
        return summary();
    }
}
