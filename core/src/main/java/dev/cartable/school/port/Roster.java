package dev.cartable.school.port;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The school's guardians with their pupils, as the host has them now. Read-only; implementations are safe for use by
 * several threads.
 */
public interface Roster {
    /**
     * A roster of these families, which stays as it is: for a host whose data is in memory, and for tests.
     *
     * @throws IllegalArgumentException if a guardian is among them twice
     */
    static Roster of(Collection<Family> families) {
        return new FixedRoster(families);
    }

    /**
     * All active guardians with all their links, also guardians without a pupil, each once, in one stable order of ids, so
     * that two calls on unchanged data agree. Reads on demand, from one snapshot where the source can. Close the stream.
     */
    Stream<Family> families();

    /** As {@link #families()}, but only guardians who are linked to an active pupil of the promotion (with all their links). */
    Stream<Family> families(PromotionId promotion);

    /** The families of these guardians, those that are unknown or inactive left out, in no certain order. */
    List<Family> families(Collection<GuardianId> guardians);

    /** The families of all active guardians who are linked to one of these pupils, each with all its links, in no certain order. */
    List<Family> familiesOf(Collection<PupilId> pupils);

    /** The pupils with these ids, inactive ones too. */
    Map<PupilId, Pupil> pupils(Collection<PupilId> ids);

    /** How many pupils are enrolled now. */
    Enrolment enrolment();

    /**
     * How many pupils are enrolled.
     *
     * @param pupils in all, those without a promotion too
     * @param byPromotion of each promotion that has any
     */
    record Enrolment(long pupils, Map<PromotionId, Long> byPromotion) {
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
}
