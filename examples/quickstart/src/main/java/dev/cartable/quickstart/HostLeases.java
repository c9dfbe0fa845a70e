package dev.cartable.quickstart;

import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A host's own leases: the last grant of each name, by the clock of the database. */
final class HostLeases implements Leases {
    private final HostDatabase database;
    private final InstantSource clock;
    private final Map<String, Row> rows = new HashMap<>();

    HostLeases(HostDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A row stays when its lease is given back: the next grant needs a greater fence. */
    private record Row(Grant grant, Instant until, boolean released) {}

    @Override
    public Attempt acquire(String name, Holder holder, Duration ttl) {
        return database.read(() -> {
            Optional<Attempt.Held> held = holder(name);
            if (held.isPresent()) {
                return held.get();
            }
            Row row = rows.get(name);
            Grant grant = new Grant(name, holder, row == null ? 1 : row.grant().fence() + 1);
            rows.put(name, new Row(grant, clock.instant().plus(ttl), false));
            return new Attempt.Granted(grant);
        });
    }

    @Override
    public void renew(Tx tx, Grant grant, Duration ttl) {
        Row row = database.read(() -> rows.get(grant.name()));
        database.put(tx, rows, grant.name(), new Row(grant, clock.instant().plus(ttl), false));
        if (row == null || row.released() || !row.grant().equals(grant)) {
            throw new LeaseLostException(grant); // which undoes the write
        }
    }

    @Override
    public void release(Grant grant) {
        database.read(() -> rows.computeIfPresent(
                grant.name(), (name, row) -> row.grant().equals(grant) ? new Row(grant, row.until(), true) : row));
    }

    @Override
    public Optional<Attempt.Held> holder(String name) {
        return database.read(() -> Optional.ofNullable(rows.get(name)))
                .filter(row -> !row.released() && row.until().isAfter(clock.instant()))
                .map(row -> new Attempt.Held(name, row.grant().holder(), row.until()))
                .filter(held -> !held.holder().isGone());
    }
}
