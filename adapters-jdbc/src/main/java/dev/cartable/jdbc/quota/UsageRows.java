package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the tables {@code usage}, {@code usage_event} and {@code usage_adjustment}. */
final class UsageRows {
    static final Columns<Usage> COLUMNS = Columns.of(
            Column.of("user_id", Type.TEXT, usage -> usage.user().value()),
            Column.of("active", Type.BOOLEAN, Usage::active),
            Column.of("assignment_id", Type.UUID, Usage::assignment),
            Column.of("profile_id", Type.UUID, UsageRows::profile),
            Column.of(
                    "day_key", Type.DATE, usage -> usage.counters().day().key().firstDay()),
            Column.of(
                    "day_up",
                    Type.LONG,
                    usage -> usage.counters().day().traffic().up()),
            Column.of(
                    "day_down",
                    Type.LONG,
                    usage -> usage.counters().day().traffic().down()),
            Column.of(
                    "week_key",
                    Type.DATE,
                    usage -> usage.counters().week().key().firstDay()),
            Column.of(
                    "week_up",
                    Type.LONG,
                    usage -> usage.counters().week().traffic().up()),
            Column.of(
                    "week_down",
                    Type.LONG,
                    usage -> usage.counters().week().traffic().down()),
            Column.of(
                    "month_key",
                    Type.DATE,
                    usage -> usage.counters().month().key().firstDay()),
            Column.of(
                    "month_up",
                    Type.LONG,
                    usage -> usage.counters().month().traffic().up()),
            Column.of(
                    "month_down",
                    Type.LONG,
                    usage -> usage.counters().month().traffic().down()),
            Column.of(
                    "cycle_key",
                    Type.TIME,
                    usage -> usage.counters().cycle().key().start()),
            Column.of(
                    "cycle_up",
                    Type.LONG,
                    usage -> usage.counters().cycle().traffic().up()),
            Column.of(
                    "cycle_down",
                    Type.LONG,
                    usage -> usage.counters().cycle().traffic().down()));

    static final List<String> EVENT_KEY = List.of("user_id", "event_id");

    static final Columns<UsageEvent.Key> EVENT_KEYS = Columns.of(
            Column.of("user_id", Type.TEXT, key -> key.user().value()),
            Column.of("event_id", Type.TEXT, key -> key.event().value()));

    static final Columns<UsageEvent> EVENTS = Columns.of(
            Column.of("user_id", Type.TEXT, event -> event.user().value()),
            Column.of("event_id", Type.TEXT, event -> event.id().value()),
            Column.of("used_at", Type.TIME, UsageEvent::at),
            Column.of("event_up", Type.LONG, event -> event.traffic().up()),
            Column.of("event_down", Type.LONG, event -> event.traffic().down()));

    static final Columns<UsageAdjustment> ADJUSTMENTS = Columns.of(
            Column.of("id", Type.UUID, UsageAdjustment::id),
            Column.of("user_id", Type.TEXT, adjustment -> adjustment.user().value()),
            Column.of(
                    "window_kind",
                    Type.TEXT,
                    adjustment -> adjustment.key().window().name()),
            Column.of("window_key", Type.TEXT, adjustment -> adjustment.key().value()),
            Column.of(
                    "added_up",
                    Type.LONG,
                    adjustment -> adjustment.amount().up().longValueExact()),
            Column.of(
                    "added_down",
                    Type.LONG,
                    adjustment -> adjustment.amount().down().longValueExact()),
            Column.of("cause", Type.TEXT, UsageAdjustment::cause),
            Column.of("actor", Type.TEXT, UsageAdjustment::actor),
            Column.of("adjusted_at", Type.TIME, UsageAdjustment::at));

    private UsageRows() {}

    private static @Nullable UUID profile(Usage usage) {
        ProfileId profile = usage.profile();
        return profile == null ? null : profile.value();
    }

    static Usage usage(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return readUsage(new UserId(cursor.text()), cursor);
    }

    /** The rest of a usage, after its user. */
    static Usage readUsage(UserId user, Cursor row) throws SQLException {
        boolean active = row.bool();
        UUID assignment = row.uuidOrNull();
        UUID profile = row.uuidOrNull();
        return new Usage(
                user,
                active,
                assignment,
                profile == null ? null : new ProfileId(profile),
                new PerWindow<>(
                        row.counter(Window.DAY),
                        row.counter(Window.WEEK),
                        row.counter(Window.MONTH),
                        row.counter(Window.CYCLE)));
    }

    static UsageEvent.Key eventKey(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return new UsageEvent.Key(new UserId(cursor.text()), new EventId(cursor.text()));
    }

    static UsageEvent event(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        UserId user = new UserId(cursor.text());
        EventId id = new EventId(cursor.text());
        Instant at = cursor.time();
        return new UsageEvent(id, user, cursor.traffic(), at);
    }

    static UsageAdjustment adjustment(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return new UsageAdjustment(
                cursor.uuid(),
                new UserId(cursor.text()),
                WindowKey.of(Window.valueOf(cursor.text()), cursor.text()),
                TrafficSum.of(cursor.number(), cursor.number()),
                cursor.text(),
                cursor.text(),
                cursor.time());
    }

    /**
     * What becomes of a stored usage {@code t} when the newest windows of some charges are added to it: {@link Usage#plus} as
     * SQL, so that nothing is lost between reading and writing.
     */
    static String plus(String charged) {
        return Stream.of("day", "week", "month", "cycle")
                .map(window -> """
                        {W}_up = CASE WHEN {COUNTS} AND t.{W}_key = {U}.{W}_key
                                THEN GREATEST(0, LEAST({MOST}, t.{W}_up + {U}.{W}_up))
                            WHEN {COUNTS} AND {U}.{W}_key > t.{W}_key THEN GREATEST(0, LEAST({MOST}, {U}.{W}_up))
                            ELSE t.{W}_up END,
                        {W}_down = CASE WHEN {COUNTS} AND t.{W}_key = {U}.{W}_key
                                THEN GREATEST(0, LEAST({MOST}, t.{W}_down + {U}.{W}_down))
                            WHEN {COUNTS} AND {U}.{W}_key > t.{W}_key THEN GREATEST(0, LEAST({MOST}, {U}.{W}_down))
                            ELSE t.{W}_down END,
                        {W}_key = CASE WHEN {COUNTS} AND {U}.{W}_key > t.{W}_key THEN {U}.{W}_key ELSE t.{W}_key END""".replace(
                                "{COUNTS}", window.equals("cycle") ? "t.assignment_id = {U}.assignment_id" : "TRUE")
                        .replace("{MOST}", String.valueOf(Traffic.MAX))
                        .replace("{W}", window)
                        .replace("{U}", charged))
                .collect(Collectors.joining(", "));
    }

    /** {@link Traffic#plus(TrafficSum)} as SQL. Two of the greatest values fit into a bigint. */
    static String sum(String one, String other) {
        return "GREATEST(0, LEAST(" + Traffic.MAX + ", " + one + " + " + other + "))";
    }
}
