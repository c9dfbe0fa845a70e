package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides about a chunk of an older system's rows, and brings it over or takes it back in one transaction. */
final class MigrationWriter {
    private final QuotaPorts ports;
    private final MigrationStore store;
    private final UsageLedger ledger;
    private final QuotaReader reader;
    private final AssignmentSync assignmentSync;

    MigrationWriter(QuotaPorts ports, MigrationStore store, UsageLedger ledger, QuotaReader reader) {
        this.ports = ports;
        this.store = store;
        this.ledger = ledger;
        this.reader = reader;
        this.assignmentSync = new AssignmentSync(ports.usage(), reader);
    }

    /** A row and where it stands. */
    record Item(String source, long line, LegacyUsage usage) {
        RowError error(@Nullable String column, String code) {
            return new RowError(
                    source, line, column, code, Map.of("user", usage.user().value()));
        }
    }

    /** What becomes of a chunk. */
    record Decided(
            List<MigratedUsage> migrated, List<MigratedUsage> unchanged, List<UserId> skipped, List<RowError> failed) {
        Decided() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        MigratedUsage.Sums sums() {
            return Stream.concat(migrated.stream(), unchanged.stream())
                    .map(MigratedUsage.Sums::of)
                    .reduce(MigratedUsage.Sums.NONE, MigratedUsage.Sums::plus);
        }
    }

    Decided decide(List<Item> chunk, boolean skipExisting, Instant now) {
        List<UserId> users = chunk.stream().map(item -> item.usage().user()).toList();
        Map<UserId, MigratedUsage> before = store.byUser(users);
        Map<UserId, ResolvedProfile> known = reader.of(users, now);
        Decided decided = new Decided();
        for (Item item : chunk) {
            UserId user = item.usage().user();
            MigratedUsage done = before.get(user);
            ResolvedProfile resolved = known.get(user);
            if (done != null) {
                decideAgain(item, done, decided);
            } else if (resolved == null) {
                decided.failed().add(item.error("user_id", "UNKNOWN_USER"));
            } else if (isUsed(resolved)) {
                decideUsed(item, skipExisting, decided);
            } else {
                decideFresh(item, resolved, now, decided);
            }
        }
        return decided;
    }

    private static void decideAgain(Item item, MigratedUsage done, Decided decided) {
        if (done.isOf(item.usage())) {
            decided.unchanged().add(done);
        } else {
            decided.failed().add(item.error(null, "OTHER_AMOUNTS"));
        }
    }

    private static boolean isUsed(ResolvedProfile resolved) {
        Usage usage = resolved.userQuota().usage();
        return usage != null
                && Stream.of(Window.values())
                        .anyMatch(window -> !usage.traffic(window).isNone());
    }

    private static void decideUsed(Item item, boolean skipExisting, Decided decided) {
        UserId user = item.usage().user();
        if (skipExisting) {
            decided.skipped().add(user);
        } else {
            decided.failed().add(item.error("user_id", "HAS_USAGE"));
        }
    }

    private void decideFresh(Item item, ResolvedProfile user, Instant now, Decided decided) {
        Instant cycle = user.resolution().cycleKey();
        Instant asOf = item.usage().asOf() == null ? now : item.usage().asOf();
        if (cycle == null) {
            decided.failed().add(item.error("user_id", "NO_PROFILE"));
        } else if (asOf.isAfter(now)) {
            decided.failed().add(item.error("as_of", "IN_THE_FUTURE"));
        } else {
            WindowKeys then = reader.calendar().keys(asOf);
            WindowKeys keys = reader.calendar().keys(now);
            decided.migrated()
                    .add(new MigratedUsage(
                            item.usage(),
                            open(user.userQuota().usage(), then.withCycle(cycle), keys.withCycle(cycle)),
                            now));
        }
    }

    /** The windows that are open, where they are those of then; a counter of days that is ahead of the clock has left it. */
    private static Map<Window, WindowKey> open(@Nullable Usage usage, WindowKeys then, WindowKeys present) {
        Map<Window, WindowKey> open = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            WindowKey key = present.of(window);
            boolean ahead = usage != null
                    && window != Window.CYCLE
                    && key != null
                    && usage.key(window).compareTo(key) > 0;
            if (key != null && key.equals(then.of(window)) && !ahead) {
                open.put(window, key);
            }
        }
        return open;
    }

    Decided migrate(Tx tx, List<Item> chunk, boolean skipExisting, String actor, Instant now) {
        List<UserId> users = chunk.stream().map(item -> item.usage().user()).toList();
        assignmentSync.sync(tx, reader.of(users, now).values(), MigrateUsage.CAUSE, actor, now);
        Map<UserId, Usage> locked = ports.usage().lock(tx, users);
        Decided decided = decide(chunk, skipExisting, now);
        List<MigratedUsage> migrated = decided.migrated();
        if (store.insert(tx, migrated).size() != migrated.size()) {
            throw new IllegalStateException("somebody else brings over the same users; this chunk was undone");
        }
        List<Usage> usages = new ArrayList<>();
        for (MigratedUsage usage : migrated) {
            usages.add(with(locked.get(usage.legacy().user()), usage));
        }
        ports.usage().put(tx, usages);
        ports.usage().adjust(tx, adjustments(migrated, 1, MigrateUsage.CAUSE, actor, now));
        requireBalance(decided);
        return decided;
    }

    private static Usage with(@Nullable Usage before, MigratedUsage more) {
        if (before == null) {
            throw new IllegalStateException("user " + more.legacy().user() + " has no counters; this chunk was undone");
        }
        return before.with(PerWindow.of(window -> {
            WindowKey key = more.key(window);
            Counter counter = before.counter(window);
            return key == null ? counter : counter.plus(key, TrafficSum.of(more.counted(window)));
        }));
    }

    private static List<UsageAdjustment> adjustments(
            List<MigratedUsage> migrated, int sign, String cause, String actor, Instant now) {
        List<UsageAdjustment> adjustments = new ArrayList<>();
        for (MigratedUsage usage : migrated) {
            for (Window window : Window.values()) {
                WindowKey key = usage.key(window);
                TrafficSum amount = TrafficSum.of(usage.counted(window));
                if (key != null && !amount.isZero()) {
                    adjustments.add(new UsageAdjustment(
                            TimeOrderedIds.next(now),
                            usage.legacy().user(),
                            key,
                            sign > 0 ? amount : amount.negated(),
                            cause,
                            actor,
                            now));
                }
            }
        }
        return adjustments;
    }

    /** What is written is added up by the store, and has to be what the older system said. */
    private void requireBalance(Decided decided) {
        List<UserId> users = Stream.concat(decided.migrated().stream(), decided.unchanged().stream())
                .map(usage -> usage.legacy().user())
                .toList();
        MigratedUsage.Sums sums =
                decided.sums().counted(store.adjusted(users, List.of(MigrateUsage.CAUSE, MigrateUsage.ROLLBACK)));
        for (Window window : Window.values()) {
            if (!sums.agrees(window)) {
                throw new MigrateUsage.Unbalanced(window, sums);
            }
        }
    }

    Decided decideRollback(List<MigratedUsage> chunk) {
        List<UserId> users = chunk.stream().map(usage -> usage.legacy().user()).toList();
        return decideRollback(chunk, ledger.byUser(users, counters()));
    }

    /** No events are asked for: only counters and adjustments. */
    private UserLedger.Span counters() {
        return new UserLedger.Span(reader.calendar(), Instant.parse("9999-01-01T00:00:00Z"));
    }

    private static Decided decideRollback(List<MigratedUsage> chunk, Map<UserId, UserLedger> ledgers) {
        Decided decided = new Decided();
        for (MigratedUsage usage : chunk) {
            UserLedger one = ledgers.get(usage.legacy().user());
            Window gone = one == null ? null : gone(usage, one);
            if (gone == null) {
                decided.migrated().add(usage);
            } else {
                decided.failed()
                        .add(new RowError(
                                MigrateUsage.CAUSE,
                                0,
                                "user_id",
                                "RESET_SINCE",
                                Map.of(
                                        "user", usage.legacy().user().value(),
                                        "window", gone.name())));
            }
        }
        return decided;
    }

    /** A window that is open still, and does not hold any more what was brought over. */
    private static @Nullable Window gone(MigratedUsage usage, UserLedger one) {
        Usage now = one.usage();
        for (Window window : Window.values()) {
            WindowKey key = usage.key(window);
            if (key != null && now != null && key.equals(now.key(window))) {
                TrafficSum amount = TrafficSum.of(usage.counted(window));
                TrafficSum left = TrafficSum.of(now.traffic(window)).minus(amount);
                TrafficSum adjusted = one.adjusted(key).minus(amount);
                if (left.isNegative() || adjusted.isNegative()) {
                    return window;
                }
            }
        }
        return null;
    }

    Decided rollback(Tx tx, List<MigratedUsage> chunk, String actor, Instant now) {
        List<UserId> users = chunk.stream().map(usage -> usage.legacy().user()).toList();
        Map<UserId, UserLedger> locked = ledger.lock(tx, users, counters());
        Map<UserId, MigratedUsage> still = store.byUser(users);
        Decided decided = decideRollback(
                chunk.stream()
                        .filter(usage -> usage.equals(still.get(usage.legacy().user())))
                        .toList(),
                locked);
        List<Usage> usages = new ArrayList<>();
        for (MigratedUsage usage : decided.migrated()) {
            UserLedger one = locked.get(usage.legacy().user());
            Usage before = one == null ? null : one.usage();
            if (before != null) {
                usages.add(without(before, usage));
            }
        }
        ports.usage().put(tx, usages);
        ports.usage().adjust(tx, adjustments(decided.migrated(), -1, MigrateUsage.ROLLBACK, actor, now));
        store.remove(
                tx,
                decided.migrated().stream().map(usage -> usage.legacy().user()).toList());
        return decided;
    }

    private static Usage without(Usage before, MigratedUsage usage) {
        return before.with(PerWindow.of(window -> {
            Counter counter = before.counter(window);
            return counter.key().equals(usage.key(window))
                    ? counter.plus(
                            counter.key(), TrafficSum.of(usage.counted(window)).negated())
                    : counter;
        }));
    }
}
