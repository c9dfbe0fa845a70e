package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Counter;
import dev.cartable.quota.model.LedgerSpan;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.MigrationSums;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.QuotaPorts;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import dev.cartable.work.TimeOrderedIds;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        RowError error(@Nullable String column, String code, String reason) {
            return new RowError(source, line, column, code, reason);
        }
    }

    /** What becomes of a chunk. */
    record Decided(
            List<MigratedUsage> migrated, List<MigratedUsage> unchanged, List<UserId> skipped, List<RowError> failed) {
        Decided() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        MigrationSums sums() {
            return Stream.concat(migrated.stream(), unchanged.stream())
                    .map(MigrationSums::of)
                    .reduce(MigrationSums.NONE, MigrationSums::plus);
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
                decided.failed()
                        .add(item.error(
                                "user_id",
                                "UNKNOWN_USER",
                                "there is no user " + user + "; add the user to the host's data and run it again"));
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
            decided.failed()
                    .add(item.error(
                            null,
                            "OTHER_AMOUNTS",
                            "user " + item.usage().user() + " was brought over with other amounts, on " + done.at()
                                    + "; those were kept. Take them back first, if these are right"));
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
            decided.failed()
                    .add(item.error(
                            "user_id",
                            "HAS_USAGE",
                            "user " + user + " has used something here already, which was kept; leave such users alone"
                                    + " if that is as it should be, or reset their counters first"));
        }
    }

    private void decideFresh(Item item, ResolvedProfile user, Instant now, Decided decided) {
        Instant cycle = user.resolution().cycleKey();
        Instant asOf = item.usage().asOf() == null ? now : item.usage().asOf();
        if (cycle == null) {
            decided.failed()
                    .add(item.error(
                            "user_id",
                            "NO_PROFILE",
                            "no profile serves user " + user.user() + ", so there is no volume for the total to count"
                                    + " to; assign one and run it again"));
        } else if (asOf.isAfter(now)) {
            decided.failed().add(item.error("as_of", "IN_THE_FUTURE", asOf + " has not come yet; it is " + now));
        } else {
            WindowKeys then = reader.calendar().keys(asOf);
            WindowKeys keys = reader.calendar().keys(now);
            decided.migrated()
                    .add(new MigratedUsage(
                            item.usage(),
                            open(user, Usage::day, then.day(), keys.day()),
                            open(user, Usage::week, then.week(), keys.week()),
                            open(user, Usage::month, then.month(), keys.month()),
                            cycle,
                            now));
        }
    }

    /** The window that is open, if it is the one of then; a counter that is ahead of the clock has left it. */
    private static @Nullable LocalDate open(
            ResolvedProfile user, Function<Usage, Counter<LocalDate>> counter, LocalDate then, LocalDate present) {
        Usage usage = user.userQuota().usage();
        boolean ahead = usage != null && counter.apply(usage).key().isAfter(present);
        return then.equals(present) && !ahead ? present : null;
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
        return new Usage(
                before.user(),
                before.active(),
                before.assignment(),
                before.profile(),
                with(before.day(), more.day(), more.legacy().day()),
                with(before.week(), more.week(), more.legacy().week()),
                with(before.month(), more.month(), more.legacy().month()),
                with(before.cycle(), more.cycle(), more.legacy().total()));
    }

    private static <K extends Comparable<? super K>> Counter<K> with(
            Counter<K> counter, @Nullable K window, Traffic more) {
        return window == null ? counter : counter.plus(window, more);
    }

    private static List<UsageAdjustment> adjustments(
            List<MigratedUsage> migrated, int sign, String cause, String actor, Instant now) {
        List<UsageAdjustment> adjustments = new ArrayList<>();
        for (MigratedUsage usage : migrated) {
            for (Window window : Window.values()) {
                String key = usage.key(window);
                Traffic amount = usage.counted(window);
                if (key != null && !amount.isNone()) {
                    adjustments.add(new UsageAdjustment(
                            TimeOrderedIds.next(now),
                            usage.legacy().user(),
                            window,
                            key,
                            sign * amount.up(),
                            sign * amount.down(),
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
        MigrationSums sums =
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
    private LedgerSpan counters() {
        return new LedgerSpan(reader.calendar(), Instant.parse("9999-01-01T00:00:00Z"));
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
                                "the counter of " + gone + " of user "
                                        + usage.legacy().user()
                                        + " was reset since, so that what was brought over is no longer in it; this user"
                                        + " was left as they are"));
            }
        }
        return decided;
    }

    /** A window that is open still, and does not hold any more what was brought over. */
    private static @Nullable Window gone(MigratedUsage usage, UserLedger one) {
        Usage now = one.usage();
        for (Window window : Window.values()) {
            String key = usage.key(window);
            if (key != null && now != null && key.equals(key(now, window))) {
                TrafficSum amount = TrafficSum.of(usage.counted(window));
                TrafficSum left = TrafficSum.of(now.traffic(window)).minus(amount);
                TrafficSum adjusted = one.adjusted(window, key).minus(amount);
                if (isNegative(left) || isNegative(adjusted)) {
                    return window;
                }
            }
        }
        return null;
    }

    private static boolean isNegative(TrafficSum sum) {
        return sum.up().signum() < 0 || sum.down().signum() < 0;
    }

    private static String key(Usage usage, Window window) {
        return switch (window) {
            case DAY -> usage.day().key().toString();
            case WEEK -> usage.week().key().toString();
            case MONTH -> usage.month().key().toString();
            case CYCLE -> usage.cycle().key().toString();
        };
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
        return new Usage(
                before.user(),
                before.active(),
                before.assignment(),
                before.profile(),
                without(before.day(), usage.day(), usage.legacy().day()),
                without(before.week(), usage.week(), usage.legacy().week()),
                without(before.month(), usage.month(), usage.legacy().month()),
                without(before.cycle(), usage.cycle(), usage.legacy().total()));
    }

    private static <K extends Comparable<? super K>> Counter<K> without(
            Counter<K> counter, @Nullable K window, Traffic less) {
        return counter.key().equals(window)
                ? new Counter<>(
                        counter.key(),
                        new Traffic(
                                counter.traffic().up() - less.up(),
                                counter.traffic().down() - less.down()))
                : counter;
    }
}
