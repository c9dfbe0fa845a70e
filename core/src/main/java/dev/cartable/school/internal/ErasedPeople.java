package dev.cartable.school.internal;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Set;

/** Who was erased at their wish, and is not to be brought back by a host that still has them. Safe for use by several threads. */
public interface ErasedPeople {
    /** The first characters of the pseudonyms of the erased. */
    String PSEUDONYM = "erased-";

    /** Those of these guardians who were erased. */
    Set<GuardianId> guardians(Collection<GuardianId> guardians);

    /** Those of these pupils who were erased. */
    Set<PupilId> pupils(Collection<PupilId> pupils);

    /** Those of these users of the network who were erased. */
    Set<UserId> users(Collection<UserId> users);
}
