package dev.cartable.quota;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a user has used since the store was last written to, and the headroom that is left: three numbers, which hold until the first window
 * ends. Asks no store. Safe for use by several threads.
 */
final class Meter {
    /** What a meter says. */
    enum Answer {
        GRANTED,
        DENIED,
        /** It does not know any more what headroom there is, and has to read the store. */
        STALE,
        /** It is not asked any more; another one is. */
        RETIRED
    }

    private final UserId user;
    private final List<UsageEvent> unsaved = new ArrayList<>();
    private long total;
    private long up;
    private long down;
    private Instant until = Instant.MIN;
    private Traffic gathered = Traffic.NONE;
    private Instant lastUse = Instant.MIN;
    private boolean asked;
    private boolean retired;
    private int saves;

    /** Held by whoever reads the store for it, so that the others wait for what that one finds. */
    private final ReentrantLock reading = new ReentrantLock();

    Meter(UserId user) {
        this.user = user;
    }

    UserId user() {
        return user;
    }

    synchronized Answer take(Traffic more, Instant now) {
        if (retired) {
            return Answer.RETIRED;
        }
        asked = true;
        if (isStale(now)) {
            close();
            return Answer.STALE;
        }
        long both = more.up() + more.down();
        if (total == 0 || up == 0 || down == 0 || both > total || more.up() > up || more.down() > down) {
            return Answer.DENIED;
        }
        total -= both;
        up -= more.up();
        down -= more.down();
        gathered = gathered.plus(more);
        lastUse = now.isAfter(lastUse) ? now : lastUse;
        return Answer.GRANTED;
    }

    private boolean isStale(Instant now) {
        return !now.isBefore(until);
    }

    /** Reads how the user stands, unless somebody else has done so in the meantime. */
    void refresh(CheckAllowance check, InstantSource time) {
        reading.lock();
        try {
            int since = staleSince(time.instant());
            if (since >= 0) {
                read(check.check(user), since);
            }
        } finally {
            reading.unlock();
        }
    }

    private synchronized int staleSince(Instant now) {
        return isStale(now) ? saves : -1;
    }

    /** Makes one event of what has gathered, so that it is charged to the windows in which it was used. */
    private void close() {
        if (!gathered.isNone()) {
            unsaved.add(new UsageEvent(new EventId("meter-" + TimeOrderedIds.next(lastUse)), user, gathered, lastUse));
            gathered = Traffic.NONE;
        }
    }

    /** What still has to be written to the store. It stays until {@link #saved}, under the same ids. */
    synchronized List<UsageEvent> unsaved() {
        close();
        return List.copyOf(unsaved);
    }

    /** Forgets what the store knows now. */
    synchronized void saved(Collection<UsageEvent> events) {
        unsaved.removeAll(events);
        saves++;
    }

    /** How often the store was written to: what was read from it before the last time is out of date. */
    synchronized int saves() {
        return saves;
    }

    /**
     * Takes over how the user stands, less what the store does not know yet.
     *
     * @param since {@link #saves()} before it was read; out of date, nothing is taken over
     */
    synchronized void read(Allowance allowance, int since) {
        if (since != saves) {
            return;
        }
        Traffic unknown = unsaved.stream().map(UsageEvent::traffic).reduce(gathered, Traffic::plus);
        Headroom headroom = Headroom.of(allowance).minus(unknown);
        total = headroom.total();
        up = headroom.up();
        down = headroom.down();
        until = allowance.windows().stream()
                .map(WindowAllowance::nextResetAt)
                .filter(end -> end != null)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Whether nobody has asked since the last time and nothing has to be written; then it is not asked any more. */
    synchronized boolean retire() {
        retired = !asked && unsaved.isEmpty() && gathered.isNone();
        asked = false;
        return retired;
    }
}
