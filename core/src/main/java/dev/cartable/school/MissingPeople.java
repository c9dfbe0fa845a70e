package dev.cartable.school;

import dev.cartable.school.Section.Fate;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.RosterStore.Link;
import dev.cartable.work.Brake;
import dev.cartable.work.Chunks;
import dev.cartable.work.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is stored as being here and no longer stands on the roster that was passed over, and who is stored though they were
 * erased at their wish: of those no brake is asked.
 */
final class MissingPeople {
    private final RosterPass pass;
    private final Gone<PromotionId> promotions;
    private final Gone<PupilId> pupils;
    private final Gone<GuardianId> guardians;
    private final Gone<Link> links;
    private final Erased erased;

    private MissingPeople(
            RosterPass pass,
            Gone<PromotionId> promotions,
            Gone<PupilId> pupils,
            Gone<GuardianId> guardians,
            Gone<Link> links,
            Erased erased) {
        this.pass = pass;
        this.promotions = promotions;
        this.pupils = pupils;
        this.guardians = guardians;
        this.links = links;
        this.erased = erased;
    }

    /** Those of one relation, and how many are stored as being here. */
    private record Gone<K>(List<K> keys, long stored) {
        static <K> Gone<K> of(Stream<K> stored, Predicate<K> stays) {
            List<K> keys = new ArrayList<>();
            long[] count = {0};
            try (stored) {
                stored.forEach(key -> {
                    count[0]++;
                    if (!stays.test(key)) {
                        keys.add(key);
                    }
                });
            }
            return new Gone<>(keys, count[0]);
        }
    }

    /**
     * Guardians who were erased and are stored all the same: from before the roster was taken along, or while it could not be
     * written.
     *
     * @param all those too who are inactive already
     */
    private record Erased(Set<GuardianId> all, List<GuardianId> active, List<Link> links) {
        static Erased in(RosterStore store, ErasedGuardians erased) {
            Set<GuardianId> all = new HashSet<>();
            try (Stream<GuardianId> ids = store.everyGuardianId()) {
                Chunks.stream(ids, ChunkWork.SIZE).forEach(chunk -> all.addAll(erased.among(chunk)));
            }
            if (all.isEmpty()) {
                return new Erased(all, List.of(), List.of());
            }
            return new Erased(
                    all,
                    Gone.of(store.guardianIds(), id -> !all.contains(id)).keys,
                    Gone.of(store.links(), link -> !all.contains(link.guardian())).keys);
        }
    }

    static MissingPeople after(RosterPass pass, RosterStore store, ErasedGuardians erasures) {
        Erased erased = Erased.in(store, erasures);
        Set<PromotionId> kept;
        try (Stream<PromotionId> ids = store.keptPromotionIds()) {
            kept = ids.collect(Collectors.toSet());
        }
        return new MissingPeople(
                pass,
                Gone.of(store.promotionIds(), id -> pass.promotions.hasMet(id) || kept.contains(id)),
                Gone.of(store.pupilIds(), id -> pass.pupils.hasMet(id) || pass.isUnreadable(id.value())),
                Gone.of(
                        store.guardianIds(),
                        id -> pass.guardians.hasMet(id) || pass.isUnreadable(id.value()) || erased.all.contains(id)),
                Gone.of(
                        store.links(),
                        link -> pass.links.hasMet(link)
                                || pass.isUnreadable(link.guardian().value())
                                || pass.isUnreadable(link.pupil().value())
                                || erased.all.contains(link.guardian())),
                erased);
    }

    /** Asks the brake, for pupils, guardians and links each. */
    void check(Brake brake) {
        brake.check("make pupils inactive", pupils.keys.size() + pass.pupils.count(Fate.LEFT), pupils.stored);
        brake.check("make guardians inactive", guardians.keys.size(), guardians.stored);
        brake.check("end links between guardians and pupils", links.keys.size(), links.stored);
    }

    RosterCounts counts() {
        return new RosterCounts(
                change(pass.promotions, promotions, List.of()),
                change(pass.pupils, pupils, List.of()),
                change(pass.guardians, guardians, erased.active),
                change(pass.links, links, erased.links));
    }

    private static RosterCounts.Change change(Section<?, ?> section, Gone<?> gone, List<?> erased) {
        return new RosterCounts.Change(
                section.count(Fate.CREATED),
                section.count(Fate.CHANGED),
                section.count(Fate.UNCHANGED),
                section.count(Fate.LEFT) + gone.keys.size() + erased.size());
    }

    /** The digest of the whole plan: the rows that were passed over, and who has left. */
    String digest() {
        ContentDigest digest = new ContentDigest();
        digest.addAll(pass.digest());
        promotions.keys.forEach(id -> digest.add("retire promotion", id));
        pupils.keys.forEach(id -> digest.add("retire pupil", id));
        guardians.keys.forEach(id -> digest.add("retire guardian", id));
        links.keys.forEach(link -> digest.add("retire link", link.guardian(), link.pupil()));
        erased.active.forEach(id -> digest.add("erase guardian", id));
        return digest.hex();
    }

    /** Makes them inactive, links first, and those unknown who were erased. */
    void retire(RosterStore store, ChunkWork chunks) {
        retire(
                List.copyOf(erased.all),
                chunks,
                (tx, ids) -> ids.forEach(id ->
                        store.eraseGuardian(tx, id, new GuardianId(ErasedGuardians.PSEUDONYM + UUID.randomUUID()))));
        retire(links.keys, chunks, store::retireGuardianships);
        retire(guardians.keys, chunks, store::retireGuardians);
        retire(pupils.keys, chunks, store::retirePupils);
        retire(promotions.keys, chunks, store::retirePromotions);
    }

    private interface Retirer<K> {
        void retire(Tx tx, Collection<K> keys);
    }

    private static <K> void retire(List<K> keys, ChunkWork chunks, Retirer<K> retirer) {
        for (int from = 0; from < keys.size(); from += ChunkWork.SIZE) {
            List<K> chunk = keys.subList(from, Math.min(from + ChunkWork.SIZE, keys.size()));
            chunks.run(tx -> {
                if (tx != null) {
                    retirer.retire(tx, chunk);
                }
            });
        }
    }
}
