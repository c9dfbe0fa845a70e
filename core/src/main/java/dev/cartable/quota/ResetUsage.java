package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that resets counters. Windows roll over by themselves, so that a reset on time only writes down what every
 * answer says already; it may run twice, late, or not at all. A reset of windows that still run takes use away, and is noted in
 * the history and as an adjustment. One run at a time, held by the lease {@value #LEASE}; a run that a crash has ended is run
 * again. No digest approves a reset: windows roll over by themselves, so that a plan is out of date at midnight. Safe for use by
 * several threads and nodes.
 */
public final class ResetUsage {
    /** The lease that a run holds. */
    public static final String LEASE = "quota.reset";

    private final QuotaPorts ports;
    private final QuotaReader reader;
    private final InstantSource time;
    private final BulkRun bulk;

    ResetUsage(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.time = requireNonNull(time, "time");
        this.bulk = new BulkRun(ports.unitOfWork(), ports.leases(), LEASE, "resetting counters");
    }

    /**
     * A run in numbers.
     *
     * @param input users whose counters were looked at
     * @param reset users whose counters changed
     * @param unchanged users whose counters were as they should be
     */
    public record Counts(long input, long reset, long unchanged) implements dev.cartable.work.Counts {
        Counts plus(boolean changed) {
            return new Counts(input + 1, reset + (changed ? 1 : 0), unchanged + (changed ? 0 : 1));
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
     * @throws QuotaException if the request names a user whom the host does not know
     */
    public Counts plan(Request request, Consumer<? super Step> each) {
        return BulkRun.plan(new Pass(request), look -> look.report(each)).counts();
    }

    /**
     * Resets the counters, chunk by chunk.
     *
     * @param each is called with each step after the commit of its chunk
     * @throws QuotaException if the request names a user whom the host does not know
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts run(Request request, Consumer<? super Step> each) {
        return bulk.write(new Pass(request), look -> look.report(each));
    }

    /**
     * A user who was looked at.
     *
     * @param before what the counters said that are reset; null if none is
     */
    private record Look(UserId user, @Nullable Usage before) {
        void report(Consumer<? super Step> each) {
            if (before != null) {
                each.accept(new Step(user, before));
            }
        }
    }

    private final class Pass implements BulkPass<UserId, Look, Counts> {
        private final Request request;
        private final Instant now = time.instant();
        private Counts counts = new Counts(0, 0, 0);

        Pass(Request request) {
            this.request = request;
        }

        @Override
        public void read(Consumer<? super UserId> items) {
            try (Stream<UserId> users = users(request)) {
                users.forEach(items);
            }
        }

        @Override
        public List<Look> decide(List<UserId> users) {
            Map<UserId, ResolvedProfile> resolved = reader.of(users, now);
            return users.stream()
                    .map(id -> {
                        ResolvedProfile user = resolved.get(id);
                        Usage before = user == null ? null : user.userQuota().usage();
                        boolean changes = user != null
                                && before != null
                                && !reset(request, user, before, now).equals(before);
                        return new Look(id, changes ? before : null);
                    })
                    .toList();
        }

        @Override
        public boolean writes(Look look) {
            return look.before() != null;
        }

        /** Where a chunk fails, the run stops: it is run again, and what is reset stays as it is. */
        @Override
        public boolean retriesOneByOne() {
            return false;
        }

        @Override
        public List<Look> write(List<Look> looks, UnitOfWork transactions) {
            List<UserId> users = looks.stream().map(Look::user).toList();
            Map<UserId, Step> steps =
                    transactions.<List<Step>>call(tx -> ResetUsage.this.write(tx, request, users, now)).stream()
                            .collect(Collectors.toMap(Step::user, Function.identity()));
            return users.stream()
                    .map(user -> {
                        Step step = steps.get(user);
                        return new Look(user, step == null ? null : step.before());
                    })
                    .toList();
        }

        @Override
        public void take(Look look) {
            counts = counts.plus(writes(look));
        }

        @Override
        public Counts counts() {
            return counts;
        }
    }

    private Stream<UserId> users(Request request) {
        UserId user = request.user();
        if (user == null) {
            return ports.usage().all().filter(Usage::active).map(Usage::user);
        }
        if (ports.users().byId(List.of(user)).isEmpty()) {
            throw QuotaException.unknown(user);
        }
        return Stream.of(user);
    }

    private List<Step> write(Tx tx, Request request, List<UserId> users, Instant now) {
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
    }

    private static ResolvedProfile with(ResolvedProfile user, Usage usage) {
        return new ResolvedProfile(
                new UserQuota(user.userQuota().user(), user.userQuota().candidates(), usage), user.resolution());
    }

    private Usage reset(Request request, ResolvedProfile user, Usage before, Instant now) {
        WindowKeys keys = keys(user, now);
        return before.with(PerWindow.of(window -> reset(request, before.counter(window), keys.of(window))));
    }

    private WindowKeys keys(ResolvedProfile user, Instant now) {
        return reader.calendar().keys(now).withCycle(user.resolution().cycleKey());
    }

    /** A counter of a later window than the present one is left alone: somebody's clock goes wrong, perhaps ours. */
    private static Counter reset(Request request, Counter counter, @Nullable WindowKey present) {
        if (present == null || !request.windows().contains(present.window())) {
            return counter;
        }
        int order = counter.key().compareTo(present);
        return order < 0 || (order == 0 && request.running()) ? Counter.none(present) : counter;
    }

    /** What is taken from windows that still run. */
    private List<UsageAdjustment> taken(Request request, @Nullable ResolvedProfile user, Usage before, Instant now) {
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
    private static List<ProfileChange> notes(Request request, List<Step> steps, Instant now) {
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

    /**
     * Which counters to reset.
     *
     * @param windows the windows, one or more
     * @param user only this user's; null for everybody's
     * @param running whether counters of windows that are still running begin at zero too; otherwise only those of windows that
     *     are over are brought up to the present one, which changes no answer
     * @param actor who asks for it, as the host calls them; may be empty
     */
    public record Request(Set<Window> windows, @Nullable UserId user, boolean running, String actor) {
        public Request {
            windows = Set.copyOf(windows);
            requireNonNull(actor, "actor");
            if (windows.isEmpty()) {
                throw new IllegalArgumentException("a reset of no window resets nothing");
            }
        }
    }
}
