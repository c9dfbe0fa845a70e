package dev.cartable.cli;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.Task;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.work.Counts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A node of a host with tasks of its own. Each run writes one row for each part of its work, in a transaction of the run. A second
 * attempt writes only the parts that are missing. Nothing in the table keeps a part from being written twice.
 *
 * <p>As a process, it ticks once and stops at one point, where it says {@link #HERE} and waits for a line of input. Or it ticks by the
 * executor of the JDK until its input ends.
 */
final class TaskNode implements AutoCloseable {
    static final String HERE = "here";
    static final String TABLE =
            "CREATE TABLE host_row (task text, slot text, part integer, attempt integer, process bigint)";

    /** The parts of a run of {@link #hourly}. */
    static final int PARTS = 3;

    /** The points of a tick where a process can stop: a slot is due, a part is being written, a part is written. */
    static final String DECIDED = "decided";

    static final String WRITING = "writing";

    static final String WRITTEN = "written";
    private static final String BY_ENGINE = "engine";

    private final HostTransactions transactions;
    private final int parts;
    private final Consumer<String> pass;
    private final Cartable cartable;

    /** Keeps the file of an H2 database open between transactions. */
    private final @Nullable Connection keeper;

    private TaskNode(
            DataSource dataSource,
            InstantSource time,
            int tasks,
            Schedule schedule,
            int parts,
            Duration lease,
            Consumer<String> pass,
            @Nullable Connection keeper) {
        this.transactions = new HostTransactions(Transactions.of(dataSource), new ThreadLocal<>());
        this.parts = parts;
        this.pass = pass;
        TaskPolicy policy =
                TaskPolicy.defaults().withLimits(new Limits(Duration.ofMinutes(25), Duration.ofMinutes(30), lease));
        CartableBuilder builder = Cartable.builder()
                .taskStores(JdbcStores.builder(dataSource)
                        .schemaMode(SchemaMode.NEVER)
                        .transactions(transactions)
                        .build())
                .zone(ZoneOffset.UTC)
                .time(time);
        for (int i = 0; i < tasks; i++) {
            builder.task(new HostTask(new TaskName("task-" + i), schedule, policy));
        }
        this.cartable = builder.build();
        this.keeper = keeper;
    }

    /** A node with one task, which runs at each full hour. */
    static TaskNode hourly(DataSource dataSource, InstantSource time, Duration lease, Consumer<String> pass) {
        Connection keeper;
        try {
            keeper = dataSource.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TaskNode(dataSource, time, 1, Schedule.every(Duration.ofHours(1)), PARTS, lease, pass, keeper);
    }

    List<Occurrence> tick() {
        return cartable.tasks().tick();
    }

    List<Occurrence> history() {
        try (var history = cartable.tasks().history(null)) {
            return history.toList();
        }
    }

    @Override
    public void close() {
        cartable.close();
        try {
            if (keeper != null) {
                keeper.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a process that ticks once and stops at a step, as {@link #stepping} counts them. */
    static Process startAndStopAtStep(TestDatabase database, Instant now, int step) throws IOException {
        return start(
                database,
                now.toString(),
                Integer.toString(step),
                Duration.ofMinutes(30).toString());
    }

    /** Starts a process that ticks once and stops when it passes a point for the first time. */
    static Process startAndStopAt(TestDatabase database, Instant now, String point, Duration lease) throws IOException {
        return start(database, now.toString(), point, lease.toString());
    }

    /** Starts a process with so many tasks, which run each second by a clock that is ahead. */
    static Process startEngine(TestDatabase database, Duration ahead, int tasks) throws IOException {
        return start(database, ahead.toString(), BY_ENGINE, Integer.toString(tasks));
    }

    private static Process start(TestDatabase database, String time, String point, String more) throws IOException {
        return Child.java(TaskNode.class, List.of(database.url(), database.user(), time, point, more))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Runs one such process.
     *
     * @param args the database, its user, the time or how far the clock is ahead, the point to stop at, and the lease or how many tasks
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[3].equals(BY_ENGINE)) {
            byEngine(out, args[0], args[1], Duration.parse(args[2]), Integer.parseInt(args[4]));
            return;
        }
        AtomicInteger steps = new AtomicInteger();
        Set<String> passed = new HashSet<>();
        Consumer<String> pass = point -> {
            if (passed.add(point) && point.equals(args[3])) {
                stopHere(out);
            }
        };
        try (TaskNode node = hourly(
                stepping(args[0], args[1], () -> pass.accept(Integer.toString(steps.incrementAndGet()))),
                InstantSource.fixed(Instant.parse(args[2])),
                Duration.parse(args[4]),
                pass)) {
            passed.clear();
            steps.set(0);
            out.println(node.tick().size());
        }
    }

    private static void byEngine(PrintStream out, String url, String user, Duration ahead, int tasks)
            throws IOException {
        InstantSource time = Clock.offset(Clock.systemUTC(), ahead);
        try (HikariDataSource pool = Letters.pool(url, user);
                TaskNode node = new TaskNode(
                        pool,
                        time,
                        tasks,
                        Schedule.every(Duration.ofSeconds(1)),
                        1,
                        Duration.ofMinutes(30),
                        point -> {},
                        null)) {
            node.cartable.tasks().start(new ExecutorScheduler());
            out.println(HERE);
            while (System.in.read() >= 0) {
                // It ticks.
            }
        }
    }

    private static void stopHere(PrintStream out) {
        out.println(HERE);
        try {
            System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A database that takes a step before and after each statement and each commit. */
    static DataSource stepping(String url, String user, Runnable step) {
        return DyingDispatch.proxy(DataSource.class, url, (real, method, args) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return DyingDispatch.proxy(
                    Connection.class, DriverManager.getConnection(url, user, ""), (connection, asked, with) -> {
                        boolean commits = asked.getName().equals("commit");
                        if (commits) {
                            step.run();
                        }
                        Object result = asked.invoke(connection, with);
                        if (commits) {
                            step.run();
                        }
                        return result instanceof PreparedStatement statement ? stepping(statement, step) : result;
                    });
        });
    }

    private static PreparedStatement stepping(PreparedStatement statement, Runnable step) {
        return DyingDispatch.proxy(PreparedStatement.class, statement, (real, method, args) -> {
            boolean executes = method.getName().startsWith("execute");
            if (executes) {
                step.run();
            }
            Object result = method.invoke(real, args);
            if (executes) {
                step.run();
            }
            return result;
        });
    }

    private final class HostTask implements Task {
        private final TaskName name;
        private final Schedule schedule;
        private final TaskPolicy policy;

        HostTask(TaskName name, Schedule schedule, TaskPolicy policy) {
            this.name = name;
            this.schedule = schedule;
            this.policy = policy;
        }

        @Override
        public TaskName name() {
            return name;
        }

        @Override
        public Schedule schedule() {
            return schedule;
        }

        @Override
        public TaskPolicy policy() {
            return policy;
        }

        @Override
        public boolean hasWork() {
            pass.accept(DECIDED);
            return true;
        }

        @Override
        public Counts run(Task.Run run) {
            for (int part = 0; part < parts; part++) {
                int number = part;
                run.unitOfWork().run(tx -> {
                    write(run, number);
                    pass.accept(WRITING);
                });
                pass.accept(WRITTEN);
            }
            return Counts.of(Map.of("parts", (long) parts));
        }

        private void write(Task.Run run, int part) {
            String sql = "INSERT INTO host_row SELECT ?, ?, ?, ?, ?"
                    + (run.attempt() == 1
                            ? ""
                            : " WHERE NOT EXISTS (SELECT 1 FROM host_row WHERE task = ? AND slot = ? AND part = ?)");
            try (PreparedStatement insert = transactions.connection().prepareStatement(sql)) {
                insert.setString(1, name.value());
                insert.setString(2, run.slot().key());
                insert.setInt(3, part);
                insert.setInt(4, run.attempt());
                insert.setLong(5, ProcessHandle.current().pid());
                if (run.attempt() > 1) {
                    insert.setString(6, name.value());
                    insert.setString(7, run.slot().key());
                    insert.setInt(8, part);
                }
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The host writes on the connection of Cartable's transaction. */
    private record HostTransactions(Transactions real, ThreadLocal<@Nullable Connection> current)
            implements Transactions {
        Connection connection() {
            return requireNonNull(current.get());
        }

        @Override
        public <R> R call(Function<? super Connection, ? extends R> work) {
            return real.<R>call(connection -> {
                current.set(connection);
                try {
                    return work.apply(connection);
                } finally {
                    current.remove();
                }
            });
        }

        @Override
        public <R> R read(Function<? super Connection, ? extends R> work) {
            return real.<R>read(work);
        }

        @Override
        public boolean joins() {
            return false;
        }

        @Override
        public void afterHostCommit(Runnable action) {
            real.afterHostCommit(action);
        }
    }
}
