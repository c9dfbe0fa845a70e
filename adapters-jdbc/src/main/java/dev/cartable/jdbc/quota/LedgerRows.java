package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.quota.model.Counter;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The columns of each row, and their types. What a kind of row does not have is NULL in it. */
    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Map.entry("user_id", "varchar"),
            Map.entry("kind", "integer"),
            Map.entry("bytes_up", "bigint"),
            Map.entry("bytes_down", "bigint"),
            Map.entry("on_day", "date"),
            Map.entry("at_time", "timestamp with time zone"),
            Map.entry("window_kind", "varchar"),
            Map.entry("window_key", "varchar"),
            Map.entry("active", "boolean"),
            Map.entry("assignment_id", "uuid"),
            Map.entry("profile_id", "uuid"));

    private final Iterator<Part> parts;
    private final UserLedger.Span span;
    private @Nullable Part next;

    LedgerRows(Iterator<Part> parts, UserLedger.Span span) {
        this.parts = parts;
        this.span = span;
        this.next = part();
    }

    /**
     * All rows of all tables.
     *
     * @param which a condition on the users {@code t.user_id}, which begins with AND; empty for all
     */
    static String select(String which) {
        return Stream.of(
                        counter(Window.DAY, "on_day", which),
                        counter(Window.WEEK, "on_day", which),
                        counter(Window.MONTH, "on_day", which),
                        counter(Window.CYCLE, "at_time", which),
                        rows(
                                ADJUSTED,
                                "added",
                                Map.of(
                                        "at_time", "t.adjusted_at",
                                        "window_kind", "t.window_kind",
                                        "window_key", "t.window_key"),
                                "{usage_adjustment} t WHERE TRUE" + which),
                        rows(DAY, "day", Map.of("on_day", "t.used_on"), "{usage_day} t WHERE TRUE" + which),
                        rows(
                                EVENT,
                                "event",
                                Map.of("at_time", "t.used_at"),
                                "{usage_event} t WHERE t.used_at >= :since" + which),
                        rows(SESSION, "day", Map.of("on_day", "t.used_on"), "{session_usage} t WHERE TRUE" + which))
                .collect(Collectors.joining(" UNION ALL ", "SELECT * FROM (", ") l ORDER BY user_id, kind"));
    }

    private static String counter(Window window, String key, String which) {
        String name = window.name().toLowerCase(Locale.ROOT);
        return rows(
                WINDOWS.indexOf(window),
                name,
                Map.of(
                        key,
                        "t." + name + "_key",
                        "active",
                        "t.active",
                        "assignment_id",
                        "t.assignment_id",
                        "profile_id",
                        "t.profile_id"),
                "{usage} t WHERE TRUE" + which);
    }

    private static String rows(int kind, String bytes, Map<String, String> values, String from) {
        Map<String, String> all = new HashMap<>(values);
        all.put("user_id", "t.user_id");
        all.put("kind", String.valueOf(kind));
        all.put("bytes_up", "t." + bytes + "_up");
        all.put("bytes_down", "t." + bytes + "_down");
        return COLUMNS.stream()
                .map(column -> all.getOrDefault(column.getKey(), "CAST(NULL AS " + column.getValue() + ")") + " AS "
                        + column.getKey())
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
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
