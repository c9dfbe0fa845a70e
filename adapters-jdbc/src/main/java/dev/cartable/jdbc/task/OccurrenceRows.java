package dev.cartable.jdbc.task;

import dev.cartable.internal.json.Json;
import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code task} and {@code occurrence}. */
final class OccurrenceRows {
    static final Columns<TaskSetting> SETTINGS = Columns.of(
            Column.of("name", Type.TEXT, setting -> setting.task().value()),
            Column.of("since", Type.TIME, TaskSetting::since),
            Column.of("idle_at", Type.TIME, TaskSetting::idle),
            Column.of("enabled", Type.BOOLEAN, TaskSetting::enabled),
            Column.of("schedule", Type.TEXT, setting -> textOrNull(setting.schedule())),
            Column.of("zone", Type.TEXT, setting -> textOrNull(setting.zone())));

    static final Columns<Occurrence> OCCURRENCES = Columns.of(
            Column.of("task", Type.TEXT, occurrence -> occurrence.task().value()),
            Column.of("slot", Type.TEXT, occurrence -> occurrence.slot().key()),
            Column.of("scheduled_at", Type.TIME, occurrence -> occurrence.slot().at()),
            Column.of("by_hand", Type.BOOLEAN, Occurrence::byHand),
            Column.of("state", Type.TEXT, occurrence -> occurrence.state().name()),
            Column.of("attempt", Type.INT, Occurrence::attempt),
            Column.of("missed", Type.LONG, Occurrence::missed),
            Column.of("node", Type.TEXT, Occurrence::node),
            Column.of("started_at", Type.TIME, Occurrence::startedAt),
            Column.of("ended_at", Type.TIME, Occurrence::endedAt),
            Column.of("next_at", Type.TIME, Occurrence::nextAt),
            Column.of("counts", Type.TEXT, occurrence -> written(occurrence.counts())),
            Column.of("reason", Type.TEXT, Occurrence::reason));

    private OccurrenceRows() {}

    /** A task whose schedule only a newer version can read is off here: nodes of that version run it. */
    static TaskSetting setting(ResultSet row, StatementContext context) throws SQLException {
        boolean enabled = row.getBoolean("enabled");
        Boolean enabledOrNull = row.wasNull() ? null : enabled;
        TaskName name = new TaskName(row.getString("name"));
        Instant since = Rows.time(row, "since");
        Instant idle = Rows.timeOrNull(row, "idle_at");
        String schedule = row.getString("schedule");
        String zone = row.getString("zone");
        try {
            return new TaskSetting(
                    name,
                    since,
                    idle,
                    enabledOrNull,
                    schedule == null ? null : Schedule.parse(schedule),
                    zone == null ? null : ZoneId.of(zone));
        } catch (InvalidScheduleException | DateTimeException newer) {
            return new TaskSetting(name, since, idle, false, null, null);
        }
    }

    private static Occurrence.State state(String name) {
        return Stream.of(Occurrence.State.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElse(Occurrence.State.NEWER);
    }

    static Occurrence occurrence(ResultSet row, StatementContext context) throws SQLException {
        return new Occurrence(
                new TaskName(row.getString("task")),
                new Slot(row.getString("slot"), Rows.time(row, "scheduled_at")),
                row.getBoolean("by_hand"),
                state(row.getString("state")),
                row.getInt("attempt"),
                row.getLong("missed"),
                row.getString("node"),
                Rows.timeOrNull(row, "started_at"),
                Rows.timeOrNull(row, "ended_at"),
                Rows.timeOrNull(row, "next_at"),
                counts(row.getString("counts")),
                row.getString("reason"));
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** One JSON object of numbers, in their order; none at all is null. */
    private static @Nullable String written(Map<String, Long> counts) {
        return counts.isEmpty() ? null : Json.text(counts);
    }

    private static Map<String, Long> counts(@Nullable String text) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (text != null) {
            object(text).forEach((name, value) -> {
                if (!(value instanceof Number number)) {
                    throw notOurs();
                }
                counts.put(String.valueOf(name), number.longValue());
            });
        }
        return counts;
    }

    private static Map<?, ?> object(String text) {
        try {
            return Json.readObject(text);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
    }

    private static JdbcStoreException notOurs() {
        return new JdbcStoreException("the counts of a task's run are not a JSON object of numbers;"
                + " something else than Cartable has written to its table");
    }
}
