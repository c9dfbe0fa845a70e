package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A port: which instance sends messages from this database, kept in the database itself. Safe for use by several threads and nodes. */
public interface InstanceStore {
    /** What the database keeps; empty before the first use. Read in the thread's transaction if there is one. */
    Optional<Entry> find();

    /** As {@link #find}, and locks it against other writers until the transaction ends. */
    Optional<Entry> lock(Tx tx);

    /**
     * Adds the entry. If there is one, by any transaction, nothing is written, and the call does not fail.
     *
     * @return whether it was added
     */
    boolean add(Tx tx, Entry entry);

    /** Overwrites the entry; does nothing if there is none. */
    void update(Tx tx, Entry entry);

    /**
     * The instance that sends messages.
     *
     * @param id its id
     * @param since since when it does
     * @param other another instance that used this database: the one that disagrees, or the one that a person decided against
     * @param heldSince since when the two disagree and nothing is sent; null if they do not
     * @param epoch how often a backup was made or restored; see {@link RestoreLog}
     */
    record Entry(
            String id,
            Instant since,
            @Nullable String other,
            @Nullable Instant heldSince,
            long epoch) {
        public Entry {
            requireNonNull(id, "id");
            requireNonNull(since, "since");
            if (heldSince != null && other == null) {
                throw new IllegalArgumentException(
                        "instance " + id + " is held since " + heldSince + " by no other instance");
            }
        }

        /** With no backup yet. */
        public Entry(String id, Instant since, @Nullable String other, @Nullable Instant heldSince) {
            this(id, since, other, heldSince, 0);
        }

        /** The same at another epoch. */
        public Entry withEpoch(long other) {
            return new Entry(id, since, this.other, heldSince, other);
        }
    }
}
