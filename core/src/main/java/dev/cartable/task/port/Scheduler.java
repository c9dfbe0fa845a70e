package dev.cartable.task.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine: it calls {@link Ticker#tick} at least once a minute, on one node or on several, at the same time or not. It decides
 * nothing else. Safe for use by several threads.
 */
public interface Scheduler extends AutoCloseable {
    /** The engine's name in reports, such as {@code db-scheduler}. */
    String name();

    /**
     * Begins to tick.
     *
     * @throws IllegalStateException if it was started before
     */
    void start(Ticker ticker);

    /** Ends ticking: no tick begins any more, and those that run are waited for. Does nothing the second time. */
    @Override
    void close();

    /** What an engine calls. Safe for use by several threads. */
    interface Ticker {
        /** The names of the tasks. */
        List<TaskName> tasks();

        /** What is due now, and what is due next. Also notes that this node ticks: call it at least once a minute. */
        List<Time> look();

        /**
         * Looks, and begins what is due.
         *
         * @param begin is called for each task that is due; it lets another thread call {@link #tick}
         * @return how long to wait before the next look: from a second to a minute
         */
        default Duration look(Consumer<? super Time> begin) {
            Instant now = now();
            Duration wait = Duration.ofMinutes(1);
            for (Time time : look()) {
                if (time.isDue()) {
                    begin.accept(time);
                }
                if (time.next() != null) {
                    Duration until = Duration.between(now, time.next());
                    wait = until.compareTo(wait) < 0 ? until : wait;
                }
            }
            Duration shortest = Duration.ofSeconds(1);
            return wait.compareTo(shortest) < 0 ? shortest : wait;
        }

        /** Runs a task if it is due. Does not throw because the task fails; throws what the stores throw. */
        void tick(TaskName task);

        /** What the time is for tasks. */
        Instant now();

        /**
         * When a task runs.
         *
         * @param onEachNode whether each node runs it for itself
         * @param isDue whether it is due now
         * @param next when it is due after that, as far as is known; null if never
         */
        record Time(
                TaskName task,
                boolean onEachNode,
                boolean isDue,
                @Nullable Instant next) {
            public Time {
                requireNonNull(task, "task");
            }
        }
    }
}
