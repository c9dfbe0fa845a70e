package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leases in memory, by a clock that is given. Safe for use by several threads. */
final class InMemoryLeases implements Leases {
    private final InMemoryUnitOfWork unitOfWork;
    private final InstantSource clock;
    private final Map<String, Row> rows = new HashMap<>();

    /**
     * No leases yet.
     *
     * @param clock the store's clock
     */
    public InMemoryLeases(InMemoryUnitOfWork unitOfWork, InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Attempt acquire(String name, Holder holder, Duration ttl) {
        requireNonNull(name, "name");
        requireNonNull(holder, "holder");
        return unitOfWork.read(() -> {
            Row row = rows.get(name);
            Instant now = clock.instant();
            if (row != null && row.holder() != null && row.isHeldAt(now)) {
                return new Attempt.Held(name, row.holder(), row.until());
            }
            long fence = row == null ? 1 : row.fence() + 1;
            rows.put(name, new Row(holder, now.plus(ttl), fence));
            return new Attempt.Granted(new Grant(name, holder, fence));
        });
    }

    @Override
    public void renew(Tx tx, Grant grant, Duration ttl) {
        InMemoryTx own = unitOfWork.own(tx);
        Row row = rows.get(grant.name());
        if (row == null || !row.isOf(grant)) {
            throw new LeaseLostException(grant);
        }
        Row renewed = new Row(grant.holder(), clock.instant().plus(ttl), grant.fence());
        rows.put(grant.name(), renewed);
        own.onRollback(() -> rows.replace(grant.name(), renewed, row));
    }

    @Override
    public void release(Grant grant) {
        unitOfWork.read(() -> rows.computeIfPresent(
                grant.name(), (name, row) -> row.isOf(grant) ? new Row(null, row.until(), row.fence()) : row));
    }

    @Override
    public Optional<Attempt.Held> holder(String name) {
        return unitOfWork.read(() -> {
            Row row = rows.get(name);
            return row != null && row.holder() != null && row.isHeldAt(clock.instant())
                    ? Optional.of(new Attempt.Held(name, row.holder(), row.until()))
                    : Optional.empty();
        });
    }

    /** A lease that was given at least once; it keeps its fence when it is given back. */
    private record Row(Leases.@Nullable Holder holder, Instant until, long fence) {
        boolean isHeldAt(Instant now) {
            return holder != null && until.isAfter(now) && !holder.isGone();
        }

        boolean isOf(Grant grant) {
            return grant.holder().equals(holder) && grant.fence() == fence;
        }
    }
}
