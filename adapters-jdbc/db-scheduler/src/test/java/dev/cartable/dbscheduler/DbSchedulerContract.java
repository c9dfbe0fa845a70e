package dev.cartable.dbscheduler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.cartable.Cartable;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.task.Task;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.TaskStores;
import dev.cartable.tck.SchedulerContract;
import dev.cartable.work.Counts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The engine over db-scheduler keeps the contract, and what is said of it for several nodes. Each test has a database of its own. A class for
 * each database, since they wait for seconds that pass.
 */
abstract class DbSchedulerContract extends SchedulerContract {
    private static final int THREADS_OF_A_NODE = 4;
    private static final long PATIENCE_SECONDS = 60;

    private final TestDatabase.Kind kind;
    private @Nullable TestDatabase database;
    private @Nullable JdbcStores stores;

    DbSchedulerContract(TestDatabase.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void makeTables() {
        database = kind.fresh();
        stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
    }

    @Override
    protected TaskStores emptyStores() {
        return stores();
    }

    @Override
    protected Scheduler newEngine() {
        return new DbScheduler(database().dataSource(), stores().engineTable());
    }

    @Test
    void twoNodesRunEachSlotOnceAndShareTheTasks() throws Exception {
        int tasks = THREADS_OF_A_NODE + 2;
        CountDownLatch begun = new CountDownLatch(tasks);
        CountDownLatch later = new CountDownLatch(3 * tasks);
        Queue<String> slots = new ConcurrentLinkedQueue<>();
        Queue<Integer> nodes = new ConcurrentLinkedQueue<>();
        List<Cartable> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int node = i;
            List<Task> samples = new ArrayList<>();
            for (int number = 0; number < tasks; number++) {
                String name = "sample-" + number;
                samples.add(new EverySecond(name, run -> {
                    slots.add(name + " " + run.slot().key());
                    later.countDown();
                    if (begun.getCount() > 0) {
                        nodes.add(node);
                        begun.countDown();
                        await(begun);
                    }
                }));
            }
            both.add(node(samples));
        }
        try {
            both.forEach(node -> node.tasks().start(newEngine()));
            await(later);
        } finally {
            both.forEach(Cartable::close);
        }

        assertThat(nodes).as("the nodes of tasks that run at once").contains(0, 1);
        assertThat(slots).doesNotHaveDuplicates();
    }

    @Test
    void aTaskOfANodeThatHasDiedIsRunByAnother() throws Exception {
        add("cartable-sample", "dead", Instant.now().minus(1, ChronoUnit.HOURS));
        CountDownLatch ran = new CountDownLatch(1);
        try (Cartable node = node(List.of(new EverySecond("sample", run -> ran.countDown())))) {
            node.tasks().start(newEngine());

            await(ran);
        }
    }

    @Test
    void aTaskThatThisNodeDoesNotKnowIsLeftToTheNodesThatDo() throws Exception {
        add("cartable-of-a-newer-node", null, null);
        List<String> before = rows(stores().engineTable(), "cartable-of-a-newer-node");
        CountDownLatch ran = new CountDownLatch(2);
        try (Cartable node = node(List.of(new EverySecond("sample", run -> ran.countDown())))) {
            node.tasks().start(newEngine());

            await(ran);
        }
        assertThat(rows(stores().engineTable(), "cartable-of-a-newer-node"))
                .hasSize(1)
                .isEqualTo(before);
    }

    @Test
    void aDbSchedulerOfTheHostIsLeftAlone() throws Exception {
        execute("CREATE TABLE scheduled_tasks AS SELECT * FROM " + stores().engineTable());
        CountDownLatch hostRan = new CountDownLatch(1);
        OneTimeTask<Void> mail = Tasks.oneTime("host-mail").execute((instance, context) -> hostRan.countDown());
        OneTimeTask<Void> tomorrow = Tasks.oneTime("host-tomorrow").execute((instance, context) -> {});
        var host = com.github.kagkarlsson.scheduler.Scheduler.create(database().dataSource(), mail, tomorrow)
                .pollingInterval(Duration.ofMillis(200))
                .build();
        CountDownLatch ran = new CountDownLatch(2);
        try (Cartable node = node(List.of(new EverySecond("sample", run -> ran.countDown())))) {
            host.schedule(tomorrow.instance("1"), Instant.now().plus(1, ChronoUnit.DAYS));
            List<String> before = rows("scheduled_tasks", "host-tomorrow");
            host.schedule(mail.instance("1"), Instant.now());
            node.tasks().start(newEngine());
            await(ran);
            host.start();
            await(hostRan);

            assertThat(rows("scheduled_tasks", "host-tomorrow")).hasSize(1).isEqualTo(before);
            assertThat(rows("scheduled_tasks", "cartable-sample")).isEmpty();
            assertThat(rows(stores().engineTable(), "host-mail")).isEmpty();
        } finally {
            host.stop();
        }
    }

    private Cartable node(List<Task> samples) {
        var builder = Cartable.builder().taskStores(stores()).zone(ZoneOffset.UTC);
        samples.forEach(builder::task);
        return builder.build();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private JdbcStores stores() {
        return requireNonNull(stores, "stores");
    }

    private TestDatabase database() {
        return requireNonNull(database, "database");
    }

    /** An execution that is due, as another node would have written it. */
    private void add(String task, @Nullable String pickedBy, @Nullable Instant heartbeat) throws SQLException {
        try (Connection connection = database().connect();
                var insert = connection.prepareStatement("INSERT INTO " + stores().engineTable()
                        + " (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                        + " VALUES (?, 'due', ?, ?, ?, ?, 1)")) {
            insert.setString(1, task);
            insert.setObject(2, Instant.now().minus(1, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
            insert.setBoolean(3, pickedBy != null);
            insert.setString(4, pickedBy);
            insert.setObject(5, heartbeat == null ? null : heartbeat.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The executions of a task, whole. */
    private List<String> rows(String table, String task) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM " + table + " WHERE task_name = '" + task + "'")) {
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getString(i)).append('|');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private interface Body {
        void run(Task.Run run) throws Exception;
    }

    private record EverySecond(String word, Body body) implements Task {
        @Override
        public TaskName name() {
            return new TaskName(word);
        }

        @Override
        public Schedule schedule() {
            return Schedule.every(Duration.ofSeconds(1));
        }

        @Override
        public Counts run(Task.Run run) throws Exception {
            body.run(run);
            return Counts.of(Map.of());
        }
    }
}
