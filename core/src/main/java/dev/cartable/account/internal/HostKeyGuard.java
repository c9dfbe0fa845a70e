package dev.cartable.account.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.HostKeyMismatchException;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.HostKeyStore.State;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.List;

/**
 * Compares a host key with the check values in the database, so that nothing is derived from another key. It reads the database
 * at every call: another node may have replaced the key meanwhile. Safe for use by several threads and nodes.
 */
public final class HostKeyGuard {
    private final HostKey key;
    private final HostKeyStore store;

    public HostKeyGuard(HostKey key, HostKeyStore store) {
        this.key = requireNonNull(key, "key");
        this.store = requireNonNull(store, "store");
    }

    /** How the key compares with the database now. Writes nothing. */
    public State state() {
        return state(store.all());
    }

    private State state(List<HostKeyStore.Entry> used) {
        List<String> given = key.all().stream().map(HostKey::checkValue).toList();
        if (used.isEmpty()) {
            return State.UNUSED;
        }
        int last = used.size() - 1;
        for (int i = 0; i < last; i++) {
            if (used.get(i).check().equals(given.get(0))) {
                return State.SUPERSEDED;
            }
        }
        if (used.stream().noneMatch(entry -> given.contains(entry.check()))) {
            return used.stream().allMatch(entry -> entry.lostAt() != null) ? State.REPLACING : State.OTHER;
        }
        if (used.stream().anyMatch(entry -> entry.lostAt() == null && !given.contains(entry.check()))) {
            return State.INCOMPLETE;
        }
        return used.get(last).check().equals(given.get(0)) ? State.CURRENT : State.REPLACING;
    }

    /**
     * Refuses a key that the database was not written with. Writes nothing.
     *
     * @throws HostKeyMismatchException if nothing may be derived from the key
     */
    public void check() {
        refuse(state());
    }

    /**
     * Refuses as {@link #check()} does, before something that was derived is written in this transaction. The first key of a
     * database, and a key that replaces older ones, is recorded in the same transaction; of two nodes with different keys, exactly
     * one can.
     *
     * @throws HostKeyMismatchException if nothing may be derived from the key
     */
    public void use(Tx tx, Instant now) {
        List<HostKeyStore.Entry> used = store.all();
        State state = state(used);
        if (state == State.UNUSED || state == State.REPLACING) {
            int next = used.isEmpty() ? 1 : used.get(used.size() - 1).number() + 1;
            store.add(tx, new HostKeyStore.Entry(next, key.checkValue(), now, null, null));
            state = state();
            if (state != State.CURRENT && !state.isRefused()) {
                throw new IllegalStateException(
                        "another transaction has just recorded the host key; this one is undone. Run it again");
            }
        }
        refuse(state);
    }

    private static void refuse(State state) {
        if (state.isRefused()) {
            throw new HostKeyMismatchException(state);
        }
    }
}
