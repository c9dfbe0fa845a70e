package dev.cartable.quota.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where use is counted. Counters are only ever added to, in the database, never read, added up and written back; a counter
 * that is given a newer window begins anew, and one that is given an older window stays as it is. Safe for use by several
 * threads and nodes.
 */
public interface UsageStore extends UsageStoreReader {
    /** Locks the usage of these users, in the order of their ids, and returns what is there. */
    Map<UserId, Usage> lock(Tx tx, Collection<UserId> users);

    /**
     * Locks as {@link #lock} does, and returns what {@link #userQuotas} does. The usage is what it is under the lock; all else may
     * be as it was before somebody else gave the lock away.
     */
    default Map<UserId, UserQuota> lockUserQuotas(Tx tx, Collection<UserId> users) {
        lock(tx, users);
        return userQuotas(users);
    }

    /** Inserts the usage of users that have none yet. Returns the users that it was new for. */
    Set<UserId> open(Tx tx, Collection<Usage> usages);

    /** Overwrites usages that {@link #lock} has returned in the same transaction: roll-over, another assignment, a reset. */
    void put(Tx tx, Collection<Usage> usages);

    /**
     * Counts the events whose keys are not known yet: remembers the events, and adds to the days that they fell in and, where a
     * window is not older than the one that its counter is in, to the user's counters. A user without usage is given one. Of
     * events with one key in one call the first counts. Rows are written in the order of their keys, so that two callers never
     * block each other for good.
     *
     * <p>Whatever the order of the charges, and however they are shared out over calls, the rows are the same in the end. That
     * a row is opened under the assignment of the first charge is all that depends on it; the cycle's counter takes only what
     * is charged to that assignment, and all other charges count for day, week and month.
     *
     * @return the keys that were counted; all others were known, whatever was counted under them
     */
    Set<UsageEvent.Key> count(Tx tx, Collection<Charge> charges);

    /**
     * Changes days and counters as {@link #count} does, without an event, and where something is taken away, down to nothing and
     * not further: what one call takes from a window and adds to it under one assignment is added up first. A user without usage
     * is given one. Rows are written in the order of their keys, counters before days.
     */
    void change(Tx tx, Collection<UsageChange> changes);

    /** Notes that users were using the network under assignments at these times; the earliest one counts. */
    void firstUses(Tx tx, Map<FirstUse, Instant> at);

    /** What users and assignments are noted together for. */
    record FirstUse(UserId user, UUID assignment) {}

    /** Notes corrections, so that counters and days can be shown to agree. */
    void adjust(Tx tx, Collection<UsageAdjustment> adjustments);

    /**
     * Forgets events that happened before {@code before}, at most {@code max} of them, and notes that so old ones may
     * be missing from now on. Returns how many.
     */
    int forgetEvents(Tx tx, Instant before, int max);

    /**
     * All that is stored about one user's quota, read together.
     *
     * @param candidates what is assigned on the levels that were asked for, in no certain order
     * @param usage null if nothing has been recorded and no profile was assigned yet
     */
    record UserQuota(
            User user, List<Candidate> candidates, @Nullable Usage usage) {
        public UserQuota {
            requireNonNull(user, "user");
            candidates = List.copyOf(candidates);
        }
    }
}
