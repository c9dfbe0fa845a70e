package dev.cartable.jdbc.task;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of tasks in the tables {@code task}, {@code occurrence} and {@code task_tick}.
 *
 * <p>The last slot of a task is looked up once for each task and tick. That subquery sorts by the columns of the index from the
 * first on, also those that are fixed: only then does H2 read one row of the index instead of all rows of the task.
 */
public final class JdbcOccurrenceStore implements OccurrenceStore {
    private static final Columns<Instant> TICK =
            Columns.of(Column.of("id", Type.INT, at -> 1), Column.of("ticked_at", Type.TIME, at -> at));
    private static final List<String> KEY = List.of("task", "slot");
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Database database;
    private final String ledger;
    private final String find;
    private final String register;
    private final String lock;
    private final String last;
    private final String save;
    private final String add;
    private final String update;
    private final String ticked;
    private final String forget;

    public JdbcOccurrenceStore(Database database) {
        this.database = database;
        Names names = database.names();
        Dialect dialect = database.dialect();
        String tasks = names.qualified("task");
        String occurrences = names.qualified("occurrence");
        this.ledger = database.sql("""
                SELECT t.*, o.*, k.last_tick
                FROM (SELECT MAX(ticked_at) AS last_tick FROM {task_tick}) k
                LEFT JOIN {task} t ON TRUE
                {LEFT_JOIN(occurrence o ON o.task = t.name AND o.slot = (
                    SELECT l.slot FROM {occurrence} l WHERE l.task = t.name AND l.by_hand = FALSE
                    ORDER BY l.task DESC, l.by_hand DESC, l.scheduled_at DESC, l.slot DESC FETCH FIRST 1 ROW ONLY))}""");
        this.find = database.sql("SELECT * FROM {occurrence} WHERE task = :task AND slot = :slot");
        this.register = dialect.insertNew(tasks, OccurrenceRows.SETTINGS, List.of("name"), "name");
        this.lock = database.sql("SELECT * FROM {task} WHERE name = :task FOR UPDATE");
        this.last = database.sql("""
                SELECT * FROM {occurrence} WHERE task = :task AND by_hand = FALSE
                ORDER BY task DESC, by_hand DESC, scheduled_at DESC, slot DESC FETCH FIRST 1 ROW ONLY""");
        this.save = dialect.update(
                tasks,
                OccurrenceRows.SETTINGS,
                List.of("name"),
                OccurrenceRows.SETTINGS.without(List.of("name")).set("u"));
        this.add = dialect.insertNew(occurrences, OccurrenceRows.OCCURRENCES, KEY, "slot");
        this.update = dialect.update(
                occurrences,
                OccurrenceRows.OCCURRENCES,
                KEY,
                OccurrenceRows.OCCURRENCES.without(KEY).set("u"));
        this.ticked = dialect.merge(new Merge<>(
                names.qualified("task_tick"),
                TICK,
                List.of("id"),
                row -> "ticked_at = " + row + ".ticked_at",
                row -> row + ".ticked_at > t.ticked_at"));
        this.forget = dialect.deleteSome(occurrences, database.sql("""
                        scheduled_at < :before AND (ended_at IS NULL OR ended_at < :before)
                        AND (by_hand OR slot <> (
                        SELECT l.slot FROM {occurrence} l WHERE l.task = {occurrence}.task AND l.by_hand = FALSE
                        ORDER BY l.task DESC, l.by_hand DESC, l.scheduled_at DESC, l.slot DESC FETCH FIRST 1 ROW ONLY))"""), ":max");
    }

    @Override
    public TaskLedger ledger() {
        List<LedgerRow> rows =
                database.read(h -> h.createQuery(ledger).map(LedgerRow::of).list());
        Map<TaskName, TaskState> tasks = new HashMap<>();
        for (LedgerRow row : rows) {
            if (row.task() != null) {
                tasks.put(row.task().setting().task(), row.task());
            }
        }
        return new TaskLedger(tasks, rows.get(0).lastTick());
    }

    /** A row of the ledger; without a task, if there is none. */
    private record LedgerRow(
            @Nullable TaskState task, @Nullable Instant lastTick) {
        static LedgerRow of(ResultSet row, StatementContext context) throws SQLException {
            TaskState task = row.getString("name") == null
                    ? null
                    : new TaskState(
                            OccurrenceRows.setting(row, context),
                            row.getString("slot") == null ? null : OccurrenceRows.occurrence(row, context));
            return new LedgerRow(task, Rows.timeOrNull(row, "last_tick"));
        }
    }

    @Override
    public Optional<Occurrence> find(TaskName task, String slot) {
        return database.read(h -> h.createQuery(find)
                .bind("task", task.value())
                .bind("slot", slot)
                .map(OccurrenceRows::occurrence)
                .findOne());
    }

    @Override
    public Stream<Occurrence> history(@Nullable TaskName task) {
        String sql = database.sql("""
                SELECT * FROM {occurrence}
                WHERE scheduled_at <= :at AND (scheduled_at < :at OR task < :task OR task = :task AND slot < :slot)%s
                ORDER BY scheduled_at DESC, task DESC, slot DESC {PAGE}""".formatted(task == null ? "" : " AND task = :only"));
        return Pages.stream(before -> database.readByIndex(h -> {
            Query query = h.createQuery(sql)
                    .bind("at", Type.time(before == null ? NEVER : before.slot().at()))
                    .bind("task", before == null ? "" : before.task().value())
                    .bind("slot", before == null ? "" : before.slot().key());
            if (task != null) {
                query.bind("only", task.value());
            }
            return query.map(OccurrenceRows::occurrence).list();
        }));
    }

    @Override
    public void register(Tx tx, Collection<TaskSetting> settings) {
        SortedMap<TaskName, TaskSetting> sorted = new TreeMap<>();
        settings.forEach(setting -> sorted.putIfAbsent(setting.task(), setting));
        database.write(
                tx,
                h -> database.dialect().insertNew(h, register, OccurrenceRows.SETTINGS, sorted.values(), String.class));
    }

    /** Two statements: the second one sees what was committed while the first one waited. */
    @Override
    public Optional<TaskState> lock(Tx tx, TaskName task) {
        return database.write(
                tx,
                h -> h.createQuery(lock)
                        .bind("task", task.value())
                        .map(OccurrenceRows::setting)
                        .findOne()
                        .map(setting -> new TaskState(
                                setting,
                                h.createQuery(last)
                                        .bind("task", task.value())
                                        .map(OccurrenceRows::occurrence)
                                        .findOne()
                                        .orElse(null))));
    }

    @Override
    public void save(Tx tx, TaskSetting setting) {
        database.write(
                tx,
                h -> OccurrenceRows.SETTINGS
                        .bind(h.createUpdate(save), List.of(setting))
                        .execute());
    }

    @Override
    public boolean add(Tx tx, Occurrence occurrence) {
        return database.<Boolean>write(
                tx,
                h -> !database.dialect()
                        .insertNew(h, add, OccurrenceRows.OCCURRENCES, List.of(occurrence), String.class)
                        .isEmpty());
    }

    @Override
    public void update(Tx tx, Occurrence occurrence) {
        database.write(
                tx,
                h -> OccurrenceRows.OCCURRENCES
                        .bind(h.createUpdate(update), List.of(occurrence))
                        .execute());
    }

    @Override
    public void ticked(Tx tx, Instant now) {
        database.write(tx, h -> {
            database.dialect().upsert(h, ticked, TICK, List.of(now));
            return now;
        });
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        return database.<Integer>write(
                tx,
                h -> h.createUpdate(forget)
                        .bind("before", Type.time(before))
                        .bind("max", max)
                        .execute());
    }
}
