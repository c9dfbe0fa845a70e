package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Counts events, and changes without events, in the tables {@code usage_event}, {@code usage} and {@code usage_day}, in this
 * order and each in the order of its keys: of two that record, one waits for the other. A consumption locks {@code usage} first; where it
 * counts the same event as a recording at the same moment, the database ends one of the two, which is tried again.
 */
final class JdbcCounters {
    private static final Columns<Day> DAYS = Columns.<Day>of(
                    Column.of("user_id", Type.TEXT, day -> day.user().value()),
                    Column.of("used_on", Type.DATE, day -> day.sum().key().firstDay()),
                    Column.of("day_up", Type.LONG, day -> day.sum().up()),
                    Column.of("day_down", Type.LONG, day -> day.sum().down()))
            .prefixed("on_");

    private static final Columns<UsageDelta> USAGE = UsageDelta.COLUMNS.prefixed("usage_");
    private static final String EVENT_KEY = String.join(", ", UsageRows.EVENT_KEY);

    private final Dialect dialect;
    private final String remember;
    private final String addDays;
    private final String addUsage;
    private final Optional<String> countNew;
    private final String days;

    JdbcCounters(Database database) {
        this.dialect = database.dialect();
        Names names = database.names();
        this.remember =
                dialect.insertNew(names.qualified("usage_event"), UsageRows.EVENTS, UsageRows.EVENT_KEY, EVENT_KEY);
        Merge<Day> ofDays = new Merge<>(
                names.qualified("usage_day"),
                DAYS,
                List.of("user_id", "used_on"),
                more -> "day_up = " + UsageRows.sum("t.day_up", more + ".day_up") + ", day_down = "
                        + UsageRows.sum("t.day_down", more + ".day_down"));
        Merge<UsageDelta> ofUsage = new Merge<>(names.qualified("usage"), USAGE, List.of("user_id"), UsageRows::plus);
        this.addDays = dialect.merge(ofDays);
        this.addUsage = dialect.merge(ofUsage);
        this.countNew =
                dialect.insertNewThenMerge(remember, "CARDINALITY(:event_id)", EVENT_KEY, List.of(ofUsage, ofDays));
        this.days = database.sql("""
                SELECT t.user_id, t.used_on, GREATEST(0, t.day_up), GREATEST(0, t.day_down)
                FROM {KEYS(TEXT users)} JOIN {usage_day} t ON t.user_id = u.k AND t.used_on BETWEEN :first AND :last
                WHERE t.day_up > 0 OR t.day_down > 0""");
    }

    private record Day(UserId user, UsageDelta.Sum sum) {}

    /**
     * Counts those that are new, in one statement where all of them are, as they nearly always are, and where each user is
     * charged under one assignment.
     */
    Set<UsageEvent.Key> count(Handle handle, Collection<Charge> charges) {
        // In the order that they were reported in: a user's first one opens their usage.
        Map<UsageEvent.Key, Charge> distinct = new LinkedHashMap<>();
        charges.forEach(charge -> distinct.putIfAbsent(charge.event().key(), charge));
        List<UsageEvent> events = distinct.values().stream()
                .map(Charge::event)
                .sorted(Comparator.comparing(UsageEvent::key))
                .toList();
        List<UsageChange> changes =
                distinct.values().stream().map(UsageChange::of).toList();
        List<Map<UserId, UsageDelta>> rounds = rounds(changes);
        boolean atOnce = countNew.isPresent() && rounds.size() == 1;
        Set<UsageEvent.Key> counted = atOnce
                ? countNew(handle, countNew.get(), events, rounds.get(0).values(), days(changes))
                : remember(handle, events);
        if (!atOnce || counted.size() < events.size()) {
            distinct.keySet().retainAll(counted);
            change(handle, distinct.values().stream().map(UsageChange::of).toList());
        }
        return counted;
    }

    private Set<UsageEvent.Key> remember(Handle handle, List<UsageEvent> events) {
        return dialect.insertNew(handle, remember, UsageRows.EVENTS, events, UsageRows::eventKey);
    }

    private static Set<UsageEvent.Key> countNew(
            Handle handle, String sql, List<UsageEvent> events, Collection<UsageDelta> usage, List<Day> days) {
        Query query = UsageRows.EVENTS.bind(handle.createQuery(sql), events);
        return DAYS.bind(USAGE.bind(query, usage), days)
                .map(UsageRows::eventKey)
                .collect(Collectors.toSet());
    }

    void change(Handle handle, Collection<UsageChange> changes) {
        // Usage first: whoever has locked it goes on to the days too.
        for (Map<UserId, UsageDelta> round : rounds(changes)) {
            dialect.upsert(handle, addUsage, USAGE, round.values());
        }
        dialect.upsert(handle, addDays, DAYS, days(changes));
    }

    private static List<Day> days(Collection<UsageChange> changes) {
        Map<UserId, NavigableMap<WindowKey, UsageDelta.Sum>> sums = new TreeMap<>();
        for (UsageChange change : changes) {
            if (!change.amount().isZero()) {
                WindowKey day = change.keys().day();
                sums.computeIfAbsent(change.user(), user -> new TreeMap<>())
                        .compute(
                                day,
                                (on, sum) -> (sum == null ? UsageDelta.Sum.in(day) : sum).plus(day, change.amount()));
            }
        }
        List<Day> days = new ArrayList<>();
        sums.forEach((user, ofUser) -> ofUser.values().forEach(sum -> days.add(new Day(user, sum))));
        return days;
    }

    /**
     * What is charged to each user, added up by the newest windows among it: what is older than those is older than the stored
     * windows will be. A user who is charged under several assignments has a row for each, one in a round, since one statement
     * changes a row once.
     */
    private static List<Map<UserId, UsageDelta>> rounds(Collection<UsageChange> changes) {
        Map<Payer, UsageDelta> sums = new LinkedHashMap<>();
        for (UsageChange change : changes) {
            sums.compute(Payer.of(change), (payer, sum) -> sum == null ? UsageDelta.of(change) : sum.plus(change));
        }
        List<Map<UserId, UsageDelta>> rounds = new ArrayList<>();
        Map<UserId, Integer> next = new HashMap<>();
        sums.values().forEach(delta -> {
            int round = next.merge(delta.user(), 1, Integer::sum);
            if (rounds.size() < round) {
                rounds.add(new TreeMap<>());
            }
            rounds.get(round - 1).put(delta.user(), delta);
        });
        return rounds;
    }

    /** What changes are added up by. */
    private record Payer(UserId user, @Nullable UUID assignment) {
        static Payer of(UsageChange change) {
            Assignment to = change.assignment();
            return new Payer(change.user(), to == null ? null : to.id());
        }
    }

    private record DayUsed(UserId user, LocalDate day, Traffic traffic) {}

    Map<UserId, NavigableMap<LocalDate, Traffic>> days(
            Handle handle, Collection<UserId> users, LocalDate first, LocalDate last) {
        Map<UserId, NavigableMap<LocalDate, Traffic>> found = new HashMap<>();
        handle.createQuery(days)
                .bind("users", Arrays.texts(Set.copyOf(users)))
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> {
                    Cursor cursor = new Cursor(row, 1);
                    return new DayUsed(new UserId(cursor.text()), cursor.date(), cursor.traffic());
                })
                .forEach(day -> found.computeIfAbsent(day.user(), any -> new TreeMap<>())
                        .put(day.day(), day.traffic()));
        return found;
    }
}
