package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import dev.cartable.work.Leases;
import dev.cartable.work.Leases.Attempt;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes of tasks meet in a database that others use at the same time: a paused run, and a newer version. */
class TaskLedgerTest {
    private static final Duration LEASE = Duration.ofMinutes(30);

    private Instant now = Instant.parse("2026-09-01T08:30:00Z");

    @ParameterizedTest
    @EnumSource
    void aLeaseWhoseHolderIsInATransactionIsRefusedAtOnce(TestDatabase.Kind kind) {
        JdbcStores stores = JdbcStores.builder(kind.fresh().dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        Leases leases = stores.leases();
        Leases.Holder elsewhere = new Leases.Holder("elsewhere", 1, 1);
        Leases.Grant grant = ((Attempt.Granted) leases.acquire("task:report", elsewhere, LEASE)).grant();

        Attempt refused = stores.unitOfWork().call(tx -> {
            leases.renew(tx, grant, LEASE);
            return CompletableFuture.supplyAsync(
                            () -> leases.acquire("task:report", Leases.Holder.thisProcess(), LEASE))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        });

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Attempt.Held.class, held -> assertThat(held.holder()).isEqualTo(elsewhere));
    }

    @ParameterizedTest
    @EnumSource
    void whatANewerVersionHasWrittenStopsNoOtherTask(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        Cartable node = Cartable.builder()
                .taskStores(JdbcStores.builder(database.dataSource())
                        .schemaMode(SchemaMode.MIGRATE)
                        .build())
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .alarms(alarm -> {})
                .task(new Hourly("state"))
                .task(new Hourly("schedule"))
                .task(new Hourly("zone"))
                .task(new Hourly("other"))
                .build();
        node.tasks().tick();
        now = now.plus(Duration.ofHours(1));
        assertThat(node.tasks().tick()).hasSize(4);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE cartable_occurrence SET state = 'POSTPONED' WHERE task = 'state'");
            statement.executeUpdate("UPDATE cartable_task SET schedule = 'lunar 3' WHERE name = 'schedule'");
            statement.executeUpdate("UPDATE cartable_task SET zone = 'Mars/Olympus' WHERE name = 'zone'");
        }

        assertThat(node.tasks().find(new TaskName("state")).lastRun())
                .extracting(Occurrence::state)
                .isEqualTo(Occurrence.State.NEWER);
        assertThat(node.tasks().list())
                .filteredOn(task -> !task.enabled())
                .extracting(Tasks.Entry::name)
                .extracting(TaskName::value)
                .containsExactlyInAnyOrder("schedule", "zone");
        now = now.plus(Duration.ofHours(1));
        assertThat(node.tasks().tick())
                .extracting(run -> run.task().value())
                .containsExactlyInAnyOrder("state", "other");
    }

    /** A task that does nothing at each full hour. */
    private record Hourly(TaskName name, Schedule schedule) implements Task {
        Hourly(String name) {
            this(new TaskName(name), Schedule.every(Duration.ofHours(1)));
        }

        @Override
        public Counts run(Task.Run run) {
            return Counts.of(Map.of());
        }
    }
}
