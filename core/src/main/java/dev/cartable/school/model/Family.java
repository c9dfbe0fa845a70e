package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * A guardian with the pupils that the host links to them: all links, also those that are over, barred or to a pupil who
 * has left. {@link #visiblePupils} says which of them count.
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

    /**
     * The pupils whose data the guardian may see on {@code day}, a date in the school's zone, in the family's order. This is the one
     * rule for guardians: {@code Entitlements} asks here, and so does each context that writes to a guardian.
     */
    public List<Pupil> visiblePupils(LocalDate day) {
        return wards.stream().filter(ward -> ward.maySee(day)).map(Ward::pupil).toList();
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

        /**
         * Whether the guardian may see the pupil's data on {@code day}: the pupil is active, the link holds that day, and the
         * school has not barred it.
         */
        public boolean maySee(LocalDate day) {
            return pupil.active() && link.maySeePupil() && link.validOn(day);
        }
    }
}
