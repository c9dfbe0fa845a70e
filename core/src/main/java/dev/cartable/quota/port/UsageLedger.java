package dev.cartable.quota.port;

import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** What was counted, down to the single events, so that it can be proven. Safe for use by several threads and nodes. */
public interface UsageLedger extends UsageLedgerReader {
    /**
     * Locks what is counted for these users, so that nobody counts for them meanwhile, and reads it. Users of whom nothing is
     * stored are left out. Counters are locked before days, as by those who count, so that nobody waits in a circle.
     */
    Map<UserId, UserLedger> lock(Tx tx, Collection<UserId> users, UserLedger.Span span);

    /** Overwrites the records of days that {@link #lock} has returned in the same transaction; a day of nothing is removed. */
    void putDays(Tx tx, Map<UserId, Map<LocalDate, Traffic>> days);
}
