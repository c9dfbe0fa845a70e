package dev.cartable.school.port;

import dev.cartable.school.model.User;
import dev.cartable.work.Tx;
import java.util.Collection;

/** Where users are kept when Cartable and not the host owns the relation. Nothing is ever deleted: who has left is inactive. */
public interface UserStore extends UserStoreReader {
    /** Inserts or overwrites users. */
    void save(Tx tx, Collection<User> users);
}
