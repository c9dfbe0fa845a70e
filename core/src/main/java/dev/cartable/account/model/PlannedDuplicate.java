package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;

/**
 * Two guardians whose accounts would have one address.
 *
 * @param sameName whether their names are the same but for capitals and accents
 */
public record PlannedDuplicate(GuardianId first, GuardianId second, boolean sameName) {
    public PlannedDuplicate {
        requireNonNull(first, "first");
        requireNonNull(second, "second");
    }
}
