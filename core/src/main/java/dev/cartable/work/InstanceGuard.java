package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.InstanceStore.Entry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether this installation may send messages from its database, and run tasks. The database keeps the id of the instance
 * that speaks, and the installation {@linkplain LocalInstance keeps} its own. An installation without an id takes on the
 * database's; one with another id has been given a copy of the database. Then nothing is sent and no task runs, on any node, until
 * a person decides which of the two speaks ({@link #claim}).
 *
 * <p>A replica, an upgrade, another host name or a container without its files make no difference. A copy of a whole machine has the
 * same id and is not recognised. Safe for use by several threads and nodes.
 */
public final class InstanceGuard {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceGuard.class);
    private static final int CHUNK = 500;

    private final LocalInstance local;
    private final UnitOfWork unitOfWork;
    private final InstanceStore store;
    private final Unsent unsent;
    private final Restored restored;
    private final InstantSource time;
    private final AtomicBoolean comparesEpochs = new AtomicBoolean(true);

    public InstanceGuard(
            LocalInstance local,
            UnitOfWork unitOfWork,
            InstanceStore store,
            Unsent unsent,
            Restored restored,
            InstantSource time) {
        this.local = requireNonNull(local, "local");
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.store = requireNonNull(store, "store");
        this.unsent = requireNonNull(unsent, "unsent");
        this.restored = requireNonNull(restored, "restored");
        this.time = requireNonNull(time, "time");
    }

    /** Holds back messages that wait. */
    @FunctionalInterface
    public interface Unsent {
        /**
         * Holds up to {@code max} messages.
         *
         * @param speaking the instance that the database belongs to
         * @return how many; fewer than {@code max} if no more are left
         */
        int hold(Tx tx, int max, String speaking, Instant now);
    }

    /** What happens to a database that was restored: it would send old messages again, and run old slots. */
    public interface Restored {
        /** The epoch that is kept outside the database; 0 if there is none, or it cannot be read. */
        long epoch();

        /** As {@link Unsent#hold}. */
        int hold(Tx tx, int max, Instant now);

        /** Settles the slots of tasks that were due until now, so that they are not run. */
        void settle(Tx tx, Instant now);
    }

    /** Whether this installation may send messages and run tasks. */
    public sealed interface State {
        /** Whether it may. */
        default boolean speaks() {
            return this instanceof Speaks || this instanceof Unknown;
        }

        /** It is the one that speaks. */
        record Speaks(String id) implements State {}

        /** The database has no id yet, and the first use writes one. Only {@link InstanceGuard#look} answers this. */
        record Unknown() implements State {}

        /**
         * Two instances disagree: nothing is sent until a person decides.
         *
         * @param speaking the id in the database
         * @param other the id of the other one
         * @param since since when
         */
        record Held(String speaking, String other, Instant since) implements State {}

        /** A person has decided that another instance speaks. */
        record Silent(String own, String speaking) implements State {}
    }

    /** The id that this installation keeps; empty if it has none yet. */
    public Optional<String> ownId() {
        return local.id();
    }

    /** The file that this installation keeps its id in, whether it is there or not; empty if it uses none. */
    public Optional<Path> file() {
        return local.file();
    }

    /** The state as it is. Writes nothing, so that a disagreement that was not noted yet is not noted by this. */
    public State look() {
        return store.find()
                .map(entry -> state(entry, local.id().orElse(entry.id())))
                .orElseGet(State.Unknown::new);
    }

    /**
     * Whether this installation may speak now. One statement where nothing has changed. Takes on the database's id, or gives it one, at
     * the first use; notes a disagreement, and holds what waits, also what was queued since. At its first call it {@linkplain #silence
     * silences} a database whose epoch is lower than the one outside: it was restored by other means. A caller may rely on the answer
     * until the next tick, and not longer.
     */
    public State check() {
        Entry entry = store.find().orElseGet(this::first);
        if (comparesEpochs.get()) {
            long outside = restored.epoch();
            if (entry.epoch() < outside) {
                silence(outside);
                LOG.warn(
                        "The database was restored from a backup. What waits in it is held, and what was due is not run, until"
                                + " a person decides about it");
            }
            comparesEpochs.set(false);
        }
        State state = state(entry, local.adopt(entry.id()));
        if (state instanceof State.Held) {
            note(local.adopt(entry.id()));
            hold(entry.id());
            return look();
        }
        return state;
    }

    /**
     * Lets this installation speak from now on, and the other one no more. What waits is held first, so that a person decides about
     * it: releases it, or cancels it. Does nothing if this installation speaks already.
     *
     * @return the id that speaks
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public String claim() {
        unitOfWork.requireOwn("claiming a database");
        Entry found = store.find().orElseGet(this::first);
        String own = local.adopt(found.id());
        if (state(found, own).speaks()) {
            return own;
        }
        hold(found.id());
        unitOfWork.run(tx -> {
            Entry before = store.lock(tx).orElse(found);
            while (unsent.hold(tx, CHUNK, before.id(), time.instant()) == CHUNK) {
                // What was queued since is held, too.
            }
            String other = before.id().equals(own) ? before.other() : before.id();
            store.update(tx, new Entry(own, time.instant(), other, null, before.epoch()));
        });
        return own;
    }

    /**
     * Holds what waits and settles what was due, since the database was restored.
     *
     * @param epoch the database's from now on
     */
    public void silence(long epoch) {
        Instant now = time.instant();
        while (unitOfWork.<Integer>call(tx -> restored.hold(tx, CHUNK, now)) == CHUNK) {
            // The next chunk.
        }
        unitOfWork.run(tx -> {
            restored.settle(tx, now);
            store.lock(tx).ifPresent(entry -> store.update(tx, entry.withEpoch(Math.max(entry.epoch(), epoch))));
        });
    }

    /**
     * Holds a database that is a copy: nothing is sent from it and no task runs in it, on any node, until a person {@linkplain #claim
     * claims} it.
     *
     * @param copy what the copy is called
     */
    public void holdCopy(String copy) {
        Entry found = store.find().orElseGet(this::first);
        hold(found.id());
        unitOfWork.run(tx -> store.lock(tx)
                .ifPresent(entry ->
                        store.update(tx, new Entry(entry.id(), entry.since(), copy, time.instant(), entry.epoch()))));
    }

    /**
     * Begins the next epoch, after a backup was made: a database that is restored from it has a lower one.
     *
     * @return the new epoch, to be kept outside; empty if the database was never used to send
     */
    public Optional<Long> advance() {
        return unitOfWork.<Optional<Long>>call(tx -> store.lock(tx).map(entry -> {
            long next = Math.max(entry.epoch(), restored.epoch()) + 1;
            store.update(tx, entry.withEpoch(next));
            return next;
        }));
    }

    private State state(Entry entry, String own) {
        String other = entry.other();
        Instant heldSince = entry.heldSince();
        if (heldSince != null && other != null) {
            return new State.Held(entry.id(), other, heldSince);
        }
        if (own.equals(entry.id())) {
            return new State.Speaks(own);
        }
        return own.equals(other) ? new State.Silent(own, entry.id()) : new State.Held(entry.id(), own, time.instant());
    }

    private Entry first() {
        String id = local.id().orElseGet(() -> UUID.randomUUID().toString());
        Entry entry = new Entry(id, time.instant(), null, null, restored.epoch());
        return unitOfWork.<Boolean>call(tx -> store.add(tx, entry))
                ? entry
                : store.find().orElse(entry);
    }

    private void note(String own) {
        unitOfWork.run(tx -> store.lock(tx)
                .filter(entry -> entry.heldSince() == null && !own.equals(entry.id()) && !own.equals(entry.other()))
                .ifPresent(entry ->
                        store.update(tx, new Entry(entry.id(), entry.since(), own, time.instant(), entry.epoch()))));
    }

    private void hold(String speaking) {
        while (unitOfWork.<Integer>call(tx -> unsent.hold(tx, CHUNK, speaking, time.instant())) == CHUNK) {
            // The next chunk.
        }
    }
}
