package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Puts users' ledgers together from rows that are sorted by user, and by kind within. Used by one thread. */
final class LedgerRows implements Iterator<UserLedger> {
    private static final UUID NO_ID = new UUID(0, 0);
    private static final List<Window> WINDOWS = List.of(Window.DAY, Window.WEEK, Window.MONTH, Window.CYCLE);
    private static final int ADJUSTED = 4;
    private static final int DAY = 5;
    private static final int EVENT = 6;
    private static final int SESSION = 7;

    /** All rows of all tables. What a kind of row does not have is NULL in it. */
    static final String ALL = """
            SELECT * FROM (
                SELECT t.user_id, 0 AS kind, t.day_up AS bytes_up, t.day_down AS bytes_down, t.day_key AS on_day,
                    CAST(NULL AS timestamp with time zone) AS at_time, CAST(NULL AS varchar) AS window_kind,
                    CAST(NULL AS varchar) AS window_key, t.active, t.assignment_id, t.profile_id
                FROM {usage} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 1, t.week_up, t.week_down, t.week_key, NULL, NULL, NULL,
                    t.active, t.assignment_id, t.profile_id
                FROM {usage} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 2, t.month_up, t.month_down, t.month_key, NULL, NULL, NULL,
                    t.active, t.assignment_id, t.profile_id
                FROM {usage} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 3, t.cycle_up, t.cycle_down, NULL, t.cycle_key, NULL, NULL,
                    t.active, t.assignment_id, t.profile_id
                FROM {usage} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 4, t.added_up, t.added_down, NULL, t.adjusted_at, t.window_kind, t.window_key,
                    NULL, NULL, NULL
                FROM {usage_adjustment} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 5, t.day_up, t.day_down, t.used_on, NULL, NULL, NULL, NULL, NULL, NULL
                FROM {usage_day} t WHERE {AMONG}
                UNION ALL SELECT t.user_id, 6, t.event_up, t.event_down, NULL, t.used_at, NULL, NULL, NULL, NULL, NULL
                FROM {usage_event} t WHERE t.used_at >= :since AND {AMONG}
                UNION ALL SELECT t.user_id, 7, t.day_up, t.day_down, t.used_on, NULL, NULL, NULL, NULL, NULL, NULL
                FROM {session_usage} t WHERE {AMONG}
            ) l ORDER BY user_id, kind""";

    private final Iterator<Part> parts;
    private final UserLedger.Span span;
    private @Nullable Part next;

    LedgerRows(Iterator<Part> parts, UserLedger.Span span) {
        this.parts = parts;
        this.span = span;
        this.next = part();
    }

    /** A row. */
    record Part(
            UserId user,
            int kind,
            TrafficSum traffic,
            @Nullable LocalDate day,
            @Nullable Instant at,
            @Nullable String window,
            @Nullable String key,
            boolean active,
            @Nullable UUID assignment,
            @Nullable UUID profile) {
        LocalDate onDay() {
            return Objects.requireNonNull(day);
        }

        Instant atTime() {
            return Objects.requireNonNull(at);
        }

        Counter counter() {
            Window of = WINDOWS.get(kind);
            return new Counter(
                    of == Window.CYCLE ? WindowKey.cycle(atTime()) : WindowKey.of(of, onDay()), traffic.counted());
        }

        UsageAdjustment adjustment() {
            return new UsageAdjustment(
                    NO_ID,
                    user,
                    WindowKey.of(Window.valueOf(Objects.requireNonNull(window)), Objects.requireNonNull(key)),
                    traffic,
                    "",
                    "",
                    atTime());
        }
    }

    static Part row(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return new Part(
                new UserId(cursor.text()),
                cursor.integer(),
                TrafficSum.of(cursor.number(), cursor.number()),
                row.getObject(5, LocalDate.class),
                new Cursor(row, 6).timeOrNull(),
                row.getString(7),
                row.getString(8),
                row.getBoolean(9),
                row.getObject(10, UUID.class),
                row.getObject(11, UUID.class));
    }

    private @Nullable Part part() {
        try {
            return parts.hasNext() ? parts.next() : null;
        } catch (JdbiException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public UserLedger next() {
        Part part = next;
        if (part == null) {
            throw new NoSuchElementException();
        }
        UserId user = part.user();
        UserLedger.Builder ledger = UserLedger.of(user, span);
        Map<Window, Part> counters = new EnumMap<>(Window.class);
        do {
            add(part, counters, ledger);
            part = part();
        } while (part != null && part.user().equals(user));
        next = part;
        return ledger.build();
    }

    /** The counters come first, and the cycle's is the last of them. */
    private static void add(Part part, Map<Window, Part> counters, UserLedger.Builder ledger) {
        switch (part.kind()) {
            case ADJUSTED -> ledger.adjusted(part.adjustment());
            case DAY -> ledger.day(part.onDay(), part.traffic());
            case EVENT -> ledger.reported(part.atTime(), part.traffic());
            case SESSION -> ledger.reported(part.onDay(), part.traffic());
            default -> {
                Window window = WINDOWS.get(part.kind());
                counters.put(window, part);
                if (window == Window.CYCLE) {
                    ledger.usage(usage(part, counters));
                    counters.forEach((each, counter) -> ledger.stored(each, counter.traffic()));
                }
            }
        }
    }

    private static Usage usage(Part cycle, Map<Window, Part> counters) {
        UUID profile = cycle.profile();
        return new Usage(
                cycle.user(),
                cycle.active(),
                cycle.assignment(),
                profile == null ? null : new ProfileId(profile),
                PerWindow.of(
                        window -> Objects.requireNonNull(counters.get(window)).counter()));
    }
}
