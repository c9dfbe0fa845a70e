package dev.cartable.jdbc.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Whose use was brought over, in the table {@code usage_migration}. */
public final class JdbcMigrationStore implements MigrationStore {
    private static final Columns<MigratedUsage> COLUMNS = Columns.of(
            Column.of("user_id", Type.TEXT, usage -> usage.legacy().user().value()),
            Column.of(
                    "total_up",
                    Type.LONG,
                    usage -> usage.legacy().traffic().cycle().up()),
            Column.of(
                    "total_down",
                    Type.LONG,
                    usage -> usage.legacy().traffic().cycle().down()),
            Column.of(
                    "day_up", Type.LONG, usage -> usage.legacy().traffic().day().up()),
            Column.of(
                    "day_down",
                    Type.LONG,
                    usage -> usage.legacy().traffic().day().down()),
            Column.of(
                    "week_up",
                    Type.LONG,
                    usage -> usage.legacy().traffic().week().up()),
            Column.of(
                    "week_down",
                    Type.LONG,
                    usage -> usage.legacy().traffic().week().down()),
            Column.of(
                    "month_up",
                    Type.LONG,
                    usage -> usage.legacy().traffic().month().up()),
            Column.of(
                    "month_down",
                    Type.LONG,
                    usage -> usage.legacy().traffic().month().down()),
            Column.of("as_of", Type.TIME, usage -> usage.legacy().asOf()),
            Column.of("day_key", Type.DATE, usage -> date(usage, Window.DAY)),
            Column.of("week_key", Type.DATE, usage -> date(usage, Window.WEEK)),
            Column.of("month_key", Type.DATE, usage -> date(usage, Window.MONTH)),
            Column.of(
                    "cycle_key",
                    Type.TIME,
                    usage -> requireNonNull(usage.key(Window.CYCLE)).start()),
            Column.of("migrated_at", Type.TIME, MigratedUsage::at));

    private final Database database;
    private final String byUser;
    private final String page;
    private final String insert;
    private final String remove;
    private final String adjusted;

    public JdbcMigrationStore(Database database) {
        this.database = database;
        this.byUser =
                database.sql("SELECT %s FROM {usage_migration} WHERE user_id = ANY(:users)".formatted(COLUMNS.names()));
        this.page = database.sql("""
                SELECT %s FROM {usage_migration} WHERE user_id > :after
                ORDER BY user_id {PAGE}""".formatted(COLUMNS.names()));
        this.insert = database.dialect()
                .insertNew(database.names().qualified("usage_migration"), COLUMNS, List.of("user_id"), "user_id");
        this.remove = database.sql("DELETE FROM {usage_migration} WHERE user_id = ANY(:users)");
        this.adjusted = database.sql("""
                SELECT window_kind, SUM(added_up), SUM(added_down) FROM {usage_adjustment}
                WHERE user_id = ANY(:users) AND cause = ANY(:causes) GROUP BY window_kind""");
    }

    @Override
    public Map<UserId, MigratedUsage> byUser(Collection<UserId> users) {
        return users.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> h.createQuery(byUser)
                        .bind("users", Arrays.texts(users))
                        .map(JdbcMigrationStore::row)
                        .collect(Collectors.toMap(usage -> usage.legacy().user(), Function.identity())));
    }

    @Override
    public Stream<MigratedUsage> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(page)
                .bind("after", last == null ? "" : last.legacy().user().value())
                .map(JdbcMigrationStore::row)
                .list()));
    }

    private static MigratedUsage row(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        UserId user = new UserId(cursor.text());
        Traffic total = cursor.traffic();
        PerWindow<Traffic> traffic = new PerWindow<>(cursor.traffic(), cursor.traffic(), cursor.traffic(), total);
        LegacyUsage legacy = new LegacyUsage(user, traffic, cursor.timeOrNull());
        Map<Window, WindowKey> keys = new EnumMap<>(Window.class);
        for (Window window : List.of(Window.DAY, Window.WEEK, Window.MONTH)) {
            LocalDate key = cursor.dateOrNull();
            if (key != null) {
                keys.put(window, WindowKey.of(window, key));
            }
        }
        keys.put(Window.CYCLE, WindowKey.cycle(cursor.time()));
        return new MigratedUsage(legacy, keys, cursor.time());
    }

    private static @Nullable LocalDate date(MigratedUsage usage, Window window) {
        WindowKey key = usage.key(window);
        return key == null ? null : key.firstDay();
    }

    @Override
    public Set<UserId> insert(Tx tx, Collection<MigratedUsage> migrated) {
        List<MigratedUsage> sorted = migrated.stream()
                .sorted(Comparator.comparing(usage -> usage.legacy().user()))
                .toList();
        return database.write(
                tx,
                h -> database.dialect().insertNew(h, insert, COLUMNS, sorted, String.class).stream()
                        .map(UserId::new)
                        .collect(Collectors.toSet()));
    }

    @Override
    public void remove(Tx tx, Collection<UserId> users) {
        database.write(
                tx,
                h -> users.isEmpty()
                        ? 0
                        : h.createUpdate(remove)
                                .bind("users", Arrays.texts(users))
                                .execute());
    }

    @Override
    public PerWindow<TrafficSum> adjusted(Collection<UserId> users, Collection<String> causes) {
        Map<Window, TrafficSum> sums = new EnumMap<>(Window.class);
        if (!users.isEmpty() && !causes.isEmpty()) {
            database.readByIndex(h -> h.createQuery(adjusted)
                            .bind("users", Arrays.texts(users))
                            .bind("causes", Arrays.texts(causes))
                            .map(JdbcMigrationStore::sum)
                            .list())
                    .forEach(sum -> sums.put(sum.getKey(), sum.getValue()));
        }
        return PerWindow.of(window -> sums.getOrDefault(window, TrafficSum.ZERO));
    }

    private static Map.Entry<Window, TrafficSum> sum(ResultSet row, StatementContext context) throws SQLException {
        return Map.entry(
                Window.valueOf(row.getString(1)),
                new TrafficSum(
                        row.getBigDecimal(2).toBigIntegerExact(),
                        row.getBigDecimal(3).toBigIntegerExact()));
    }
}
