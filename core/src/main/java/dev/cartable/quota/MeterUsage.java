package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.UsageReport.Refusal;
import dev.cartable.school.model.UserId;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Chunks;
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
 * <p>What the meters of one node grant passes no limit. What is counted elsewhere, by other nodes or by {@link RecordUsage},
 * they see with the next flush, as they do a change of profiles; so together a limit can be passed by what is used between two
 * flushes. {@link CheckAllowance} sees what has been flushed, and a process that is killed loses the rest. Where that must not
 * be, {@link ConsumeUsage} is the right one.
 *
 * <p>The meters are shared by all threads, so the stores have to be usable on any: {@link Quotas#meter} refuses
 * otherwise. Ask outside transactions: inside one a meter that all share would be read through it. Keeps about 300 bytes for each
 * user who has asked since the last flush but one. Safe for use by several threads.
 */
public final class MeterUsage implements AutoCloseable {
    private static final int CHUNK = 1_000;

    private final UnitOfWork unitOfWork;
    private final CheckAllowance check;
    private final RecordUsage record;
    private final InstantSource time;
    private final ConcurrentMap<UserId, Meter> meters = new ConcurrentHashMap<>();

    /** Guards what follows. */
    private final ReentrantLock flushing = new ReentrantLock();

    private final Set<UsageEvent.Key> counted = new HashSet<>();
    private final Set<UsageEvent.Key> repeated = new HashSet<>();
    private final List<Refusal> refused = new ArrayList<>();

    MeterUsage(UnitOfWork unitOfWork, CheckAllowance check, RecordUsage record, InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.check = requireNonNull(check, "check");
        this.record = requireNonNull(record, "record");
        this.time = requireNonNull(time, "time");
    }

    /**
     * Asks to use something now, and counts it if there is headroom for it: in every window that the profile limits, its grace
     * included. Asks the store only when the user was not asked about since the last flush but one, and when a window has ended.
     *
     * @return whether it may be used; false too for who is not served at all, and {@link CheckAllowance} says why
     * @throws QuotaException if the host does not know the user
     */
    public boolean tryConsume(UserId user, Traffic traffic) {
        while (true) {
            Meter meter = meters.computeIfAbsent(user, Meter::new);
            switch (meter.take(traffic, time.instant())) {
                case GRANTED -> {
                    return true;
                }
                case DENIED -> {
                    return false;
                }
                case STALE -> meter.refresh(check, time);
                case RETIRED -> meters.remove(user, meter);
            }
        }
    }

    /**
     * Writes what has gathered, and reads how everyone stands now. If the store fails, what was not written stays, and is written
     * the next time: nothing is counted twice.
     *
     * <p>Use that seems to be of the future, since the clock was set back, stays until its time has come.
     *
     * @return what became of the events, also of those that a flush has written that failed after them. What was refused,
     *     because the host no longer knows the user or it could not be written for too long, is in there and nowhere else any more
     * @throws IllegalStateException inside a transaction, which could roll back what is forgotten here
     */
    public UsageReport flush() {
        unitOfWork.requireOwn("the flush of the meters");
        flushing.lock();
        try {
            try (Stream<List<Meter>> chunks = Chunks.stream(meters.values().stream(), CHUNK)) {
                chunks.forEach(this::flush);
            }
            UsageReport report = new UsageReport(counted, repeated, refused);
            counted.clear();
            repeated.clear();
            refused.clear();
            return report;
        } finally {
            flushing.unlock();
        }
    }

    private void flush(List<Meter> chunk) {
        Map<Meter, List<UsageEvent>> unsaved = new HashMap<>();
        for (Meter meter : chunk) {
            if (meter.retire()) {
                meters.remove(meter.user(), meter);
            } else {
                unsaved.put(meter, meter.unsaved());
            }
        }
        if (unsaved.isEmpty()) {
            return;
        }
        UsageReport report =
                record.record(unsaved.values().stream().flatMap(List::stream).toList());
        counted.addAll(report.counted());
        repeated.addAll(report.repeated());
        Set<UsageEvent> early = new HashSet<>();
        for (Refusal refusal : report.refused()) {
            if (refusal.problem() == QuotaProblem.IN_THE_FUTURE) {
                early.add(refusal.event());
            } else {
                refused.add(refusal);
            }
        }
        unsaved.forEach((meter, events) -> meter.saved(
                events.stream().filter(event -> !early.contains(event)).toList()));
        read(unsaved.keySet());
    }

    private void read(Set<Meter> all) {
        Map<Meter, Integer> savesBefore = new HashMap<>();
        all.forEach(meter -> savesBefore.put(meter, meter.saves()));
        Map<UserId, Allowance> allowances =
                check.check(all.stream().map(Meter::user).toList());
        savesBefore.forEach((meter, since) -> {
            Allowance allowance = allowances.get(meter.user());
            if (allowance != null) {
                meter.read(allowance, since);
            }
        });
    }

    /** Flushes; what is refused is dropped. The meters can be asked again afterwards. */
    @Override
    public void close() {
        flush();
    }
}
