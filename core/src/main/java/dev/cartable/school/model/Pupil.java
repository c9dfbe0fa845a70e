package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * A pupil as the host knows them.
 *
 * @param promotion the promotion that the pupil belongs to, where the host has one
 * @param email the pupil's own address as the host wrote it, unchecked: it is only compared, so that no guardian's
 *     message goes to the pupil
 * @param active whether the pupil is enrolled now
 */
public record Pupil(
        PupilId id,
        PersonName name,
        @Nullable PromotionId promotion,
        @Nullable String email,
        boolean active) {
    public Pupil {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        WellFormedText.optional("the e-mail address of pupil " + id, email);
    }
}
