package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves many callers with few transactions: while one caller's thread is served, the others gather, and whoever comes next is
 * served together with all of them. A caller alone does not wait. Safe for use by several threads.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Combiner<Q, A> {
    private final Function<? super List<Q>, ? extends List<A>> batch;
    private final int largest;
    private final Queue<Asked<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock serving = new ReentrantLock();

    /**
     * A combiner.
     *
     * @param batch answers several questions in one piece, one answer for each in their order; used by one thread at a time
     * @param largest how many it answers at most
     */
    public Combiner(Function<? super List<Q>, ? extends List<A>> batch, int largest) {
        this.batch = requireNonNull(batch, "batch");
        this.largest = largest;
        if (largest < 1) {
            throw new IllegalArgumentException("batches of at most " + largest + " questions answer none");
        }
    }

    private static final class Asked<Q, A> {
        final Q question;

        @Nullable
        A answer;

        @Nullable
        Throwable failure;

        boolean done;

        Asked(Q question) {
            this.question = question;
        }
    }

    /**
     * Asks one question and waits for its answer.
     *
     * @throws RuntimeException if the batch failed, which all hear whose questions were in it
     */
    public A ask(Q question) {
        Asked<Q, A> mine = new Asked<>(requireNonNull(question, "question"));
        waiting.add(mine);
        serving.lock();
        try {
            while (!mine.done) {
                serve();
            }
        } finally {
            serving.unlock();
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure instanceof RuntimeException exception) {
            throw exception;
        }
        return requireNonNull(mine.answer, "answer");
    }

    private void serve() {
        List<Asked<Q, A>> group = new ArrayList<>();
        for (Asked<Q, A> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            group.add(asked);
            if (group.size() == largest) {
                break;
            }
        }
        List<? extends A> answers = List.of();
        Throwable failure = null;
        try {
            answers = batch.apply(group.stream().map(asked -> asked.question).toList());
            if (answers.size() != group.size()) {
                failure = new IllegalStateException(
                        group.size() + " questions had " + answers.size() + " answers, not one each");
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (int i = 0; i < group.size(); i++) {
            Asked<Q, A> asked = group.get(i);
            asked.done = true;
            asked.failure = failure;
            asked.answer = failure == null ? answers.get(i) : null;
        }
    }
}
