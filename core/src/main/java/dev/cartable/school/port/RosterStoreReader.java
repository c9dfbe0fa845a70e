package dev.cartable.school.port;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the stored roster, inactive people included. Safe for use by several threads. */
interface RosterStoreReader {
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
    Map<RosterStore.Link, Guardianship> guardianships(Collection<GuardianId> guardians);

    /** All active promotions' ids, read on demand. Close the stream. */
    Stream<PromotionId> promotionIds();

    /** The ids of those active promotions that were {@linkplain RosterStore#keepPromotions kept}, read on demand. Close the stream. */
    Stream<PromotionId> keptPromotionIds();

    /** All active pupils' ids, read on demand. Close the stream. */
    Stream<PupilId> pupilIds();

    /** All active guardians' ids, read on demand. Close the stream. */
    Stream<GuardianId> guardianIds();

    /** The ids of all guardians, also of those who have left the roster, read on demand. Close the stream. */
    Stream<GuardianId> everyGuardianId();

    /** All active links, read on demand. Close the stream. */
    Stream<RosterStore.Link> links();
}
