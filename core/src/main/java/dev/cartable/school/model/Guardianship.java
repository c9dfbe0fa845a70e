package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The link between a guardian and a pupil.
 *
 * @param primaryContact whether the school turns to this guardian first
 * @param maySeePupil whether this guardian may see the pupil's data and be notified about it
 * @param emergencyContact whether this guardian is called in an emergency
 * @param validFrom the first day of the link in the school's zone; null means always
 * @param validTo the last day of the link in the school's zone, included; null means for good
 */
public record Guardianship(
        GuardianId guardian,
        PupilId pupil,
        Relation relation,
        boolean primaryContact,
        boolean maySeePupil,
        boolean emergencyContact,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo) {

    public Guardianship {
        requireNonNull(guardian, "guardian");
        requireNonNull(pupil, "pupil");
        requireNonNull(relation, "relation");
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("the link of guardian " + guardian + " and pupil " + pupil + " ends on "
                    + validTo + ", before it begins on " + validFrom);
        }
    }

    /** A link with nothing special about it: not first contact, may see the pupil, no limit in time. */
    public static Guardianship of(GuardianId guardian, PupilId pupil, Relation relation) {
        return new Guardianship(guardian, pupil, relation, false, true, false, null, null);
    }

    /** Whether the link holds on {@code day}, a date in the school's zone. */
    public boolean validOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }
}
