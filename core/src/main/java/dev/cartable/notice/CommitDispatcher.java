package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages soon after the commit that queued them, on the threads of an executor. Made by
 * {@link Notices#dispatchOnCommit}; safe for use by several threads.
 *
 * <p>At most one dispatch is under way and one more is to follow, however many commits there are. A dispatch that fails is logged, and
 * its messages stay queued: a dispatch at intervals is needed beside this one, also for messages that are due later.
 */
public final class CommitDispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitDispatcher.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final DispatchNotices dispatch;
    private final Executor executor;
    private final Duration closing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private State state = State.IDLE;
    private boolean again;
    private volatile boolean closed;

    private enum State {
        IDLE,
        HANDED_OVER,
        RUNNING
    }

    CommitDispatcher(DispatchNotices dispatch, Executor executor) {
        this(dispatch, executor, CLOSING);
    }

    /** @param closing how long {@link #close} waits */
    CommitDispatcher(DispatchNotices dispatch, Executor executor, Duration closing) {
        this.dispatch = requireNonNull(dispatch, "dispatch");
        this.executor = requireNonNull(executor, "executor");
        this.closing = closing;
    }

    /** Has a dispatch begin, or follow the one that is under way. Returns at once and throws nothing. */
    void wake() {
        if (!isFirst()) {
            return;
        }
        try {
            Task task = new Task();
            executor.execute(task);
            task.handedOver = true;
        } catch (RuntimeException e) {
            end();
            LOG.warn(
                    "Messages could not be sent after a commit: the executor has refused with {}. They stay queued for the"
                            + " next dispatch",
                    e.getClass().getName());
        }
    }

    /** Whether a task has to be handed over. */
    private boolean isFirst() {
        lock.lock();
        try {
            boolean first = state == State.IDLE && !closed;
            again = !first;
            if (first) {
                state = State.HANDED_OVER;
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private final class Task implements Runnable {
        private final Thread committing = Thread.currentThread();

        /** Only the committing thread goes by it. */
        private boolean handedOver;

        @Override
        public void run() {
            if (Thread.currentThread() == committing && !handedOver) {
                throw new RejectedExecutionException("it runs tasks on the caller's thread, which has just committed");
            }
            if (!begin()) {
                return;
            }
            boolean more;
            do {
                dispatch();
                more = takesAgain();
                if (!more) {
                    release();
                    more = takesAgainOrEnds();
                }
            } while (more);
        }
    }

    private void dispatch() {
        attempt("be sent", () -> {
            DispatchNotices.Report report = dispatch.drain(() -> closed, false);
            LOG.debug(
                    "After a commit: {} sent, {} put back, {} held back, {} channels left alone",
                    report.sent(),
                    report.retried(),
                    report.heldBack(),
                    report.halts().size());
        });
    }

    /** Only now: connections stay open while one dispatch follows the other, since a server may limit how often a client signs in. */
    private void release() {
        attempt("be followed by a goodbye to the server", dispatch::release);
    }

    private static void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "Messages could not {} after a commit. Those that were not sent stay queued for the next dispatch: {}",
                    what,
                    harmless(e));
        }
    }

    /** Cartable's own exceptions hold no data of a person; others may. */
    private static @Nullable String harmless(Throwable thrown) {
        return thrown instanceof CartableException
                ? thrown.getMessage()
                : thrown.getClass().getName();
    }

    private boolean begin() {
        lock.lock();
        try {
            if (!closed) {
                state = State.RUNNING;
                again = false;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether one more dispatch is to follow. */
    private boolean takesAgain() {
        lock.lock();
        try {
            boolean more = again && !closed;
            again = false;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private boolean takesAgainOrEnds() {
        lock.lock();
        try {
            boolean more = takesAgain();
            if (!more) {
                end();
            }
            return more;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            state = State.IDLE;
            again = false;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Begins no further dispatch, has the one under way end after the messages that are being handed over, and waits up to 30
     * seconds for that. An interrupt ends the waiting. Notices that are queued from now on wait for the next dispatch. Closing it
     * again does nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long left = closing.toNanos();
            while (state == State.RUNNING && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            boolean running = state == State.RUNNING;
            lock.unlock();
            if (running) {
                LOG.warn("Messages are still being handed over; no further one will be begun");
            }
        }
    }
}
