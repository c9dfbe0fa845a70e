package dev.cartable.jdbc;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Charge;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Counts events in the tables {@code usage_event}, {@code usage_day} and {@code usage}, in this order and each in the order of
 * its keys: whoever comes second waits, and two never wait for each other.
 */
final class JdbcCounters {
    private static final Columns<Day> DAYS = Columns.of(
            Column.of("user_id", Type.TEXT, day -> day.user().value()),
            Column.of("used_on", Type.DATE, Day::day),
            Column.of("day_up", Type.LONG, day -> day.traffic().up()),
            Column.of("day_down", Type.LONG, day -> day.traffic().down()));

    private final Dialect dialect;
    private final String remember;
    private final String addDays;
    private final String addUsage;
    private final String days;

    JdbcCounters(Database database) {
        this.dialect = database.dialect();
        Names names = database.names();
        this.remember =
                dialect.insertNew(names.qualified("usage_event"), UsageRows.EVENTS, List.of("event_id"), "event_id");
        this.addDays = dialect.merge(
                names.qualified("usage_day"),
                DAYS,
                List.of("user_id", "used_on"),
                more -> "day_up = " + UsageRows.sum("t.day_up", more + ".day_up") + ", day_down = "
                        + UsageRows.sum("t.day_down", more + ".day_down"),
                more -> "TRUE");
        this.addUsage = dialect.merge(
                names.qualified("usage"), UsageRows.COLUMNS, List.of("user_id"), UsageRows::plus, more -> "TRUE");
        this.days = names.in("SELECT t.user_id, t.used_on, t.day_up, t.day_down FROM " + Type.TEXT.keys("users")
                + " JOIN {usage_day} t ON t.user_id = u.k AND t.used_on BETWEEN :first AND :last");
    }

    private record Day(UserId user, LocalDate day, Traffic traffic) {}

    Set<EventId> count(Handle handle, Collection<Charge> charges) {
        Map<EventId, Charge> distinct = new TreeMap<>();
        charges.forEach(charge -> distinct.putIfAbsent(charge.event().id(), charge));
        List<UsageEvent> events = distinct.values().stream().map(Charge::event).toList();
        Set<EventId> counted = dialect.insertNew(handle, remember, UsageRows.EVENTS, events, String.class).stream()
                .map(EventId::new)
                .collect(Collectors.toSet());
        // In the order that they were told in: a user's first one opens their usage.
        Map<EventId, Charge> accepted = new LinkedHashMap<>();
        for (Charge charge : charges) {
            if (counted.contains(charge.event().id())) {
                accepted.putIfAbsent(charge.event().id(), charge);
            }
        }
        dialect.upsert(handle, addDays, DAYS, days(accepted.values()));
        for (Map<UserId, Usage> round : rounds(accepted.values())) {
            dialect.upsert(handle, addUsage, UsageRows.COLUMNS, round.values());
        }
        return counted;
    }

    private static List<Day> days(Collection<Charge> charges) {
        Map<UserId, NavigableMap<LocalDate, Traffic>> sums = new TreeMap<>();
        for (Charge charge : charges) {
            Traffic traffic = charge.event().traffic();
            if (!traffic.isNone()) {
                sums.computeIfAbsent(charge.event().user(), user -> new TreeMap<>())
                        .merge(charge.keys().day(), traffic, Traffic::plus);
            }
        }
        List<Day> days = new ArrayList<>();
        sums.forEach((user, ofUser) -> ofUser.forEach((day, traffic) -> days.add(new Day(user, day, traffic))));
        return days;
    }

    /**
     * What is charged to each user, added up by the newest windows among it: what is older than those is older than the stored
     * windows will be. A user who is charged under several assignments has a row for each, one in a round, since one statement
     * changes a row once.
     */
    private static List<Map<UserId, Usage>> rounds(Collection<Charge> charges) {
        Map<Payer, Usage> sums = new LinkedHashMap<>();
        for (Charge charge : charges) {
            sums.merge(Payer.of(charge), Usage.first(charge), (sum, first) -> sum.plus(charge));
        }
        List<Map<UserId, Usage>> rounds = new ArrayList<>();
        Map<UserId, Integer> next = new HashMap<>();
        sums.values().forEach(usage -> {
            int round = next.merge(usage.user(), 1, Integer::sum);
            if (rounds.size() < round) {
                rounds.add(new TreeMap<>());
            }
            rounds.get(round - 1).put(usage.user(), usage);
        });
        return rounds;
    }

    /** What charges are added up by. */
    private record Payer(UserId user, @Nullable UUID assignment) {
        static Payer of(Charge charge) {
            Assignment to = charge.assignment();
            return new Payer(charge.event().user(), to == null ? null : to.id());
        }
    }

    Map<UserId, NavigableMap<LocalDate, Traffic>> days(
            Handle handle, Collection<UserId> users, LocalDate first, LocalDate last) {
        Map<UserId, NavigableMap<LocalDate, Traffic>> found = new HashMap<>();
        handle.createQuery(days)
                .bind("users", Arrays.texts(Set.copyOf(users)))
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> {
                    Cursor cursor = new Cursor(row, 1);
                    return new Day(new UserId(cursor.text()), cursor.date(), cursor.traffic());
                })
                .forEach(day -> found.computeIfAbsent(day.user(), any -> new TreeMap<>())
                        .put(day.day(), day.traffic()));
        return found;
    }
}
