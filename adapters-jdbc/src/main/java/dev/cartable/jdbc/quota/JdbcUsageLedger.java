package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What was counted, from the tables {@code usage}, {@code usage_adjustment}, {@code usage_day} and {@code usage_event}: all of
 * it in one statement, which sorts it by user, so that it agrees with itself and only one user is in memory at a time.
 */
public final class JdbcUsageLedger implements UsageLedger {
    private static final int FETCH = 1_000;
    private static final Columns<Day> DAYS = Columns.of(
            Column.of("user_id", Type.TEXT, day -> day.user().value()),
            Column.of("used_on", Type.DATE, Day::day),
            Column.of("day_up", Type.LONG, day -> day.traffic().up()),
            Column.of("day_down", Type.LONG, day -> day.traffic().down()));

    private final Database database;
    private final UsageLock lock;
    private final String all;
    private final String among;
    private final String putDays;

    public JdbcUsageLedger(Database database) {
        this.database = database;
        this.lock = new UsageLock(database);
        this.all = database.sql(LedgerRows.ALL.replace("{AMONG}", "TRUE"));
        this.among = database.sql(LedgerRows.ALL.replace("{AMONG}", "t.user_id = ANY(:users)"));
        this.putDays =
                database.dialect().upsert(database.names().qualified("usage_day"), DAYS, List.of("user_id", "used_on"));
    }

    private record Day(UserId user, LocalDate day, Traffic traffic) {}

    @Override
    public Stream<UserLedger> read(UserLedger.Span span, @Nullable UserId user) {
        Snapshot snapshot = database.snapshot();
        try {
            Iterator<UserLedger> ledgers = snapshot.read(h -> iterator(h, span, user == null ? null : List.of(user)));
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(ledgers, Spliterator.ORDERED | Spliterator.NONNULL),
                            false)
                    .onClose(snapshot::close);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private Iterator<UserLedger> iterator(Handle handle, UserLedger.Span span, @Nullable Collection<UserId> users) {
        Query query = handle.createQuery(users == null ? all : among)
                .bind("since", Type.time(span.since()))
                .setFetchSize(FETCH);
        if (users != null) {
            query.bind("users", Arrays.texts(users));
        }
        return new LedgerRows(query.map(LedgerRows::row).iterator(), span);
    }

    @Override
    public Map<UserId, UserLedger> byUser(Collection<UserId> users, UserLedger.Span span) {
        return users.isEmpty() ? Map.of() : database.readByIndex(h -> among(h, users, span));
    }

    private Map<UserId, UserLedger> among(Handle handle, Collection<UserId> users, UserLedger.Span span) {
        Map<UserId, UserLedger> found = new LinkedHashMap<>();
        iterator(handle, span, users).forEachRemaining(ledger -> found.put(ledger.user(), ledger));
        return found;
    }

    @Override
    public Map<UserId, UserLedger> lock(Tx tx, Collection<UserId> users, UserLedger.Span span) {
        return database.write(tx, h -> {
            if (users.isEmpty()) {
                return Map.of();
            }
            lock.lock(h, users);
            h.createQuery(database.sql("""
                            SELECT used_on FROM {usage_day} WHERE user_id = ANY(:users) AND used_on >= :first
                            ORDER BY user_id, used_on FOR UPDATE"""))
                    .bind("users", Arrays.texts(users))
                    .bind("first", span.firstDay())
                    .mapTo(LocalDate.class)
                    .list();
            return among(h, users, span);
        });
    }

    @Override
    public void putDays(Tx tx, Map<UserId, Map<LocalDate, Traffic>> days) {
        List<Day> rows = new ArrayList<>();
        new TreeMap<>(days)
                .forEach((user, ofUser) ->
                        new TreeMap<>(ofUser).forEach((day, traffic) -> rows.add(new Day(user, day, traffic))));
        database.write(tx, h -> {
            database.dialect().upsert(h, putDays, DAYS, rows);
            return rows.isEmpty()
                    ? 0
                    : h.createUpdate(database.sql("""
                                    DELETE FROM {usage_day}
                                    WHERE user_id = ANY(:users) AND day_up = 0 AND day_down = 0"""))
                            .bind("users", Arrays.texts(days.keySet()))
                            .execute();
        });
    }
}
