package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves concurrent requests in batches, so that many callers need few transactions. The thread of one caller serves a batch;
 * requests that arrive meanwhile form the next one. Callers of one batch tend to return together, so the next batch waits for
 * them briefly: a small part of the time that the last batch took. A caller that was alone does not wait. The thread of another
 * caller may serve a request, so do not use it for work that depends on the caller's thread. Safe for use by several threads.
 *
 * @param <Q> the type of a request
 * @param <A> the type of its response
 */
public final class RequestBatcher<Q, A> {
    /** Of the time that a batch takes, the share that the next one may wait for more requests: one part in this many. */
    private static final int PATIENCE = 10;

    /**
     * The same where others wait when a batch ends: without more patience, they and those who were served would take turns for ever, and
     * each batch would serve half of them.
     */
    private static final int PATIENCE_WITH_OTHERS = 4;

    private final Function<? super List<Q>, ? extends List<A>> batch;
    private final int largest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Request<Q, A>> waiting = new ArrayDeque<>();
    private boolean serving;
    private int expected = 1;
    private long patience;

    /**
     * A batcher.
     *
     * @param batch serves a list of requests and returns one response for each, in the same order; called by one thread at a time
     * @param largest the most requests of one batch
     */
    public RequestBatcher(Function<? super List<Q>, ? extends List<A>> batch, int largest) {
        this.batch = requireNonNull(batch, "batch");
        this.largest = largest;
        if (largest < 1) {
            throw new IllegalArgumentException("a batch of at most " + largest + " requests serves none");
        }
    }

    /** What the caller of a request does. */
    private enum Turn {
        WAITS,
        SERVES,
        RETURNS
    }

    /** A request and the thread of its caller, which is woken by itself: callers that wake for one lock would wake one after the other. */
    private static final class Request<Q, A> {
        final Q request;
        final Thread caller = Thread.currentThread();

        @Nullable
        A response;

        @Nullable
        Throwable failure;

        volatile Turn turn;

        Request(Q request, Turn turn) {
            this.request = request;
            this.turn = turn;
        }

        void wake(Turn next) {
            turn = next;
            LockSupport.unpark(caller);
        }

        /** An interrupt is kept for the caller. */
        void await() {
            boolean interrupted = false;
            while (turn == Turn.WAITS) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Serves one request and waits for its response.
     *
     * @throws RuntimeException if the batch failed; all its callers get it
     */
    public A call(Q request) {
        Request<Q, A> mine = ask(requireNonNull(request, "request"));
        mine.await();
        if (mine.turn == Turn.SERVES) {
            serveNext();
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure instanceof RuntimeException exception) {
            throw exception;
        }
        return requireNonNull(mine.response, "response");
    }

    private Request<Q, A> ask(Q request) {
        lock.lock();
        try {
            Request<Q, A> mine = new Request<>(request, serving ? Turn.WAITS : Turn.SERVES);
            serving = true;
            waiting.add(mine);
            if (waiting.size() >= expected) {
                arrived.signal();
            }
            return mine;
        } finally {
            lock.unlock();
        }
    }

    /** Serves one batch, in which the caller's own request is the first, and lets the caller of the next one serve that. */
    private void serveNext() {
        List<Request<Q, A>> group = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            take(group);
            begin = System.nanoTime();
            serve(group);
        } finally {
            handOver(group.size(), System.nanoTime() - begin);
            group.forEach(request -> request.wake(Turn.RETURNS));
        }
    }

    private void take(List<Request<Q, A>> group) {
        lock.lock();
        try {
            gather();
            while (!waiting.isEmpty() && group.size() < largest) {
                group.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first of those that came meanwhile serves next. */
    private void handOver(int size, long nanos) {
        Request<Q, A> next;
        lock.lock();
        try {
            next = waiting.peek();
            serving = next != null;
            expected = Math.min(largest, size + waiting.size());
            patience = nanos / (serving ? PATIENCE_WITH_OTHERS : PATIENCE);
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.wake(Turn.SERVES);
        }
    }

    private void gather() {
        long left = patience;
        try {
            while (waiting.size() < expected && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An interrupt is the caller's own, and kept for it: a database whose thread is interrupted would fail the others' requests. */
    private void serve(List<Request<Q, A>> group) {
        boolean interrupted = Thread.interrupted();
        try {
            answer(group);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void answer(List<Request<Q, A>> group) {
        List<? extends A> responses = List.of();
        Throwable failure = null;
        try {
            responses =
                    batch.apply(group.stream().map(request -> request.request).toList());
            if (responses.size() != group.size()) {
                failure = new IllegalStateException(
                        group.size() + " requests had " + responses.size() + " responses, not one each");
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (int i = 0; i < group.size(); i++) {
            Request<Q, A> request = group.get(i);
            request.failure = failure;
            request.response = failure == null ? responses.get(i) : null;
        }
    }
}
