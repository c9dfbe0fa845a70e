package dev.cartable.school;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.ErasedGuardians;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.RosterStore.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over a roster: its four relations, and the rows that cannot be used. */
final class RosterPass implements RosterSource.Sink {
    /** More roles than a school has; a broken file may have any number. */
    private static final int MAX_ROLES = 50;

    private static final String OTHER_ROLES = "…";

    final Section<PromotionId, Promotion> promotions;
    final Section<PupilId, Pupil> pupils;
    final Section<GuardianId, Guardian> guardians;
    final Section<Link, Guardianship> links;

    private final List<RowError> errors = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();
    private final TreeMap<String, Long> linksLeftOut = new TreeMap<>();
    private long errorCount;

    RosterPass(RosterStore store, ErasedGuardians erased, ChunkWork chunks) {
        promotions = new Section<>(
                new Section.Access<>(
                        "promotion",
                        Promotion::id,
                        store::promotions,
                        store::savePromotions,
                        keys -> Set.of(),
                        p -> true,
                        p -> new Object[] {p.id(), p.name()}),
                chunks);
        pupils = new Section<>(
                new Section.Access<>(
                        "pupil",
                        Pupil::id,
                        store::pupils,
                        store::savePupils,
                        keys -> Set.of(),
                        Pupil::active,
                        RosterPass::fields),
                chunks);
        guardians = new Section<>(
                new Section.Access<>(
                        "guardian",
                        Guardian::id,
                        store::guardians,
                        store::saveGuardians,
                        erased::among,
                        g -> true,
                        RosterPass::fields),
                chunks);
        links = new Section<>(
                new Section.Access<>(
                        "link",
                        link -> new Link(link.guardian(), link.pupil()),
                        keys -> store.guardianships(
                                keys.stream().map(Link::guardian).distinct().toList()),
                        store::saveGuardianships,
                        keys -> of(erased, keys),
                        link -> true,
                        RosterPass::fields),
                chunks);
    }

    private static Set<Link> of(ErasedGuardians erased, Collection<Link> links) {
        Set<GuardianId> them = erased.among(links.stream().map(Link::guardian).collect(Collectors.toSet()));
        return links.stream().filter(link -> them.contains(link.guardian())).collect(Collectors.toSet());
    }

    private static @Nullable Object[] fields(Pupil p) {
        return new @Nullable Object[] {p.id(), p.name().given(), p.name().family(), p.promotion(), p.email(), p.active()
        };
    }

    private static @Nullable Object[] fields(Guardian g) {
        return new @Nullable Object[] {g.id(), g.name().given(), g.name().family(), g.email(), g.phone(), g.language()};
    }

    private static @Nullable Object[] fields(Guardianship l) {
        return new @Nullable Object[] {
            l.guardian(),
            l.pupil(),
            l.relation(),
            l.primaryContact(),
            l.maySeePupil(),
            l.emergencyContact(),
            l.validFrom(),
            l.validTo()
        };
    }

    @Override
    public void promotion(Promotion promotion) {
        promotions.add(promotion);
    }

    @Override
    public void pupil(Pupil pupil) {
        promotions.flush();
        pupils.add(pupil);
    }

    @Override
    public void guardian(Guardian guardian) {
        pupils.flush();
        guardians.add(guardian);
    }

    @Override
    public void guardianship(Guardianship guardianship) {
        guardians.flush();
        links.add(guardianship);
    }

    @Override
    public void error(RowError error) {
        errorCount++;
        if (errors.size() < ImportRoster.MAX_ERRORS) {
            errors.add(error);
        }
    }

    @Override
    public void unreadable(String id) {
        unreadable.add(id);
    }

    @Override
    public void linkLeftOut(String role) {
        boolean listed = linksLeftOut.size() < MAX_ROLES || linksLeftOut.containsKey(role);
        linksLeftOut.merge(listed ? role : OTHER_ROLES, 1L, Long::sum);
    }

    /** Takes what is left over from the last chunks. */
    void finish() {
        promotions.flush();
        pupils.flush();
        guardians.flush();
        links.flush();
    }

    boolean isUnreadable(String id) {
        return unreadable.contains(id);
    }

    List<RowError> errors() {
        return errors;
    }

    /** How many links were left out, by the role of the person in the guardian's place. */
    Map<String, Long> linksLeftOut() {
        return linksLeftOut;
    }

    long errorCount() {
        return errorCount;
    }

    /** The digest of all rows and of what becomes of them. */
    ContentDigest digest() {
        ContentDigest digest = new ContentDigest();
        digest.addAll(promotions.digest());
        digest.addAll(pupils.digest());
        digest.addAll(guardians.digest());
        digest.addAll(links.digest());
        digest.add("errors", errorCount);
        unreadable.forEach(id -> digest.add("unreadable", id));
        return digest;
    }
}
