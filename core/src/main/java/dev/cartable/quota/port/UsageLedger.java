package dev.cartable.quota.port;

import dev.cartable.quota.model.LedgerSpan;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was counted, down to the single events, so that it can be proven. Safe for use by several threads and nodes. */
public interface UsageLedger {
    /**
     * The ledgers of all users of whom anything is stored, also of those whom the host does not know any more: those of one
     * user together, each user once, all as they were at one instant, read on demand. Close the stream.
     *
     * @param user only this user's; null for everybody's
     */
    Stream<UserLedger> read(LedgerSpan span, @Nullable UserId user);

    /** The ledgers of these users, all as they were at one instant. Users of whom nothing is stored are left out. */
    Map<UserId, UserLedger> byUser(Collection<UserId> users, LedgerSpan span);

    /**
     * Locks what is counted for these users, so that nobody counts for them meanwhile, and reads it. Users of whom nothing is
     * stored are left out. Counters are locked before days, as by those who count, so that nobody waits in a circle.
     */
    Map<UserId, UserLedger> lock(Tx tx, Collection<UserId> users, LedgerSpan span);

    /** Overwrites the records of days that {@link #lock} has returned in the same transaction; a day of nothing is removed. */
    void putDays(Tx tx, Map<UserId, Map<LocalDate, Traffic>> days);
}
