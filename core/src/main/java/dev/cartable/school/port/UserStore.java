package dev.cartable.school.port;

import dev.cartable.school.model.User;
import dev.cartable.work.Tx;
import java.util.Collection;

/** Where users are kept when Cartable and not the host owns the relation. Nothing is ever deleted: who has left is inactive. */
public interface UserStore {
    /** Whether the relation can be written; false where the host defined it as a view over its own tables. */
    boolean writable();

    /** Inserts or overwrites users. */
    void save(Tx tx, Collection<User> users);
}
