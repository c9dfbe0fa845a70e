package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves many callers with few transactions: while some are served, by the thread of one of them, the others gather, and are
 * served together after them. Those who were served together tend to come back together, so the next batch gives them a moment,
 * a small part of what the last one took. Whoever was alone does not wait. Not for work that depends on the caller's thread, since
 * another caller's may do it. Safe for use by several threads.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Combiner<Q, A> {
    /** Of the time that a batch takes, how much the next one may wait for company. */
    private static final int PATIENCE = 10;

    private final Function<? super List<Q>, ? extends List<A>> batch;
    private final int largest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final Deque<Asked<Q, A>> waiting = new ArrayDeque<>();
    private boolean serving;
    private int lastSize = 1;
    private long lastNanos;

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
        lock.lock();
        try {
            waiting.add(mine);
            if (waiting.size() >= lastSize) {
                arrived.signal();
            }
            while (!mine.done) {
                if (serving) {
                    answered.awaitUninterruptibly();
                } else {
                    serveNext();
                }
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure instanceof RuntimeException exception) {
            throw exception;
        }
        return requireNonNull(mine.answer, "answer");
    }

    /** Serves one batch; the lock is free meanwhile. */
    private void serveNext() {
        serving = true;
        try {
            gather();
            List<Asked<Q, A>> group = new ArrayList<>();
            while (!waiting.isEmpty() && group.size() < largest) {
                group.add(waiting.remove());
            }
            long begin = System.nanoTime();
            lock.unlock();
            try {
                serve(group);
            } finally {
                lock.lock();
            }
            group.forEach(asked -> asked.done = true);
            lastSize = group.size();
            lastNanos = System.nanoTime() - begin;
        } finally {
            serving = false;
            answered.signalAll();
        }
    }

    private void gather() {
        long left = lastNanos / PATIENCE;
        try {
            while (waiting.size() < lastSize && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(List<Asked<Q, A>> group) {
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
            asked.failure = failure;
            asked.answer = failure == null ? answers.get(i) : null;
        }
    }
}
