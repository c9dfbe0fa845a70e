package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * A pupil's place in a class for a term: a pupil who changed class has it in the last one. A school that does not record it has the
 * class of a pupil's latest grade instead.
 *
 * @param registrationNumber the number that the school knows the pupil by; null if it has none
 * @param level the level of the class, such as « 6e »; null if it has none
 */
public record ClassMember(
        PupilId pupil,
        ClassTerm classTerm,
        @Nullable String registrationNumber,
        @Nullable String level) {
    public ClassMember {
        requireNonNull(pupil, "pupil");
        requireNonNull(classTerm, "classTerm");
        WellFormedText.optional("the registration number of pupil " + pupil, registrationNumber);
        WellFormedText.optional("the level of pupil " + pupil, level);
    }
}
