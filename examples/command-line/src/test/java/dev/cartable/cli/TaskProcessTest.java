package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.task.model.Occurrence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes on one PostgreSQL run each slot of a task once, also if their clocks differ, if they sleep, and if they are killed; so do
 * processes that open an H2 file one after the other, and are killed.
 */
class TaskProcessTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ME = ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private TestDatabase database = TestDatabase.postgresql();
    private volatile Instant now = NOW;

    @BeforeEach
    void makeTables() throws SQLException {
        JdbcStores.builder(database.dataSource()).schemaMode(SchemaMode.MIGRATE).build();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(TaskNode.TABLE);
        }
    }

    @Test
    void processesWhoseClocksDifferByTenMinutesRunEachSlotOnce() throws Exception {
        runByEngines(1, 4, 8);
    }

    @Tag("systems")
    @Test
    void processesWhoseClocksDifferByTenMinutesRunManySlotsOnce() throws Exception {
        runByEngines(2, 10, 600);
    }

    @Test
    void aProcessWhoseClockIsPutBackAnHourRunsNoSlotASecondTime() throws Exception {
        putBackAnHour(4, 8);
    }

    @Tag("systems")
    @Test
    void aProcessWhoseClockIsPutBackAnHourRunsNoneOfManySlotsASecondTime() throws Exception {
        putBackAnHour(10, 300);
    }

    /** Of two nodes on one database, one is started again with a clock that was put back. */
    private void putBackAnHour(int tasks, int runs) throws Exception {
        List<Process> nodes = new ArrayList<>();
        try {
            Process before = TaskNode.startEngine(database, Duration.ZERO, tasks);
            nodes.add(before);
            awaitRows(before, "TRUE", runs);
            end(before);
            Process putBack = TaskNode.startEngine(database, HOUR.negated(), tasks);
            nodes.add(putBack);
            assertThat(putBack.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(TaskNode.HERE);
            Process other = TaskNode.startEngine(database, Duration.ZERO, tasks);
            nodes.add(other);
            awaitRows(other, "process = " + other.pid(), runs);
            assertThat(rows("process = " + putBack.pid())).isEmpty();
            end(putBack);
            end(other);
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
        List<Row> rows = rows("TRUE");
        assertThat(rows).extracting(Row::attempt).containsOnly(1);
        assertThat(rows).extracting(Row::slot).doesNotHaveDuplicates();
    }

    private static void end(Process node) throws Exception {
        node.getOutputStream().close();
        assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
    }

    /** @param nodesAhead if there are two, they also want each slot at the same time */
    private void runByEngines(int nodesAhead, int tasks, int runs) throws Exception {
        List<Process> nodes = new ArrayList<>();
        try {
            Process behind = TaskNode.startEngine(database, SKEW.negated(), tasks);
            nodes.add(behind);
            awaitRows(behind, "process = " + behind.pid(), tasks);
            for (int i = 0; i < nodesAhead; i++) {
                nodes.add(TaskNode.startEngine(database, SKEW, tasks));
            }
            awaitRows(behind, "process <> " + behind.pid(), runs);
            for (Process node : nodes) {
                end(node);
            }
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }

        List<Row> rows = rows("TRUE");
        assertThat(rows).extracting(Row::attempt).containsOnly(1);
        assertThat(rows).extracting(Row::slot).doesNotHaveDuplicates();
        try (TaskNode node = node()) {
            assertThat(node.history())
                    .allSatisfy(run -> assertThat(run.state()).isEqualTo(Occurrence.State.DONE))
                    .extracting(TaskProcessTest::slot)
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(Row::slot).toList());
        }
    }

    private void awaitRows(Process process, String condition, int count) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (rows(condition).size() < count) {
            assertThat(process.waitFor(100, TimeUnit.MILLISECONDS))
                    .as("the process has ended")
                    .isFalse();
            assertThat(System.nanoTime()).as("rows where " + condition).isLessThan(end);
        }
    }

    @Test
    void aProcessThatHasDecidedToRunASlotFindsThatAnotherHasRunIt() throws Exception {
        try (TaskNode node = node()) {
            node.tick();
            now = NOW.plus(HOUR);
            Process late = TaskNode.startAndStopAt(database, now, TaskNode.DECIDED, LEASE);
            try (BufferedReader said = late.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo(TaskNode.HERE);
                assertThat(node.tick()).extracting(Occurrence::attempt).containsExactly(1);
                goOn(late);

                assertThat(said.readLine()).as("its runs").isEqualTo("0");
                assertThat(late.waitFor()).isZero();
            } finally {
                late.destroyForcibly();
            }
        }
        assertThat(rows("TRUE"))
                .hasSize(TaskNode.PARTS)
                .extracting(Row::process)
                .containsOnly(ME);
    }

    private static void goOn(Process process) throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no process can be stopped and continued by a signal there")
    void aProcessThatIsStoppedForLongerThanItsLeaseLosesTheSlotAndWritesNothingMore() throws Exception {
        try (TaskNode node = node()) {
            node.tick();
            now = NOW.plus(HOUR);
            long start = System.nanoTime();
            Process sleeper = TaskNode.startAndStopAt(database, now, TaskNode.WRITTEN, SHORT_LEASE);
            try (BufferedReader said = sleeper.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo(TaskNode.HERE);
                signal("STOP", sleeper);
                long stopped = System.nanoTime();
                goOn(sleeper);
                List<Occurrence> taken = node.tick();
                while (taken.isEmpty() && System.nanoTime() - stopped < PATIENCE.toNanos()) {
                    assertThat(sleeper.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
                    taken = node.tick();
                }
                long end = System.nanoTime();

                assertThat(taken).hasSize(1).allSatisfy(run -> {
                    assertThat(run.state()).isEqualTo(Occurrence.State.DONE);
                    assertThat(run.attempt()).isEqualTo(2);
                });
                assertThat(Duration.ofNanos(end - start)).isGreaterThan(SHORT_LEASE);
                assertThat(Duration.ofNanos(end - stopped)).isLessThan(SHORT_LEASE.plus(TICK));
                List<Occurrence> ledger = node.history();
                while (System.nanoTime() - stopped < 2 * SHORT_LEASE.toNanos()) {
                    assertThat(node.tick()).isEmpty();
                }
                signal("CONT", sleeper);
                assertThat(said.readLine()).as("its runs").isEqualTo("0");
                assertThat(sleeper.waitFor()).isZero();
                assertThat(node.history()).isEqualTo(ledger).hasSize(1);
            } finally {
                sleeper.destroyForcibly();
            }

            String slot = "task-0 2026-09-01T09:00:00Z";
            assertThat(rows("TRUE"))
                    .containsExactly(
                            new Row(slot, 0, 1, sleeper.pid()), new Row(slot, 1, 2, ME), new Row(slot, 2, 2, ME));
            assertThat(node.tick()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no process can be stopped and continued by a signal there")
    void aProcessThatIsStoppedInATransactionOfItsRunLosesTheSlotToo() throws Exception {
        try (TaskNode node = node()) {
            node.tick();
            now = NOW.plus(HOUR);
            Process sleeper = TaskNode.startAndStopAt(database, now, TaskNode.WRITING, SHORT_LEASE);
            try (BufferedReader said = sleeper.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo(TaskNode.HERE);
                signal("STOP", sleeper);
                List<Occurrence> taken = CompletableFuture.supplyAsync(() -> {
                            List<Occurrence> runs = node.tick();
                            while (runs.isEmpty()) {
                                runs = node.tick();
                            }
                            return runs;
                        })
                        .get(SHORT_LEASE.plus(TICK).toSeconds(), TimeUnit.SECONDS);
                assertThat(taken).extracting(Occurrence::attempt).containsExactly(2);
                goOn(sleeper);
                signal("CONT", sleeper);
                assertThat(sleeper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } finally {
                sleeper.destroyForcibly();
            }
            assertThat(rows("TRUE"))
                    .hasSize(TaskNode.PARTS)
                    .extracting(Row::process)
                    .containsOnly(ME);
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @OnEachDatabase
    void threeKillsAtRandomMomentsLoseNoSlotAndRepeatNoPart(TestDatabase.Kind kind) throws Exception {
        killAndTick(kind, 3);
    }

    @Tag("systems")
    @ParameterizedTest
    @EnumSource
    void fiftyKillsAtRandomMomentsLoseNoSlotAndRepeatNoPart(TestDatabase.Kind kind) throws Exception {
        killAndTick(kind, Integer.getInteger("cartable.test.kills", 50));
    }

    /** An H2 database in a file, which each process opens again. */
    private TestDatabase file() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("school"));
        source.setUser("sa");
        source.setPassword("");
        return new TestDatabase(source.getURL(), source.getUser(), "", source);
    }

    /** Each slot is begun by a process that is killed, and ended by the next tick, of a node that has just started. */
    private void killAndTick(TestDatabase.Kind kind, int kills) throws Exception {
        if (kind == TestDatabase.Kind.H2) {
            database = file();
            makeTables();
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (TaskNode node = node()) {
            node.tick();
        }
        int steps = stepsOfATick();
        int stretches = Math.min(kills, 5);
        for (int kill = 1; kill <= kills; kill++) {
            Instant at = NOW.plus(HOUR.multipliedBy(kill + 2L));
            // Each stretch of a tick has its kill.
            int stretch = (kill - 1) % stretches;
            int from = steps * stretch / stretches;
            int step = 1 + from + random.nextInt(steps * (stretch + 1) / stretches - from);
            String moment = "kill " + kill + " at step " + step + " of " + steps + ", seed " + seed;
            killAt(at, step, moment);

            now = at.plus(TICK);
            try (TaskNode node = node()) {
                Occurrence found = node.history().get(0);
                boolean wasRunning = found.slot().at().equals(at) && found.state() == Occurrence.State.RUNNING;
                node.tick();
                Occurrence last = node.history().get(0);
                assertThat(last.slot().at()).as(moment).isEqualTo(at);
                assertThat(last.state()).as(moment).isEqualTo(Occurrence.State.DONE);
                assertThat(last.attempt()).as(moment).isEqualTo(wasRunning ? 2 : 1);
                assertThat(node.tick()).as(moment).isEmpty();
            }
            assertThat(rows("slot = '" + at + "'"))
                    .as(moment)
                    .extracting(Row::part)
                    .containsExactly(0, 1, 2);
        }
        try (TaskNode node = node()) {
            assertThat(node.history())
                    .hasSize(kills + 2)
                    .allSatisfy(run -> assertThat(run.missed()).isZero());
        }
        assertThat(rows("TRUE")).hasSize((kills + 2) * TaskNode.PARTS);
    }

    /** Runs two slots without a kill, and counts the steps of the second: the first one makes the row of the lease, too. */
    private int stepsOfATick() {
        now = NOW.plus(HOUR);
        AtomicInteger steps = new AtomicInteger();
        try (TaskNode node = TaskNode.hourly(
                TaskNode.stepping(database.url(), database.user(), steps::incrementAndGet),
                () -> now,
                LEASE,
                point -> {})) {
            assertThat(node.tick()).hasSize(1);
            now = now.plus(HOUR);
            steps.set(0);
            assertThat(node.tick()).hasSize(1);
        }
        return steps.get();
    }

    private void killAt(Instant at, int step, String moment) throws IOException, InterruptedException {
        Process process = TaskNode.startAndStopAtStep(database, at, step);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).as(moment).isEqualTo(TaskNode.HERE);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(moment).isNotZero();
    }

    private TaskNode node() {
        return TaskNode.hourly(database.dataSource(), () -> now, LEASE, point -> {});
    }

    private static String slot(Occurrence run) {
        return run.task() + " " + run.slot().key();
    }

    /** A row of the host. */
    private record Row(String slot, int part, int attempt, long process) {}

    private List<Row> rows(String condition) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT * FROM host_row WHERE " + condition + " ORDER BY task, slot, part")) {
            while (row.next()) {
                rows.add(new Row(
                        row.getString("task") + " " + row.getString("slot"),
                        row.getInt("part"),
                        row.getInt("attempt"),
                        row.getLong("process")));
            }
        }
        return rows;
    }
}
