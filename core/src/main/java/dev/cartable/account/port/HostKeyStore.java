package dev.cartable.account.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;
import dev.cartable.work.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A port: which host keys a database was written with. It stores check values, from which no key can be computed. Safe for use
 * by several threads and nodes.
 */
public interface HostKeyStore extends HostKeyStoreReader {
    /**
     * Adds a key. If one with this number or this check value is there, by any transaction, nothing is written, and the call does
     * not fail; a second caller waits for the first one's transaction.
     *
     * @return whether it was added
     */
    boolean add(Tx tx, Entry entry);

    /** Overwrites the key with this number; does nothing if there is none. */
    void update(Tx tx, Entry entry);

    /**
     * A key that came into use.
     *
     * @param number 1 for the first key of this database, then 2, 3 …
     * @param check the key's check value, 64 hexadecimal digits; unique
     * @param since when it was used for the first time
     * @param exportedAt when it was last exported on paper; null if never
     * @param lostAt when the administrator declared it lost; null for a key that is still to be given
     */
    record Entry(
            int number,
            String check,
            Instant since,
            @Nullable Instant exportedAt,
            @Nullable Instant lostAt) {
        public Entry {
            requireNonNull(check, "check");
            requireNonNull(since, "since");
            if (number < 1) {
                throw new IllegalArgumentException("a host key has a number from 1 on, not " + number);
            }
        }

        public Entry exported(Instant now) {
            return new Entry(number, check, since, now, lostAt);
        }

        public Entry lost(Instant now) {
            return new Entry(number, check, since, exportedAt, now);
        }
    }

    /**
     * Rows that were made with a host key.
     *
     * @param openLinks activation links that are neither used nor expired
     * @param tombstones erased people who are not to come back
     * @param usernames usernames that are never given again
     */
    record KeyedRows(long openLinks, long tombstones, long usernames) implements Counts {}

    /** How a host key compares with the keys that the database was written with. */
    enum State {
        /** The database was written with no key yet; the first use records this one. */
        UNUSED(false),
        /** It is the database's current key. */
        CURRENT(false),
        /** It is new, and carries all keys of the database as old keys; the first use makes it the current one. */
        REPLACING(false),
        /** The database was written with another key. */
        OTHER(true),
        /** Another key has replaced it: this node was not restarted since, or current and old keys are in the wrong order. */
        SUPERSEDED(true),
        /** An old key is missing that the database was written with and that was not declared lost. */
        INCOMPLETE(true);

        private final boolean refused;

        State(boolean refused) {
            this.refused = refused;
        }

        /** Whether nothing may be derived from the key. */
        public boolean isRefused() {
            return refused;
        }
    }
}
