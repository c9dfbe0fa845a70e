package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Brings usages in step with the assignments that serve: opens those that are missing, moves those of another one. */
final class AssignmentSync {
    private final UsageStore store;
    private final QuotaReader reader;

    AssignmentSync(UsageStore store, QuotaReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /** Whether anything has to be opened, moved or disabled. */
    static boolean isDue(Collection<ResolvedProfile> users) {
        return users.stream()
                .anyMatch(user -> user.moved()
                        || user.ended()
                        || (user.userQuota().usage() == null
                                && user.resolution().effective() != null));
    }

    /**
     * Has counters follow the profiles that serve before something is counted, in a transaction of its own: recording locks events
     * before counters, and another node does the same.
     */
    void sync(UnitOfWork work, Collection<ResolvedProfile> users, Instant now) {
        if (isDue(users)) {
            work.<Integer>call(tx -> sync(tx, users, "another profile serves", "", now));
        }
    }

    /** Opens and moves what has to be. Returns how many were written. */
    int sync(Tx tx, Collection<ResolvedProfile> users, String cause, String actor, Instant now) {
        WindowKeys keys = reader.calendar().keys(now);
        List<Usage> missing = users.stream()
                .filter(user -> user.userQuota().usage() == null)
                .filter(user -> user.resolution().effective() != null)
                .map(user -> fresh(user, keys, now))
                .toList();
        int opened = missing.isEmpty() ? 0 : store.open(tx, missing).size();
        List<ResolvedProfile> moved =
                users.stream().filter(ResolvedProfile::moved).toList();
        List<ResolvedProfile> ended =
                users.stream().filter(ResolvedProfile::ended).toList();
        return opened
                + (moved.isEmpty() ? 0 : move(tx, moved, keys, cause, actor, now))
                + (ended.isEmpty() ? 0 : disable(tx, ended));
    }

    /** No profile serves these any more. What they have used stays. */
    private int disable(Tx tx, List<ResolvedProfile> users) {
        Map<UserId, Usage> locked =
                store.lock(tx, users.stream().map(ResolvedProfile::user).toList());
        List<Usage> disabled = locked.values().stream()
                .filter(Usage::active)
                .map(Usage::disabled)
                .toList();
        store.put(tx, disabled);
        return disabled.size();
    }

    private static Usage fresh(ResolvedProfile user, WindowKeys keys, Instant now) {
        Candidate effective = user.resolution().effective();
        return Usage.none(
                user.user(), effective == null ? null : effective.assignment(), keys.withCycle(cycle(user, now)));
    }

    private int move(Tx tx, List<ResolvedProfile> users, WindowKeys keys, String cause, String actor, Instant now) {
        Map<UserId, Usage> locked =
                store.lock(tx, users.stream().map(ResolvedProfile::user).toList());
        List<Usage> written = new ArrayList<>();
        List<UsageAdjustment> adjustments = new ArrayList<>();
        for (ResolvedProfile user : users) {
            Usage before = locked.get(user.user());
            Usage seen = user.userQuota().usage();
            if (before == null || seen == null || !Objects.equals(before.assignment(), seen.assignment())) {
                continue;
            }
            ResolvedProfile fresh = new ResolvedProfile(
                    new UserQuota(user.userQuota().user(), user.userQuota().candidates(), before), user.resolution());
            Usage moved = moved(fresh, before, keys, now);
            written.add(moved);
            for (Window window : Window.values()) {
                adjustment(before, moved, window, cause, actor, now).ifPresent(adjustments::add);
            }
        }
        store.put(tx, written);
        store.adjust(tx, adjustments);
        return written.size();
    }

    private Usage moved(ResolvedProfile user, Usage before, WindowKeys present, Instant now) {
        Candidate effective = Objects.requireNonNull(user.resolution().effective());
        WindowKeys keys = present.withCycle(cycle(user, now));
        PerWindow<Traffic> used = reader.counters(user, keys);
        return new Usage(
                user.user(),
                true,
                effective.assignment().id(),
                effective.profile().id(),
                PerWindow.of(window -> new Counter(key(before, keys, window), used.get(window))));
    }

    /** A counter of days that is ahead of the clock stays in its window, or the use of that window would be lost. */
    private static WindowKey key(Usage before, WindowKeys keys, Window window) {
        WindowKey present = Objects.requireNonNull(keys.of(window));
        WindowKey known = before.key(window);
        return window != Window.CYCLE && known.compareTo(present) > 0 ? known : present;
    }

    private static Instant cycle(ResolvedProfile user, Instant now) {
        Instant key = user.resolution().cycleKey();
        return key == null ? now : key;
    }

    /**
     * What was taken from a counter, or added to it, without an event; of a cycle, that it began before the user came to it, so
     * that what was used meanwhile is not missed in it.
     */
    private static Optional<UsageAdjustment> adjustment(
            Usage before, Usage after, Window window, String cause, String actor, Instant now) {
        WindowKey key = after.key(window);
        TrafficSum amount = window == Window.CYCLE
                ? TrafficSum.ZERO
                : TrafficSum.of(after.traffic(window))
                        .minus(TrafficSum.of(before.counter(window).in(key)));
        boolean due = window == Window.CYCLE ? key.start().isBefore(now) : !amount.isZero();
        return due
                ? Optional.of(
                        new UsageAdjustment(TimeOrderedIds.next(now), before.user(), key, amount, cause, actor, now))
                : Optional.empty();
    }
}
