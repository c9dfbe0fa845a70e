package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Task;
import dev.cartable.work.Counts;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bulk work as a request asks for it: it can be planned, and a plan that was approved can be carried out. Immutable.
 *
 * @param <S> what is done about one item
 */
public final class BulkWork<S> {
    private final Supplier<? extends Plan<?, ?, S>> plan;
    private final Carrier<S> carrier;
    private final Function<? super S, String> key;
    private final Function<? super S, @Nullable Row> row;

    private BulkWork(
            Supplier<? extends Plan<?, ?, S>> plan,
            Carrier<S> carrier,
            Function<? super S, String> key,
            Function<? super S, @Nullable Row> row) {
        this.plan = requireNonNull(plan, "plan");
        this.carrier = requireNonNull(carrier, "carrier");
        this.key = requireNonNull(key, "key");
        this.row = requireNonNull(row, "row");
    }

    /** Carries out the plan with a digest. */
    @FunctionalInterface
    public interface Carrier<S> {
        /**
         * Carries it out.
         *
         * @param listener is called with each step after the commit of its chunk
         */
        Counts carryOut(PlanDigest approved, Consumer<? super S> listener);
    }

    /**
     * Work of a use case.
     *
     * @param key what makes a step unique in its plan, such as the guardian's id
     * @param row a step as JSON; null if a person need not see it, as where all stays as it is
     */
    public static <S> BulkWork<S> of(
            Supplier<? extends Plan<?, ?, S>> plan,
            Carrier<S> carrier,
            Function<? super S, String> key,
            Function<? super S, @Nullable Row> row) {
        return new BulkWork<>(plan, carrier, key, row);
    }

    /** The plan: its numbers, the digest that approves it, and a page of its steps. */
    Answer plan(String kind, PageRequest page) {
        Plan<?, ?, S> planned = plan.get();
        Row head = Row.of("kind", kind)
                .and("counts", planned.counts().values())
                .and("digest", planned.digest().hex());
        String after = page.after();
        Stream<S> steps = planned.steps();
        Stream<S> rest = after == null
                ? steps
                : steps.dropWhile(step -> !key.apply(step).equals(after)).skip(1);
        return page.answer(
                head,
                rest.filter(step -> row.apply(step) != null),
                key,
                some -> some.stream().map(row).toList());
    }

    /**
     * Refuses another plan than the approved one, before anything begins.
     *
     * @return how many items the work is about
     */
    long require(PlanDigest approved) {
        Plan<?, ?, S> planned = plan.get();
        planned.digest().requireApprovedBy(approved);
        return planned.counts().values().getOrDefault("input", 0L);
    }

    /** Carries out the approved plan, and says how far it is. */
    Counts carryOut(PlanDigest approved, long total, Task.Run run) {
        AtomicLong done = new AtomicLong();
        return carrier.carryOut(
                approved, step -> run.progressed(Counts.of(Map.of("input", total, "done", done.incrementAndGet()))));
    }
}
