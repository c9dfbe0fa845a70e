package dev.cartable.school.model;

import java.time.LocalDate;
import java.util.List;

/** The one rule for who may receive what about whom. Every context that writes to a guardian asks here. */
public final class Entitlements {
    private Entitlements() {}

    /**
     * Whether the guardian may see the pupil's data on {@code day}, a date in the school's zone: the pupil is active, the
     * link holds that day, and the school has not barred it.
     */
    public static boolean maySee(Family.Ward ward, LocalDate day) {
        return ward.pupil().active() && ward.link().maySeePupil() && ward.link().validOn(day);
    }

    /** The pupils of the family whose data the guardian may see on {@code day}, in the family's order. */
    public static List<Pupil> visiblePupils(Family family, LocalDate day) {
        return family.wards().stream()
                .filter(ward -> maySee(ward, day))
                .map(Family.Ward::pupil)
                .toList();
    }
}
