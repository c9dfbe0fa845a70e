package dev.cartable.quota.port;

import dev.cartable.quota.model.UserLedger;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads each user's counters beside the events and adjustments that they consist of. Safe for use by several threads. */
interface UsageLedgerReader {
    /**
     * The ledgers of all users of whom anything is stored, also of those whom the host does not know any more: those of one
     * user together, each user once, all as they were at one instant, read on demand. Close the stream.
     *
     * @param user only this user's; null for everybody's
     */
    Stream<UserLedger> read(UserLedger.Span span, @Nullable UserId user);

    /** The ledgers of these users, all as they were at one instant. Users of whom nothing is stored are left out. */
    Map<UserId, UserLedger> byUser(Collection<UserId> users, UserLedger.Span span);
}
