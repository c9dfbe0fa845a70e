package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageRefusal;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Chunks;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The use case that counts use before it happens, in the memory of this process, for whoever asks for every packet: an answer
 * takes less than a microsecond, where {@link ConsumeUsage} waits for a commit. What has gathered is written by {@link #flush},
 * one event for each user, in the windows in which it was used; a host calls that every few seconds, and {@link #close} at the
 * end.
 *
 * <p>On one node no limit is passed. What is not flushed is not seen by other nodes, which can together pass a limit by what
 * they grant between two flushes, nor by {@link CheckAllowance}; and a process that is killed loses it. Where that must not be,
 * {@link ConsumeUsage} is the right one. A change of profiles is noticed at the next flush.
 *
 * <p>Keeps about 300 bytes for each user who has used something since the last flush but one. Safe for use by several threads.
 */
public final class MeterUsage implements AutoCloseable {
    private static final int CHUNK = 1_000;

    private final UnitOfWork unitOfWork;
    private final CheckAllowance check;
    private final RecordUsage record;
    private final InstantSource time;
    private final ConcurrentMap<UserId, Meter> meters = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();

    public MeterUsage(UnitOfWork unitOfWork, CheckAllowance check, RecordUsage record, InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.check = requireNonNull(check, "check");
        this.record = requireNonNull(record, "record");
        this.time = requireNonNull(time, "time");
    }

    /**
     * Asks to use something now, and counts it if there is room for it: in every window that the profile limits, its grace
     * included. Asks the store only the first time, and when a window has ended.
     *
     * @return whether it may be used; false too for who is not served at all, and {@link CheckAllowance} says why
     * @throws UnknownUserException if the host does not know the user
     */
    public boolean tryConsume(UserId user, Traffic traffic) {
        while (true) {
            Meter meter = meters.get(user);
            if (meter == null) {
                meter = new Meter(user);
                read(meter);
                meters.putIfAbsent(user, meter);
                continue;
            }
            switch (meter.take(traffic, time.instant())) {
                case GRANTED -> {
                    return true;
                }
                case DENIED -> {
                    return false;
                }
                case STALE -> read(meter);
                case RETIRED -> meters.remove(user, meter);
            }
        }
    }

    private void read(Meter meter) {
        int told = meter.told();
        meter.read(check.check(meter.user()), told);
    }

    /**
     * Writes what has gathered, and reads how everyone stands now. If the store fails, what it was not told stays, and is told
     * the next time: nothing is counted twice.
     *
     * @return what became of the events; what was refused, because the host no longer knows the user or it could not be told
     *     for too long, is in there and nowhere else any more
     * @throws IllegalStateException inside a transaction, which could roll back what is forgotten here
     */
    public UsageReport flush() {
        unitOfWork.requireOwn("the flush of the meters");
        flushing.lock();
        try {
            Set<EventId> counted = new HashSet<>();
            Set<EventId> repeated = new HashSet<>();
            List<UsageRefusal> refused = new ArrayList<>();
            try (Stream<List<Meter>> chunks = Chunks.stream(meters.values().stream(), CHUNK)) {
                chunks.forEach(chunk -> {
                    UsageReport report = flush(chunk);
                    counted.addAll(report.counted());
                    repeated.addAll(report.repeated());
                    refused.addAll(report.refused());
                });
            }
            return new UsageReport(counted, repeated, refused);
        } finally {
            flushing.unlock();
        }
    }

    private UsageReport flush(List<Meter> chunk) {
        Map<Meter, List<UsageEvent>> untold = new HashMap<>();
        for (Meter meter : chunk) {
            if (meter.retire()) {
                meters.remove(meter.user(), meter);
            } else {
                untold.put(meter, meter.untold());
            }
        }
        UsageReport report =
                record.record(untold.values().stream().flatMap(List::stream).toList());
        untold.forEach(Meter::told);
        read(untold.keySet());
        return report;
    }

    private void read(Set<Meter> all) {
        Map<Meter, Integer> told = new HashMap<>();
        all.forEach(meter -> told.put(meter, meter.told()));
        Map<UserId, Allowance> allowances =
                check.check(all.stream().map(Meter::user).toList());
        told.forEach((meter, since) -> {
            Allowance allowance = allowances.get(meter.user());
            if (allowance != null) {
                meter.read(allowance, since);
            } else if (meter.retire()) {
                meters.remove(meter.user(), meter);
            }
        });
    }

    /** Flushes; what is refused is dropped. The meters can be asked again afterwards. */
    @Override
    public void close() {
        flush();
    }
}
