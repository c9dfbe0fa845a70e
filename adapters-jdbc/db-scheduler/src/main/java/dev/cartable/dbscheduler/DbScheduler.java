package dev.cartable.dbscheduler;

import static java.util.Objects.requireNonNull;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The engine on db-scheduler, for several nodes that share a database. A task that is due becomes an execution in Cartable's own table,
 * and one of the nodes takes it; what each node does for itself stays on the node. When a task is due is Cartable's to say: no schedule
 * of db-scheduler's is used. A db-scheduler of the host's, and its table, are left alone. Safe for use by several threads.
 *
 * <p>An execution whose node gives no sign of life for 40 seconds is given to another one; the ledger and the lease of the task decide
 * whether the task is run again. A node that does not know a task, such as one of an older version, leaves it to the others.
 */
public final class DbScheduler implements Scheduler {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration POLLING = Duration.ofSeconds(5);

    /** Executions of unknown tasks are never deleted. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final String INSTANCE = "due";
    private static final int THREADS = 4;

    private final DataSource dataSource;
    private final String table;
    private final Duration patience;
    private final ExecutorScheduler looks;
    private com.github.kagkarlsson.scheduler.@Nullable Scheduler scheduler;
    private boolean closed;

    /**
     * An engine that waits for half a minute at {@link #close} for runs to end.
     *
     * @param dataSource where the table is; usable on any thread
     * @param table its name with its schema: {@code JdbcStores.engineTable()}
     */
    public DbScheduler(DataSource dataSource, String table) {
        this(dataSource, table, Duration.ofSeconds(30));
    }

    /**
     * An engine.
     *
     * @param dataSource where the table is; usable on any thread
     * @param table its name with its schema: {@code JdbcStores.engineTable()}
     * @param patience how long {@link #close} waits for runs to end
     */
    public DbScheduler(DataSource dataSource, String table, Duration patience) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.table = requireNonNull(table, "table");
        this.patience = requireNonNull(patience, "patience");
        this.looks = new ExecutorScheduler(patience);
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public synchronized void start(Ticker ticker) {
        if (scheduler != null || closed) {
            throw new IllegalStateException("this engine was started or closed before; make another");
        }
        Map<TaskName, Task<Void>> tasks = new LinkedHashMap<>();
        ticker.tasks().forEach(task -> tasks.put(task, execution(task, ticker)));
        scheduler = com.github.kagkarlsson.scheduler.Scheduler.create(dataSource, List.copyOf(tasks.values()))
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed(
                        Long.toString(ProcessHandle.current().pid()) + "@" + new SchedulerName.Hostname().getName()))
                .clock(ticker::now)
                .threads(THREADS)
                .pollingInterval(POLLING)
                .enableImmediateExecution()
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .deleteUnresolvedAfter(NEVER)
                .commitWhenAutocommitDisabled(true)
                .shutdownMaxWait(patience)
                .build();
        scheduler.start();
        looks.start(new SharedTicker(ticker, scheduler, tasks));
    }

    @Override
    public synchronized void close() {
        looks.close();
        if (scheduler != null && !closed) {
            scheduler.stop();
        }
        closed = true;
    }

    /** What a node does with an execution that it has taken: the execution is over afterwards, whatever became of the task. */
    private static Task<Void> execution(TaskName task, Ticker ticker) {
        return Tasks.custom("cartable-" + task, Void.class)
                .onFailure((complete, operations) -> operations.stop())
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, ticker.now()))
                .execute((instance, context) -> {
                    ticker.tick(task);
                    return new CompletionHandler.OnCompleteRemove<>();
                });
    }

    /** Looks on this node, and gives what is due to one of all nodes. */
    private static final class SharedTicker implements Ticker {
        private final Ticker ticker;
        private final com.github.kagkarlsson.scheduler.Scheduler scheduler;
        private final Map<TaskName, Task<Void>> tasks;
        private final Set<TaskName> onEachNode = ConcurrentHashMap.newKeySet();

        SharedTicker(
                Ticker ticker, com.github.kagkarlsson.scheduler.Scheduler scheduler, Map<TaskName, Task<Void>> tasks) {
            this.ticker = ticker;
            this.scheduler = scheduler;
            this.tasks = tasks;
        }

        @Override
        public List<TaskName> tasks() {
            return ticker.tasks();
        }

        @Override
        public List<Time> look() {
            return ticker.look();
        }

        @Override
        public Duration look(Consumer<? super Time> begin) {
            return ticker.look(time -> {
                if (time.onEachNode()) {
                    onEachNode.add(time.task());
                }
                begin.accept(time);
            });
        }

        @Override
        public void tick(TaskName task) {
            if (onEachNode.contains(task)) {
                ticker.tick(task);
            } else {
                scheduler.scheduleIfNotExists(requireNonNull(tasks.get(task)).instance(INSTANCE), now());
            }
        }

        @Override
        public Instant now() {
            return ticker.now();
        }
    }
}
