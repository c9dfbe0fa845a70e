package dev.cartable.work.internal;

import dev.cartable.work.Actor;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.util.Collection;
import java.util.Map;

/** Where use cases of all contexts record what people have done. Safe for use by several threads. */
public interface AuditLog {
    /** For a host that keeps no trail. */
    AuditLog NONE = new AuditLog() {
        @Override
        public void record(Tx tx, Actor actor, Deed deed) {}

        @Override
        public void erase(Tx tx, Actor actor, Erasure erasure) {}
    };

    /**
     * Appends an entry, which is there if and only if the transaction commits. It locks the end of the trail until then, so that it is
     * the last thing that a transaction does.
     */
    void record(Tx tx, Actor actor, Deed deed);

    /** Takes a person out of all entries, and appends one that says so. */
    void erase(Tx tx, Actor actor, Erasure erasure);

    /**
     * A person who is taken out.
     *
     * @param deed what the entry says
     * @param names what the person may be called where they acted themselves
     * @param pseudonym what they are called from now on
     * @param subjects as what entries may be about them, as {@code pupil:ID}, with what stands there instead
     */
    record Erasure(Deed deed, Collection<String> names, String pseudonym, Map<String, String> subjects) {
        /** Does so in the trail that belongs to these transactions; the last step of the transaction. */
        public void record(UnitOfWork transactions, Tx tx) {
            if (transactions instanceof RunTransactions all) {
                all.erase(tx, this);
            }
        }
    }
}
