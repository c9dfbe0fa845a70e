package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Counter;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.ResetRequest;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserQuota;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.QuotaPorts;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Lease;
import dev.cartable.work.TimeOrderedIds;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that resets counters. Windows roll over by themselves, so that a reset on time only writes down what every
 * answer says already; it may run twice, late, or not at all. A reset of windows that still run takes use away, and is noted in
 * the history and as an adjustment. One run at a time, held by the lease {@value #LEASE}; a run that a crash has ended is run
 * again. Safe for use by several threads and nodes.
 */
public final class ResetUsage {
    /** The lease that a run holds. */
    public static final String LEASE = "quota.reset";

    private static final int CHUNK = 500;

    private final QuotaPorts ports;
    private final QuotaReader reader;
    private final InstantSource time;

    ResetUsage(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.time = requireNonNull(time, "time");
    }

    /**
     * A run in numbers.
     *
     * @param input users whose counters were looked at
     * @param reset users whose counters changed
     * @param unchanged users whose counters were as they should be
     */
    public record Counts(long input, long reset, long unchanged) {
        Counts plus(int looked, int changed) {
            return new Counts(input + looked, reset + changed, unchanged + looked - changed);
        }
    }

    /**
     * A user whose counters are reset.
     *
     * @param before what they said
     */
    public record Step(UserId user, Usage before) {}

    /**
     * What a run would reset now. Writes nothing.
     *
     * @throws UnknownUserException if the request names a user whom the host does not know
     */
    public Counts plan(ResetRequest request, Consumer<? super Step> each) {
        return pass(request, each, null);
    }

    /**
     * Resets the counters, chunk by chunk.
     *
     * @param each is told of each step after the commit of its chunk
     * @throws UnknownUserException if the request names a user whom the host does not know
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts apply(ResetRequest request, Consumer<? super Step> each) {
        ports.unitOfWork().requireOwn("resetting counters");
        try (Lease lease = Lease.take(ports.leases(), LEASE)) {
            return pass(request, each, lease);
        }
    }

    private Counts pass(ResetRequest request, Consumer<? super Step> each, @Nullable Lease lease) {
        Instant now = time.instant();
        Counts counts = new Counts(0, 0, 0);
        try (Stream<UserId> users = users(request)) {
            for (List<UserId> chunk : (Iterable<List<UserId>>) () -> Chunks.of(users.iterator(), CHUNK)) {
                List<Step> steps = lease == null ? look(request, chunk, now) : write(request, chunk, lease, now);
                steps.forEach(each);
                counts = counts.plus(chunk.size(), steps.size());
            }
        }
        return counts;
    }

    private Stream<UserId> users(ResetRequest request) {
        UserId user = request.user();
        if (user == null) {
            return ports.usage().all().filter(Usage::active).map(Usage::user);
        }
        if (ports.users().byId(List.of(user)).isEmpty()) {
            throw new UnknownUserException(user);
        }
        return Stream.of(user);
    }

    private List<Step> look(ResetRequest request, List<UserId> users, Instant now) {
        return reader.of(users, now).values().stream()
                .flatMap(user -> {
                    Usage before = user.userQuota().usage();
                    return before == null || reset(request, user, before, now).equals(before)
                            ? Stream.empty()
                            : Stream.of(new Step(user.user(), before));
                })
                .toList();
    }

    private List<Step> write(ResetRequest request, List<UserId> users, Lease lease, Instant now) {
        return ports.unitOfWork().<List<Step>>call(tx -> {
            lease.renew(tx);
            Map<UserId, Usage> locked = ports.usage().lock(tx, users);
            Map<UserId, ResolvedProfile> resolved = reader.of(locked.keySet(), now);
            List<Step> steps = new ArrayList<>();
            List<Usage> after = new ArrayList<>();
            List<UsageAdjustment> adjustments = new ArrayList<>();
            locked.forEach((id, before) -> {
                ResolvedProfile user = resolved.get(id);
                Usage reset = user == null ? before : reset(request, with(user, before), before, now);
                if (!reset.equals(before)) {
                    steps.add(new Step(id, before));
                    after.add(reset);
                    adjustments.addAll(taken(request, user, before, now));
                }
            });
            if (!after.isEmpty()) {
                ports.usage().put(tx, after);
                ports.usage().adjust(tx, adjustments);
                ports.profiles().note(tx, notes(request, steps, now));
            }
            return steps;
        });
    }

    private static ResolvedProfile with(ResolvedProfile user, Usage usage) {
        return new ResolvedProfile(
                new UserQuota(user.userQuota().user(), user.userQuota().candidates(), usage), user.resolution());
    }

    private Usage reset(ResetRequest request, ResolvedProfile user, Usage before, Instant now) {
        WindowKeys keys = keys(user, now);
        return before.with(PerWindow.of(window -> reset(request, before.counter(window), keys.of(window))));
    }

    private WindowKeys keys(ResolvedProfile user, Instant now) {
        return reader.calendar().keys(now).withCycle(user.resolution().cycleKey());
    }

    /** A counter of a later window than the present one is left alone: somebody's clock goes wrong, perhaps ours. */
    private static Counter reset(ResetRequest request, Counter counter, @Nullable WindowKey present) {
        if (present == null || !request.windows().contains(present.window())) {
            return counter;
        }
        int order = counter.key().compareTo(present);
        return order < 0 || (order == 0 && request.running()) ? Counter.none(present) : counter;
    }

    /** What is taken from windows that still run. */
    private List<UsageAdjustment> taken(
            ResetRequest request, @Nullable ResolvedProfile user, Usage before, Instant now) {
        if (user == null || !request.running()) {
            return List.of();
        }
        WindowKeys keys = keys(user, now);
        return request.windows().stream()
                .sorted()
                .map(before::counter)
                .filter(counter -> counter.key().equals(keys.of(counter.key().window()))
                        && !counter.traffic().isNone())
                .map(counter -> new UsageAdjustment(
                        TimeOrderedIds.next(now),
                        before.user(),
                        counter.key(),
                        TrafficSum.of(counter.traffic()).negated(),
                        "reset",
                        request.actor(),
                        now))
                .toList();
    }

    /** A reset that takes nothing away is no news to anybody but whoever looks after the runs: one entry for all. */
    private static List<ProfileChange> notes(ResetRequest request, List<Step> steps, Instant now) {
        String windows = request.windows().stream().sorted().map(Window::name).collect(Collectors.joining(", "));
        List<Holder> holders = request.running()
                ? steps.stream().map(step -> Holder.of(step.user())).toList()
                : List.of(Holder.DEFAULT);
        String cause = request.running()
                ? "reset of " + windows
                : "roll-over of " + windows + " for " + steps.size() + " users";
        return holders.stream()
                .map(holder -> new ProfileChange(
                        TimeOrderedIds.next(now),
                        holder,
                        ProfileChange.Type.RESET,
                        null,
                        null,
                        cause,
                        request.actor(),
                        now))
                .toList();
    }
}
