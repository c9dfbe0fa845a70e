package dev.cartable.school;

import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Some guardians were erased, and nobody else. */
record ErasedGuardians(Set<GuardianId> erased) implements ErasedPeople {
    static final ErasedPeople NONE = new ErasedGuardians(Set.of());

    @Override
    public Set<GuardianId> guardians(Collection<GuardianId> guardians) {
        return guardians.stream().filter(erased::contains).collect(Collectors.toSet());
    }

    @Override
    public Set<PupilId> pupils(Collection<PupilId> pupils) {
        return Set.of();
    }

    @Override
    public Set<UserId> users(Collection<UserId> users) {
        return Set.of();
    }
}
