package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The use case that forgets the ids of old events, so that they do not pile up. What they counted stays: records of days and
 * counters do not change, and {@link AuditUsage} proves old days by their records.
 *
 * <p>Events are forgotten a day after nothing asks for them any more, so that an audit that is under way meanwhile, or on a
 * node whose clock is behind, misses none. Chunk by chunk, each in a transaction of its own; a run that a crash has ended is
 * simply run again. Safe for use by several threads and nodes.
 */
public final class ForgetUsageEvents {
    /** How much longer than {@link QuotaSettings#remembered()} events are kept. */
    public static final Duration MARGIN = Duration.ofDays(1);

    private static final int AT_ONCE = 10_000;

    private final UnitOfWork unitOfWork;
    private final UsageStore usage;
    private final QuotaSettings settings;
    private final InstantSource time;

    ForgetUsageEvents(UnitOfWork unitOfWork, UsageStore usage, QuotaSettings settings, InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.usage = requireNonNull(usage, "usage");
        this.settings = requireNonNull(settings, "settings");
        this.time = requireNonNull(time, "time");
    }

    /** Events that happened before this instant would be forgotten now. */
    public Instant before() {
        return time.instant().minus(settings.remembered()).minus(MARGIN);
    }

    /** How many events would be forgotten now. Writes nothing. */
    public long plan() {
        return usage.eventsBefore(before());
    }

    /**
     * Forgets them. A second run forgets nothing.
     *
     * @return how many were forgotten
     * @throws IllegalStateException inside a transaction of the host; nothing is forgotten
     */
    public long run() {
        unitOfWork.requireOwn("forgetting events");
        Instant before = before();
        long forgotten = 0;
        int some;
        do {
            some = unitOfWork.<Integer>call(tx -> usage.forgetEvents(tx, before, AT_ONCE));
            forgotten += some;
        } while (some > 0);
        return forgotten;
    }
}
