package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * An engine whose runs are on an executor of the host. The engine says when, and its thread waits until the run ends, so that it counts and closes
 * as it does without. Safe for use by several threads.
 */
final class HostThreads implements Scheduler {
    private final Scheduler engine;
    private final Executor executor;

    HostThreads(Scheduler engine, Executor executor) {
        this.engine = requireNonNull(engine, "engine");
        this.executor = requireNonNull(executor, "executor");
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public void start(Ticker ticker) {
        engine.start(new OnExecutor(ticker));
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class OnExecutor implements Ticker {
        private final Ticker ticker;

        OnExecutor(Ticker ticker) {
            this.ticker = requireNonNull(ticker, "ticker");
        }

        @Override
        public List<TaskName> tasks() {
            return ticker.tasks();
        }

        @Override
        public List<Ticker.Time> look() {
            return ticker.look();
        }

        @Override
        public Instant now() {
            return ticker.now();
        }

        /** An interrupt ends the waiting, never the run. */
        @Override
        public void tick(TaskName task) {
            FutureTask<Boolean> run = new FutureTask<>(() -> ticker.tick(task), true);
            executor.execute(run);
            try {
                run.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("the run of the task " + task + " broke off", e.getCause());
            }
        }
    }
}
