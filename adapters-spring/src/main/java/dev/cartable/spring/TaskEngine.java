package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.Tasks;
import dev.cartable.task.port.Scheduler;
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
    private final Scheduler scheduler;
    private boolean running;
    private boolean stopped;

    TaskEngine(Tasks tasks, Scheduler scheduler) {
        this.tasks = requireNonNull(tasks, "tasks");
        this.scheduler = requireNonNull(scheduler, "scheduler");
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent ready) {
        if (!running && !stopped) {
            running = true;
            tasks.start(scheduler);
            LOG.info("Cartable's tasks are run by {}", scheduler.name());
        }
    }

    /** The name of what ticks. */
    String engine() {
        return scheduler.name();
    }

    /** The application is not ready yet. */
    @Override
    public void start() {}

    @Override
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        tasks.close();
    }

    /** Also before it was started, so that it is stopped in any case. */
    @Override
    public synchronized boolean isRunning() {
        return !stopped;
    }
}
