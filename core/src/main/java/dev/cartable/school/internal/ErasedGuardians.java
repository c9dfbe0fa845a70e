package dev.cartable.school.internal;

import dev.cartable.school.model.GuardianId;
import java.util.Collection;
import java.util.Set;

/**
 * Who was erased at their wish, and is not to be brought back by a roster that still has them. Safe for use by several threads.
 */
@FunctionalInterface
public interface ErasedGuardians {
    /** How the pseudonyms begin that they go by. */
    String PSEUDONYM = "erased-";

    /** Those of these guardians who were erased. */
    Set<GuardianId> among(Collection<GuardianId> guardians);
}
