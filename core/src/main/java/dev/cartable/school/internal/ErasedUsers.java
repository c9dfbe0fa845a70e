package dev.cartable.school.internal;

import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Set;

/** Which users of the network were erased at their wish, and are not to be saved again. Safe for use by several threads. */
@FunctionalInterface
public interface ErasedUsers {
    /** Those of these users who were erased. */
    Set<UserId> among(Collection<UserId> users);
}
