package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Candidate;
import dev.cartable.quota.model.Counter;
import dev.cartable.quota.model.Counters;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserQuota;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.TimeOrderedIds;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.LocalDate;
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
        return Usage.none(user.user(), effective == null ? null : effective.assignment(), keys, key(user, now));
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
            Counters after = reader.counters(fresh, keys);
            Usage moved = moved(fresh, before, after, keys, now);
            written.add(moved);
            arrival(moved, cause, actor, now).ifPresent(adjustments::add);
            for (Window window : List.of(Window.DAY, Window.WEEK, Window.MONTH)) {
                adjust(adjustments, before, after, window, keys, cause, actor, now);
            }
        }
        store.put(tx, written);
        store.adjust(tx, adjustments);
        return written.size();
    }

    /** Where the cycle began before the user came to it, so that what was used meanwhile is not missed in it. */
    private static Optional<UsageAdjustment> arrival(Usage moved, String cause, String actor, Instant now) {
        Instant cycle = moved.cycle().key();
        return cycle.isBefore(now)
                ? Optional.of(new UsageAdjustment(
                        TimeOrderedIds.next(now),
                        moved.user(),
                        Window.CYCLE,
                        cycle.toString(),
                        0,
                        0,
                        cause,
                        actor,
                        now))
                : Optional.empty();
    }

    private static Usage moved(ResolvedProfile user, Usage before, Counters counters, WindowKeys keys, Instant now) {
        Candidate effective = Objects.requireNonNull(user.resolution().effective());
        return new Usage(
                user.user(),
                true,
                effective.assignment().id(),
                effective.profile().id(),
                new Counter<>(later(before.day(), keys.day()), counters.day()),
                new Counter<>(later(before.week(), keys.week()), counters.week()),
                new Counter<>(later(before.month(), keys.month()), counters.month()),
                new Counter<>(key(user, now), counters.cycle()));
    }

    /** A counter that is ahead of the clock stays in its window, or the use of that window would be lost. */
    private static LocalDate later(Counter<LocalDate> counter, LocalDate present) {
        return counter.key().isAfter(present) ? counter.key() : present;
    }

    private static Instant key(ResolvedProfile user, Instant now) {
        Instant key = user.resolution().cycleKey();
        return key == null ? now : key;
    }

    /** What was taken from a counter, or added to it, without an event. */
    static void adjust(
            List<UsageAdjustment> adjustments,
            Usage before,
            Counters after,
            Window window,
            WindowKeys keys,
            String cause,
            String actor,
            Instant now) {
        Counter<LocalDate> counter = switch (window) {
            case DAY -> before.day();
            case WEEK -> before.week();
            case MONTH -> before.month();
            case CYCLE -> throw new IllegalArgumentException("a cycle is not adjusted by date");
        };
        LocalDate present = switch (window) {
            case DAY -> keys.day();
            case WEEK -> keys.week();
            default -> keys.month();
        };
        LocalDate key = later(counter, present);
        Traffic was = counter.in(key);
        Traffic is = after.of(window);
        if (!was.equals(is)) {
            adjustments.add(new UsageAdjustment(
                    TimeOrderedIds.next(now),
                    before.user(),
                    window,
                    key.toString(),
                    is.up() - was.up(),
                    is.down() - was.down(),
                    cause,
                    actor,
                    now));
        }
    }
}
