package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;

/**
 * The engine that looks on the application's {@link TaskScheduler}, among its own jobs. Each run has a thread of its own, since a
 * scheduler of Spring Boot has one thread unless the host says otherwise. The time of the next look comes from Cartable, never from a
 * cron of Spring's. Safe for use by several threads.
 */
final class SpringScheduler implements Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(SpringScheduler.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(16);

    private final TaskScheduler spring;
    private final Duration patience;
    private final SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("cartable-task-");
    private final Set<TaskName> running = new HashSet<>();
    private @Nullable Future<?> next;
    private Duration retry = FIRST_RETRY;
    private boolean closed;

    SpringScheduler(TaskScheduler spring, Duration patience) {
        this.spring = requireNonNull(spring, "spring");
        this.patience = requireNonNull(patience, "patience");
        workers.setDaemon(true);
    }

    @Override
    public String name() {
        return "spring";
    }

    @Override
    public synchronized void start(Ticker ticks) {
        if (next != null || closed) {
            throw new IllegalStateException("this engine was started or closed before; make another");
        }
        next = spring.schedule(() -> look(ticks), spring.getClock().instant());
    }

    /** Interrupts nothing: a thread that is interrupted while it writes would close the file of an H2 database. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis();
                    !running.isEmpty() && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running.isEmpty()) {
            LOG.warn("tasks did not end within {}: {}", patience, running);
        }
    }

    private void look(Ticker ticks) {
        Duration wait = null;
        try {
            wait = ticks.look(due -> submit(ticks, due.task()));
        } catch (RuntimeException | Error e) {
            LOG.warn("no tick; the next one follows: {}", e.getMessage());
        }
        synchronized (this) {
            if (wait == null) {
                wait = retry;
                retry = retry.compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            } else {
                retry = FIRST_RETRY;
            }
            if (!closed) {
                next = spring.schedule(
                        () -> look(ticks), spring.getClock().instant().plus(wait));
            }
        }
    }

    private synchronized void submit(Ticker ticks, TaskName task) {
        if (closed || !running.add(task)) {
            return;
        }
        try {
            workers.execute(() -> run(ticks, task));
        } catch (RuntimeException | Error e) {
            running.remove(task);
            throw e;
        }
    }

    private void run(Ticker ticks, TaskName task) {
        try {
            ticks.tick(task);
        } catch (RuntimeException | Error e) {
            LOG.warn("task {} could not be run: {}", task, e.getMessage());
        } finally {
            synchronized (this) {
                running.remove(task);
                notifyAll();
            }
        }
    }
}
