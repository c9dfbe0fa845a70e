package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Merge;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counted use in the tables {@code usage}, {@code usage_day}, {@code usage_event}, {@code usage_forgotten},
 * {@code usage_adjustment} and {@code first_use}.
 */
public final class JdbcUsageStore implements UsageStore {
    private static final List<String> USER = List.of("user_id");
    private static final UUID FIRST = new UUID(0, 0);
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");
    private static final Comparator<FirstUse> BY_KEY =
            Comparator.comparing(FirstUse::assignment).thenComparing(FirstUse::user);
    private static final Columns<Map.Entry<FirstUse, Instant>> FIRST_USES = Columns.of(
            Column.of("assignment_id", Type.UUID, use -> use.getKey().assignment()),
            Column.of("user_id", Type.TEXT, use -> use.getKey().user().value()),
            Column.of("first_at", Type.TIME, Map.Entry::getValue));

    private static final Columns<FirstUse> FIRST_USE_KEYS = Columns.of(
            Column.of("assignment_id", Type.UUID, FirstUse::assignment),
            Column.of("user_id", Type.TEXT, use -> use.user().value()));

    /** A table of one row. */
    private static final Columns<Instant> FORGOTTEN =
            Columns.of(Column.of("id", Type.INT, before -> 1), Column.of("before_at", Type.TIME, before -> before));

    private final Database database;
    private final JdbcQuotaReader userQuotas;
    private final JdbcCounters counters;
    private final String page;
    private final UsageLock lock;
    private final String open;
    private final String put;
    private final String firstUses;
    private final String firstUsesOf;
    private final String adjust;
    private final String adjustments;
    private final String old;
    private final String forget;
    private final String noteForgotten;
    private final String forgottenBefore;
    private final String known;

    public JdbcUsageStore(Database database) {
        this.database = database;
        this.userQuotas = new JdbcQuotaReader(database);
        this.counters = new JdbcCounters(database);
        Names names = database.names();
        Dialect dialect = database.dialect();
        String columns = UsageRows.COLUMNS.namesOf("t");
        this.page = database.sql("""
                SELECT %s FROM {usage} t WHERE user_id > :after
                ORDER BY user_id {PAGE}""".formatted(columns));
        this.lock = new UsageLock(database);
        this.open = dialect.insertNew(names.qualified("usage"), UsageRows.COLUMNS, USER, "user_id");
        this.put = dialect.update(
                names.qualified("usage"),
                UsageRows.COLUMNS,
                USER,
                UsageRows.COLUMNS.without(USER).set("u"));
        this.firstUses = dialect.merge(new Merge<>(
                names.qualified("first_use"),
                FIRST_USES,
                List.of("assignment_id", "user_id"),
                use -> "first_at = " + use + ".first_at",
                use -> use + ".first_at < t.first_at"));
        this.firstUsesOf = database.sql("""
                SELECT t.assignment_id, t.user_id, t.first_at
                FROM %s {JOIN(first_use t ON t.assignment_id = u.assignment_id AND t.user_id = u.user_id)}""".formatted(FIRST_USE_KEYS.rows()));
        this.adjust = dialect.insert(names.qualified("usage_adjustment"), UsageRows.ADJUSTMENTS);
        this.adjustments = database.sql("""
                SELECT %s FROM {usage_adjustment}
                WHERE user_id = :user AND adjusted_at >= :at AND (adjusted_at > :at OR id > :id)
                ORDER BY adjusted_at, id {PAGE}""".formatted(UsageRows.ADJUSTMENTS.names()));
        this.known = database.sql("""
                SELECT %s FROM %s {JOIN(usage_event t ON t.user_id = u.user_id AND t.event_id = u.event_id)}""".formatted(UsageRows.EVENTS.namesOf("t"), UsageRows.EVENT_KEYS.rows()));
        this.old = database.sql("SELECT count(*) FROM {usage_event} WHERE used_at < :before");
        this.forget = dialect.deleteSome(names.qualified("usage_event"), "used_at < :before", ":max");
        this.noteForgotten = dialect.merge(new Merge<>(
                names.qualified("usage_forgotten"),
                FORGOTTEN,
                List.of("id"),
                row -> "before_at = " + row + ".before_at",
                row -> row + ".before_at > t.before_at"));
        this.forgottenBefore = database.sql("SELECT before_at FROM {usage_forgotten}");
    }

    @Override
    public Map<UserId, UserQuota> userQuotas(Collection<UserId> users) {
        return users.isEmpty() ? Map.of() : userQuotas.of(users);
    }

    @Override
    public Map<Holder, Candidate> assigned(Collection<Holder> holders) {
        return holders.isEmpty() ? Map.of() : userQuotas.assigned(holders);
    }

    @Override
    public Stream<UserQuota> activeUserQuotas() {
        return userQuotas.active();
    }

    @Override
    public Stream<Usage> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(page)
                .bind("after", last == null ? "" : last.user().value())
                .map(UsageRows::usage)
                .list()));
    }

    @Override
    public Map<UserId, Usage> lock(Tx tx, Collection<UserId> users) {
        return database.write(tx, h -> lock.lock(h, users));
    }

    @Override
    public Map<UserId, UserQuota> lockUserQuotas(Tx tx, Collection<UserId> users) {
        if (!database.dialect().locksInParts()) {
            return UsageStore.super.lockUserQuotas(tx, users);
        }
        return users.isEmpty() ? Map.of() : database.write(tx, h -> userQuotas.locked(h, users));
    }

    @Override
    public Set<UserId> open(Tx tx, Collection<Usage> usages) {
        return database.write(
                tx,
                h ->
                        database
                                .dialect()
                                .insertNew(
                                        h,
                                        open,
                                        UsageRows.COLUMNS,
                                        byUser(usages).values(),
                                        String.class)
                                .stream()
                                .map(UserId::new)
                                .collect(Collectors.toSet()));
    }

    @Override
    public void put(Tx tx, Collection<Usage> usages) {
        database.write(
                tx,
                h -> usages.isEmpty()
                        ? 0
                        : UsageRows.COLUMNS
                                .bind(h.createUpdate(put), byUser(usages).values())
                                .execute());
    }

    private static Map<UserId, Usage> byUser(Collection<Usage> usages) {
        Map<UserId, Usage> sorted = new TreeMap<>();
        usages.forEach(usage -> sorted.putIfAbsent(usage.user(), usage));
        return sorted;
    }

    @Override
    public Set<UsageEvent.Key> count(Tx tx, Collection<Charge> charges) {
        return database.write(tx, h -> counters.count(h, charges));
    }

    @Override
    public void change(Tx tx, Collection<UsageChange> changes) {
        database.write(tx, h -> {
            counters.change(h, changes);
            return changes;
        });
    }

    @Override
    public void firstUses(Tx tx, Map<FirstUse, Instant> at) {
        Map<FirstUse, Instant> sorted = new TreeMap<>(BY_KEY);
        sorted.putAll(at);
        database.write(tx, h -> {
            database.dialect().upsert(h, firstUses, FIRST_USES, sorted.entrySet());
            return sorted;
        });
    }

    @Override
    public Map<FirstUse, Instant> firstUses(Collection<FirstUse> uses) {
        return uses.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> FIRST_USE_KEYS
                        .bind(h.createQuery(firstUsesOf), Set.copyOf(uses))
                        .map((row, context) -> {
                            Cursor cursor = new Cursor(row, 1);
                            UUID assignment = cursor.uuid();
                            return Map.entry(new FirstUse(new UserId(cursor.text()), assignment), cursor.time());
                        })
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Map<UserId, NavigableMap<LocalDate, Traffic>> days(
            Collection<UserId> users, LocalDate first, LocalDate last) {
        return users.isEmpty() ? Map.of() : database.readByIndex(h -> counters.days(h, users, first, last));
    }

    @Override
    public void adjust(Tx tx, Collection<UsageAdjustment> noted) {
        database.write(tx, h -> {
            database.dialect().insert(h, adjust, UsageRows.ADJUSTMENTS, noted);
            return noted;
        });
    }

    @Override
    public Stream<UsageAdjustment> adjustments(UserId user) {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(adjustments)
                .bind("user", user.value())
                .bind("at", Type.time(last == null ? LONG_AGO : last.at()))
                .bind("id", last == null ? FIRST : last.id())
                .map(UsageRows::adjustment)
                .list()));
    }

    @Override
    public Map<UsageEvent.Key, UsageEvent> known(Collection<UsageEvent.Key> events) {
        return events.isEmpty()
                ? Map.of()
                : database.readByIndex(h -> UsageRows.EVENT_KEYS
                        .bind(h.createQuery(known), Set.copyOf(events))
                        .map(UsageRows::event)
                        .collect(Collectors.toMap(UsageEvent::key, Function.identity())));
    }

    @Override
    public long eventsBefore(Instant before) {
        return database.<Long>read(h -> h.createQuery(old)
                .bind("before", Type.time(before))
                .mapTo(Long.class)
                .one());
    }

    @Override
    public int forgetEvents(Tx tx, Instant before, int max) {
        return database.<Integer>write(tx, h -> {
            database.dialect().upsert(h, noteForgotten, FORGOTTEN, List.of(before));
            return h.createUpdate(forget)
                    .bind("before", Type.time(before))
                    .bind("max", max)
                    .execute();
        });
    }

    @Override
    public Optional<Instant> forgottenBefore() {
        return database.read(h -> h.createQuery(forgottenBefore)
                .map((row, context) -> new Cursor(row, 1).time())
                .findOne());
    }
}
