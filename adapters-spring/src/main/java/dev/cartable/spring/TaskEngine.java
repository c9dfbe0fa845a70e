package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Tasks;
import dev.cartable.task.port.Scheduler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Ticks from when the application is ready until it stops. It stops before everything that the tasks may need: no run begins any more,
 * and those under way are waited for.
 */
final class TaskEngine implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(TaskEngine.class);

    private final Tasks tasks;
    private final Supplier<? extends Scheduler> engines;
    private @Nullable Scheduler engine;
    private boolean ready;

    /** @param engines makes the engine, and another one where the application is stopped and started again */
    TaskEngine(Tasks tasks, Supplier<? extends Scheduler> engines) {
        this.tasks = requireNonNull(tasks, "tasks");
        this.engines = requireNonNull(engines, "engines");
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent event) {
        ready = true;
        start();
    }

    /** Does nothing before the application is ready. */
    @Override
    public synchronized void start() {
        if (ready && engine == null) {
            Scheduler next = engines.get();
            tasks.start(next);
            engine = next;
            LOG.info("Cartable's tasks are run by {}", next.name());
        }
    }

    @Override
    public synchronized void stop() {
        engine = null;
        tasks.close();
    }

    @Override
    public synchronized boolean isRunning() {
        return engine != null;
    }

    /** The name of what ticks; empty if nothing does. */
    synchronized String engine() {
        return engine == null ? "" : engine.name();
    }
}
