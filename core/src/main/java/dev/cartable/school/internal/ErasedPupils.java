package dev.cartable.school.internal;

import dev.cartable.school.model.PupilId;
import java.util.Collection;
import java.util.Set;

/** Which pupils were erased at their wish, and are not to be brought back. Safe for use by several threads. */
@FunctionalInterface
public interface ErasedPupils {
    /** Those of these pupils who were erased. */
    Set<PupilId> among(Collection<PupilId> pupils);
}
