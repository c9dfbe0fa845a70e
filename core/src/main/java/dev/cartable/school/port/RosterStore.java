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
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where an imported roster is kept, when Cartable and not the host owns the relations. What has left the roster is
 * inactive, and is never deleted, but for the links of a guardian who was erased.
 */
public interface RosterStore {
    /** Whether the relations can be written; false where the host defined them as views over its own tables. */
    boolean writable();

    /** Whether guardians and their links can be written, as erasing needs it; true wherever {@link #writable()} is. */
    boolean guardiansWritable();

    /** The promotions with these ids, active ones only. */
    Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids);

    /** The pupils with these ids, inactive ones too. */
    Map<PupilId, Pupil> pupils(Collection<PupilId> ids);

    /** The active guardians with these ids; one that has left the roster is not among them. */
    Map<GuardianId, Guardian> guardians(Collection<GuardianId> ids);

    /** The active links of these guardians. */
    Map<Link, Guardianship> guardianships(Collection<GuardianId> guardians);

    /** All active promotions' ids, read on demand. Close the stream. */
    Stream<PromotionId> promotionIds();

    /** The ids of those active promotions that were {@linkplain #keepPromotions kept}, read on demand. Close the stream. */
    Stream<PromotionId> keptPromotionIds();

    /** All active pupils' ids, read on demand. Close the stream. */
    Stream<PupilId> pupilIds();

    /** All active guardians' ids, read on demand. Close the stream. */
    Stream<GuardianId> guardianIds();

    /** The ids of all guardians, also of those who have left the roster, read on demand. Close the stream. */
    Stream<GuardianId> everyGuardianId();

    /** All active links, read on demand. Close the stream. */
    Stream<Link> links();

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
