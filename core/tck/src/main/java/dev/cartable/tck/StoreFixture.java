package dev.cartable.tck;

import dev.cartable.account.model.AccountId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.WorkStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a contract needs from the adapter that it is run against. One for each test.
 *
 * @param <S> the group of stores, such as {@code AccountStores}, or all of them
 */
public interface StoreFixture<S extends WorkStores> {
    /** The stores under test, without a row in them. What was given before is not used any more. */
    S emptyStores();

    /**
     * Lets that much time pass on the clock of the stores, by which leases and claims run out. As it stands it waits; a
     * fixture that can move the clock, or the rows, overrides it.
     */
    default void letPass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Whether two transactions can be under way at once. Where not, tests of what one sees of the other are left out. */
    default boolean runsTransactionsSideBySide() {
        return true;
    }

    /**
     * Whether a transaction waits for a lock that another one holds.
     *
     * @param thread the thread on which the waiting transaction would be; a fixture of a database asks the database instead
     */
    boolean isBlocked(Thread thread);

    /**
     * The links of an account that are over, with the time of their end, which no port shows; empty if the fixture cannot
     * look, and then the tests that ask are left out.
     */
    default Optional<Map<PupilId, Instant>> endedLinks(AccountId account) {
        return Optional.empty();
    }

    /**
     * All that is stored, as texts by {@code table.column}, of every table that there is; empty if the fixture cannot look, and
     * then the tests that search it ask the ports alone.
     */
    default Optional<Map<String, List<String>>> cells() {
        return Optional.empty();
    }
}
