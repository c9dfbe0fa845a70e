package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A guardian with the pupils that the host links to them: all links, also those that are over, barred or to a pupil who
 * has left. {@link Entitlements} says which of them count.
 */
public record Family(Guardian guardian, List<Ward> wards) {
    public Family {
        requireNonNull(guardian, "guardian");
        wards = List.copyOf(wards);
        for (Ward ward : wards) {
            if (!ward.link().guardian().equals(guardian.id())) {
                throw new IllegalArgumentException("a link of guardian "
                        + ward.link().guardian() + " stands in the family of guardian " + guardian.id());
            }
        }
    }

    /** A pupil and the link that makes them this guardian's. */
    public record Ward(Pupil pupil, Guardianship link) {
        public Ward {
            requireNonNull(pupil, "pupil");
            requireNonNull(link, "link");
            if (!link.pupil().equals(pupil.id())) {
                throw new IllegalArgumentException("the link is to pupil " + link.pupil() + ", not to " + pupil.id());
            }
        }
    }
}
