package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of the JDK alone: one daemon thread looks what is due, and each task that is due runs on another, so that a long one holds
 * up no other. It looks again when the next slot is due, after a minute at the latest. Safe for use by several threads.
 */
public final class ExecutorScheduler implements Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorScheduler.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(16);

    private final Duration patience;
    private final Set<TaskName> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("cartable-task-"));
    private boolean started;
    private boolean closed;

    /** Waits for half a minute at {@link #close} for runs to end. */
    public ExecutorScheduler() {
        this(Duration.ofSeconds(30));
    }

    /**
     * An engine.
     *
     * @param patience how long {@link #close} waits for runs to end
     */
    public ExecutorScheduler(Duration patience) {
        this.patience = requireNonNull(patience, "patience");
    }

    @Override
    public String name() {
        return "executor";
    }

    @Override
    public void start(Ticker ticker) {
        synchronized (this) {
            if (started || closed) {
                throw new IllegalStateException("this engine was started or closed before; make another");
            }
            started = true;
        }
        workers.execute(() -> look(ticker));
    }

    /** Interrupts nothing: a thread that is interrupted while it writes would close the file of an H2 database. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("tasks did not end within {}: {}", patience, running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Ticker ticker) {
        Duration wait = Duration.ZERO;
        Duration retry = FIRST_RETRY;
        while (!isClosedAfter(wait)) {
            try {
                wait = ticker.look(due -> submit(ticker, due.task()));
                retry = FIRST_RETRY;
            } catch (RuntimeException | Error e) {
                LOG.warn("no tick; the next one follows in {}: {}", retry, e.getMessage());
                wait = retry;
                retry = retry.compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            }
        }
    }

    /** Waits, and says whether the engine was closed meanwhile. */
    private synchronized boolean isClosedAfter(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            for (long left = wait.toMillis(); !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            return closed;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void submit(Ticker ticker, TaskName task) {
        if (!running.add(task)) {
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    ticker.tick(task);
                } catch (RuntimeException | Error e) {
                    LOG.warn("task {} could not be run: {}", task, e.getMessage());
                } finally {
                    running.remove(task);
                }
            });
        } catch (RejectedExecutionException closing) {
            running.remove(task);
        } catch (RuntimeException | Error e) {
            running.remove(task);
            throw e;
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return runnable -> {
            Thread thread = new Thread(runnable, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
