package dev.cartable.school.port;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.util.Collection;

/**
 * Where an imported roster is kept, when Cartable and not the host owns the relations. What has left the roster is
 * inactive, and is never deleted, but for the links of a guardian who was erased.
 */
public interface RosterStore extends RosterStoreReader {
    /** Inserts or overwrites promotions, and makes them active. Those that are kept stay so. */
    void savePromotions(Tx tx, Collection<Promotion> promotions);

    /**
     * As {@link #savePromotions}, for promotions that do not come from a roster, such as those of staff, or that a person
     * beside it needs: from then on an import whose roster does not have them leaves them active.
     */
    void keepPromotions(Tx tx, Collection<Promotion> promotions);

    /** Inserts or overwrites pupils, each active or not as it says. */
    void savePupils(Tx tx, Collection<Pupil> pupils);

    /** Inserts or overwrites guardians, and makes them active. */
    void saveGuardians(Tx tx, Collection<Guardian> guardians);

    /** Inserts or overwrites links, and makes them active. */
    void saveGuardianships(Tx tx, Collection<Guardianship> guardianships);

    /** Makes these inactive; those that are unknown or inactive already stay as they are. */
    void retirePromotions(Tx tx, Collection<PromotionId> ids);

    /** Makes these inactive; those that are unknown or inactive already stay as they are. */
    void retirePupils(Tx tx, Collection<PupilId> ids);

    /** Makes these inactive; those that are unknown or inactive already stay as they are. */
    void retireGuardians(Tx tx, Collection<GuardianId> ids);

    /** Makes these inactive; those that are unknown or inactive already stay as they are. */
    void retireGuardianships(Tx tx, Collection<Link> links);

    /**
     * Makes a guardian unknown at their wish: their row goes by a pseudonym, which is also its name, says nothing else and is
     * inactive, and their links are deleted, since they would say whose parent it is. Does nothing if there is no such guardian.
     * Needs {@link #guardiansWritable()} alone.
     */
    void eraseGuardian(Tx tx, GuardianId guardian, GuardianId pseudonym);

    /** What a guardianship is known by. */
    record Link(GuardianId guardian, PupilId pupil) {}
}
