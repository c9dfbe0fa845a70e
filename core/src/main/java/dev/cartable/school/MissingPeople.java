package dev.cartable.school;

import dev.cartable.school.RosterRelation.Item;
import dev.cartable.school.RosterRelation.Outcome;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.RosterStore.Link;
import dev.cartable.work.Brake;
import dev.cartable.work.internal.Chunks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds stored people and links that are missing from the imported roster, and guardians who are stored though they were erased
 * at their wish: the brake does not count those.
 */
final class MissingPeople {
    private final RosterPass pass;
    private final Missing<PromotionId> promotions;
    private final Missing<PupilId> pupils;
    private final Missing<GuardianId> guardians;
    private final Missing<Link> links;
    private final Erased erased;

    /** @param pass the roster, read to its end */
    MissingPeople(RosterPass pass, RosterStore store, ErasedPeople erasures) {
        this.pass = pass;
        this.erased = Erased.in(store, erasures);
        Set<PromotionId> kept;
        try (Stream<PromotionId> ids = store.keptPromotionIds()) {
            kept = ids.collect(Collectors.toSet());
        }
        this.promotions = Missing.of(store.promotionIds(), id -> pass.promotions.hasMet(id) || kept.contains(id));
        this.pupils = Missing.of(store.pupilIds(), id -> pass.pupils.hasMet(id) || pass.isUnreadable(id.value()));
        this.guardians = Missing.of(
                store.guardianIds(),
                id -> pass.guardians.hasMet(id) || pass.isUnreadable(id.value()) || erased.all.contains(id));
        this.links = Missing.of(
                store.links(),
                link -> pass.links.hasMet(link)
                        || pass.isUnreadable(link.guardian().value())
                        || pass.isUnreadable(link.pupil().value())
                        || erased.all.contains(link.guardian()));
    }

    /**
     * The missing of one relation.
     *
     * @param stored how many are stored as active
     */
    private record Missing<K>(List<K> keys, long stored) {
        static <K> Missing<K> of(Stream<K> stored, Predicate<K> stays) {
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
            return new Missing<>(keys, count[0]);
        }
    }

    /**
     * Guardians who were erased and are stored all the same: from before the roster was taken along, or while it could not be
     * written.
     *
     * @param all the inactive ones, too
     */
    private record Erased(Set<GuardianId> all, Set<GuardianId> active, List<Link> links) {
        static Erased in(RosterStore store, ErasedPeople erased) {
            Set<GuardianId> all = new HashSet<>();
            try (Stream<GuardianId> ids = store.everyGuardianId()) {
                Chunks.stream(ids, RosterPass.CHUNK).forEach(chunk -> all.addAll(erased.guardians(chunk)));
            }
            if (all.isEmpty()) {
                return new Erased(all, Set.of(), List.of());
            }
            return new Erased(
                    all,
                    Set.copyOf(Missing.of(store.guardianIds(), id -> !all.contains(id)).keys),
                    Missing.of(store.links(), link -> !all.contains(link.guardian())).keys);
        }
    }

    /** Asks the brake, for pupils, guardians and links each. */
    void check(Brake brake) {
        brake.check("MAKE_PUPILS_INACTIVE", pupils.keys.size() + pass.pupils.count(Outcome.LEFT), pupils.stored);
        brake.check("MAKE_GUARDIANS_INACTIVE", guardians.keys.size(), guardians.stored);
        brake.check("END_LINKS_BETWEEN_GUARDIANS_AND_PUPILS", links.keys.size(), links.stored);
    }

    /** What becomes of them in a pass: links first, since they refer to the others. */
    void read(RosterPass to, Consumer<? super Item<?, ?>> items) {
        erased.all.forEach(id -> items.accept(
                to.guardians.stored(id, erased.active.contains(id) ? Outcome.ERASED : Outcome.ERASED_INACTIVE)));
        erased.links.forEach(link -> items.accept(to.links.stored(link, Outcome.ERASED)));
        links.keys.forEach(link -> items.accept(to.links.stored(link, Outcome.RETIRED)));
        guardians.keys.forEach(id -> items.accept(to.guardians.stored(id, Outcome.RETIRED)));
        pupils.keys.forEach(id -> items.accept(to.pupils.stored(id, Outcome.RETIRED)));
        promotions.keys.forEach(id -> items.accept(to.promotions.stored(id, Outcome.RETIRED)));
    }
}
