package dev.cartable.privacy;

import static java.util.Objects.requireNonNull;

import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.quota.ForgetUsageEvents;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The use case that deletes data about people once its time is over: see {@link DataKind} for what is kept for how long, and
 * what stays although it is older, since another promise needs it. Call it every night.
 *
 * <p>No digest approves it: data ages by itself, so that a plan is out of date at once. Works chunk by chunk, each in a transaction of its own, one run at a time, held by the lease {@value #LEASE}. A run that
 * a crash has ended is simply run again; a second run finds nothing. It may run beside everything else. Safe for use by several
 * threads and nodes.
 */
public final class ApplyRetention {
    /** The lease that a run holds. */
    public static final String LEASE = "privacy.retention";

    private static final int AT_ONCE = 5_000;

    /** With a day for time zones: an alert that is forgotten within its month would fire again in it. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    private final UnitOfWork unitOfWork;
    private final Leases leases;
    private final BulkRun bulk;
    private final RetentionStore store;
    private final ForgetUsageEvents events;
    private final RetentionPeriods periods;
    private final InstantSource time;

    ApplyRetention(
            UnitOfWork unitOfWork,
            Leases leases,
            RetentionStore store,
            ForgetUsageEvents events,
            RetentionPeriods periods,
            InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.leases = requireNonNull(leases, "leases");
        this.bulk = new BulkRun(unitOfWork, leases, LEASE, "removing what need not be kept");
        this.store = requireNonNull(store, "store");
        this.events = requireNonNull(events, "events");
        this.periods = requireNonNull(periods, "periods");
        this.time = requireNonNull(time, "time");
    }

    /** The same with other periods. */
    public ApplyRetention keeping(RetentionPeriods others) {
        return new ApplyRetention(unitOfWork, leases, store, events, others, time);
    }

    /**
     * What was removed, or would be.
     *
     * @param removed rows of each kind; all kinds are there
     * @param usageEvents ids of events
     */
    public record Counts(Map<DataKind, Long> removed, long usageEvents) implements dev.cartable.work.Counts {
        public Counts {
            removed = Map.copyOf(removed);
        }

        /** The rows of each kind under {@link DataKind#option()}, and {@code usage-events}. */
        @Override
        public Map<String, Long> values() {
            Map<String, Long> values = new LinkedHashMap<>();
            Arrays.stream(DataKind.values()).forEach(kind -> values.put(kind.option(), removed.getOrDefault(kind, 0L)));
            values.put("usage-events", usageEvents);
            return values;
        }
    }

    /** Data of this kind that was in use at this instant or later is kept now. */
    public Instant before(DataKind kind) {
        Instant now = time.instant();
        Instant before = now.minus(periods.of(kind));
        Instant latest = switch (kind) {
            case SESSIONS, USAGE_DAYS -> events.before();
            case ALERT_FIRINGS -> now.minus(LONGEST_MONTH);
            default -> before;
        };
        return latest.isBefore(before) ? latest : before;
    }

    /** What would be removed now. Writes nothing. */
    public Counts plan() {
        Map<DataKind, Long> removed = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            removed.put(kind, store.count(kind, before(kind)));
        }
        return new Counts(removed, events.plan());
    }

    /** As {@link #run(Consumer)}, without a listener. */
    public Counts run() {
        return run(chunk -> {});
    }

    /**
     * Removes it.
     *
     * @param each is called after the commit of each chunk, with its kind
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is removed
     * @throws IllegalStateException inside a transaction of the host; nothing is removed
     */
    public Counts run(Consumer<? super DataKind> each) {
        return bulk.chunks(transactions -> {
            long forgotten = events.run();
            Map<DataKind, Long> removed = new EnumMap<>(DataKind.class);
            for (DataKind kind : DataKind.values()) {
                Instant before = before(kind);
                long sum = 0;
                int some;
                do {
                    some = transactions.<Integer>call(tx -> store.remove(tx, kind, before, AT_ONCE));
                    sum += some;
                    each.accept(kind);
                } while (some > 0);
                removed.put(kind, sum);
            }
            return new Counts(removed, forgotten);
        });
    }
}
