package dev.cartable.school.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many pupils are enrolled.
 *
 * @param pupils in all, those without a promotion too
 * @param byPromotion of each promotion that has any
 */
public record Enrolment(long pupils, Map<PromotionId, Long> byPromotion) {
    public Enrolment {
        byPromotion = Map.copyOf(byPromotion);
    }

    /** The enrolment of these active pupils. */
    public static Enrolment of(Collection<Pupil> active) {
        Map<PromotionId, Long> by = new HashMap<>();
        active.forEach(pupil -> {
            if (pupil.promotion() != null) {
                by.merge(pupil.promotion(), 1L, Long::sum);
            }
        });
        return new Enrolment(active.size(), by);
    }
}
