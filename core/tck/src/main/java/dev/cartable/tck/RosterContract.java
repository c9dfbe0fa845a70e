package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.Family.Ward;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.school.port.SchoolStores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a {@link Roster} promises, over a school that is written through the roster store. */
public abstract class RosterContract extends StoresContract<SchoolStores> {
    @Test
    void anEmptySchoolHasNoFamilies() {
        assertThat(read(roster().families())).isEmpty();
        assertThat(read(roster().families(SampleSchool.CM2))).isEmpty();
    }

    @Test
    void allActiveGuardiansAreThereOnceAlsoThoseWithoutAPupil() {
        enrol();

        assertThat(read(roster().families()))
                .extracting(Family::guardian)
                .containsExactlyInAnyOrder(
                        SampleSchool.ONE, SampleSchool.TWO, SampleSchool.THREE, SampleSchool.FOUR, SampleSchool.FIVE);
    }

    @Test
    void aFamilyHasAllLinksAlsoThoseThatAreOverOrBarredOrToAPupilWhoHasLeft() {
        enrol();

        Map<GuardianId, Set<Ward>> wards = wards(read(roster().families()));
        assertThat(wards)
                .containsEntry(
                        SampleSchool.ONE.id(),
                        Set.of(
                                new Ward(SampleSchool.FIRST, SampleSchool.ONE_FIRST),
                                new Ward(SampleSchool.SECOND, SampleSchool.ONE_SECOND)))
                .containsEntry(SampleSchool.TWO.id(), Set.of(new Ward(SampleSchool.SECOND, SampleSchool.TWO_SECOND)))
                .containsEntry(SampleSchool.THREE.id(), Set.of(new Ward(SampleSchool.GONE, SampleSchool.THREE_GONE)))
                .containsEntry(
                        SampleSchool.FOUR.id(),
                        Set.of(
                                new Ward(SampleSchool.FIRST, SampleSchool.FOUR_OVER),
                                new Ward(SampleSchool.FOURTH, SampleSchool.FOUR_BARRED)))
                .containsEntry(SampleSchool.FIVE.id(), Set.of());
    }

    @Test
    void aLinkThatHasLeftTheRosterIsInNoFamily() {
        enrol();
        write(tx -> stores().rosterStore().retireGuardianships(tx, List.of(SampleSchool.key(SampleSchool.ONE_SECOND))));

        assertThat(wards(read(roster().families())))
                .containsEntry(SampleSchool.ONE.id(), Set.of(new Ward(SampleSchool.FIRST, SampleSchool.ONE_FIRST)));
        assertThat(read(roster().families(SampleSchool.SIXTH)))
                .extracting(Family::guardian)
                .containsExactly(SampleSchool.TWO);
    }

    @Test
    void aPupilWhoHasLeftTheRosterStaysInTheFamilyAndIsNotActive() {
        enrol();
        write(tx -> stores().rosterStore().retirePupils(tx, List.of(SampleSchool.FIRST.id())));

        assertThat(wards(read(roster().families())).getOrDefault(SampleSchool.ONE.id(), Set.of()))
                .filteredOn(ward -> ward.pupil().id().equals(SampleSchool.FIRST.id()))
                .singleElement()
                .satisfies(ward -> assertThat(ward.pupil().active()).isFalse());
    }

    @Test
    void aPromotionHasTheFamiliesOfItsActivePupilsWithAllTheirLinks() {
        enrol();

        List<Family> cm2 = read(roster().families(SampleSchool.CM2));

        assertThat(cm2).extracting(Family::guardian).containsExactlyInAnyOrder(SampleSchool.ONE, SampleSchool.FOUR);
        assertThat(wards(cm2).getOrDefault(SampleSchool.ONE.id(), Set.of())).hasSize(2);
        assertThat(read(roster().families(new PromotionId("cm2")))).isEmpty();
    }

    @Test
    void theEnrolmentCountsActivePupilsInAllAndByPromotion() {
        assertThat(roster().enrolment()).isEqualTo(new Enrolment(0, Map.of()));
        enrol();

        assertThat(roster().enrolment())
                .as("a pupil without guardians or promotion counts, too")
                .isEqualTo(Enrolment.of(
                        List.of(SampleSchool.FIRST, SampleSchool.SECOND, SampleSchool.FOURTH, SampleSchool.ALONE)));
    }

    @Test
    void familiesAreFoundByTheirGuardiansThoseUnknownOrInactiveLeftOut() {
        enrol();

        List<Family> found = roster().families(List.of(
                SampleSchool.FIVE.id(), SampleSchool.nobody(), SampleSchool.LEFT.id(), SampleSchool.ONE.id()));

        assertThat(found).extracting(Family::guardian).containsExactlyInAnyOrder(SampleSchool.FIVE, SampleSchool.ONE);
        assertThat(wards(found).getOrDefault(SampleSchool.ONE.id(), Set.of())).hasSize(2);
        assertThat(roster().families(List.<GuardianId>of())).isEmpty();
    }

    @Test
    void familiesAreFoundByTheirPupilsEachOnceWithAllItsLinks() {
        enrol();

        List<Family> found = roster().familiesOf(List.of(
                SampleSchool.FIRST.id(), SampleSchool.SECOND.id(), SampleSchool.FIRST.id(), SampleSchool.noPupil()));

        assertThat(found)
                .extracting(Family::guardian)
                .containsExactlyInAnyOrder(SampleSchool.ONE, SampleSchool.TWO, SampleSchool.FOUR);
        assertThat(wards(found).getOrDefault(SampleSchool.FOUR.id(), Set.of())).hasSize(2);
        assertThat(roster().familiesOf(List.of(SampleSchool.ALONE.id()))).isEmpty();
        assertThat(roster().familiesOf(List.of(SampleSchool.GONE.id())))
                .extracting(Family::guardian)
                .containsExactly(SampleSchool.THREE);
        assertThat(roster().familiesOf(List.<PupilId>of())).isEmpty();
    }

    @Test
    void aLinkThatHasLeftTheRosterLeadsToNoFamily() {
        enrol();
        write(tx -> stores().rosterStore().retireGuardianships(tx, List.of(SampleSchool.key(SampleSchool.ONE_FIRST))));

        assertThat(roster().familiesOf(List.of(SampleSchool.FIRST.id())))
                .extracting(Family::guardian)
                .containsExactly(SampleSchool.FOUR);
    }

    @Test
    void pupilsAreFoundByTheirIdsInactiveOnesAndThoseWithoutAGuardianToo() {
        enrol();

        assertThat(roster().pupils(List.of(
                        SampleSchool.FIRST.id(),
                        SampleSchool.GONE.id(),
                        SampleSchool.ALONE.id(),
                        SampleSchool.FIRST.id(),
                        SampleSchool.noPupil())))
                .containsOnly(
                        Map.entry(SampleSchool.FIRST.id(), SampleSchool.FIRST),
                        Map.entry(SampleSchool.GONE.id(), SampleSchool.GONE),
                        Map.entry(SampleSchool.ALONE.id(), SampleSchool.ALONE));
        assertThat(roster().pupils(List.of())).isEmpty();
    }

    @Test
    void thousandsOfPupilsCanBeAskedFor() {
        enrolMany(3_000);

        assertThat(roster().pupils(Samples.many(4_000, Samples::pupil))).hasSize(3_000);
        assertThat(roster().familiesOf(Samples.many(4_000, Samples::pupil)))
                .hasSize(3_000)
                .allSatisfy(family -> assertThat(family.wards()).hasSize(1));
    }

    @Test
    void aGuardianWhoIsAskedForTwiceIsFoundOnce() {
        enrol();

        assertThat(roster().families(List.of(SampleSchool.ONE.id(), SampleSchool.ONE.id())))
                .hasSize(1);
    }

    @Test
    void twoReadingsOfTheSameSchoolAgreeInTheirOrder() {
        enrolMany(1_000);

        List<GuardianId> first = guardians(read(roster().families()));

        assertThat(first).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(guardians(read(roster().families()))).isEqualTo(first);
        assertThat(guardians(read(roster().families(SampleSchool.CM2)))).isEqualTo(first);
    }

    @Test
    void thousandsCanBeAskedFor() {
        enrolMany(5_000);

        assertThat(roster().families(Samples.many(6_000, Samples::guardian)))
                .hasSize(5_000)
                .allSatisfy(family -> assertThat(family.wards()).hasSize(1));
    }

    @Test
    void aStreamMayBeLeftEarlyAndGoesOnWhileOthersWrite() {
        enrolMany(2_000);
        for (int i = 0; i < 50; i++) {
            try (Stream<Family> families = roster().families()) {
                assertThat(families.findFirst()).isPresent();
            }
        }
        List<GuardianId> seen = new ArrayList<>();
        try (Stream<Family> families = roster().families()) {
            for (Iterator<Family> it = families.iterator(); it.hasNext(); ) {
                if (seen.size() == 1_000) {
                    write(tx -> stores().rosterStore().savePupils(tx, List.of(SampleSchool.child(5_000))));
                }
                seen.add(it.next().guardian().id());
            }
        }

        assertThat(seen).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void aGuardianWithHundredsOfPupilsHasThemAll() {
        assumeWritable();
        List<Pupil> pupils = Samples.many(500, SampleSchool::child);
        List<Guardianship> links = pupils.stream()
                .map(pupil -> Guardianship.of(SampleSchool.ONE.id(), pupil.id(), SampleSchool.ONE_FIRST.relation()))
                .toList();
        write(tx -> {
            stores().rosterStore().savePupils(tx, pupils);
            stores().rosterStore().saveGuardians(tx, List.of(SampleSchool.ONE, SampleSchool.TWO));
            stores().rosterStore().saveGuardianships(tx, links);
        });

        assertThat(wards(read(roster().families())).getOrDefault(SampleSchool.ONE.id(), Set.of()))
                .hasSize(500);
        assertThat(read(roster().families())).hasSize(2);
    }

    @Test
    void guardiansWhoseIdsDifferInCaseOrFormAreDifferent() {
        assumeWritable();
        List<Guardian> twins = Stream.of("G1", "g1", "\u00e9", "e\u0301")
                .map(id -> new Guardian(new GuardianId(id), SampleSchool.ONE.name(), null, null, null))
                .toList();
        write(tx -> stores().rosterStore().saveGuardians(tx, twins));

        assertThat(read(roster().families())).extracting(Family::guardian).containsExactlyInAnyOrderElementsOf(twins);
        assertThat(roster().families(List.of(new GuardianId("g1")))).hasSize(1);
    }

    private Roster roster() {
        return stores().roster();
    }

    private void enrol() {
        assumeWritable();
        write(tx -> SampleSchool.enrol(stores().rosterStore(), tx));
    }

    private void enrolMany(int count) {
        assumeWritable();
        SchoolStores to = stores();
        write(tx -> {
            to.rosterStore().savePupils(tx, Samples.many(count, SampleSchool::child));
            to.rosterStore().saveGuardians(tx, Samples.many(count, SampleSchool::parent));
            to.rosterStore().saveGuardianships(tx, Samples.many(count, SampleSchool::link));
        });
    }

    private void assumeWritable() {
        assumeTrue(
                stores().rosterStore().writable(), "the host's own tables cannot be filled through the roster store");
    }

    private static List<GuardianId> guardians(List<Family> families) {
        return families.stream().map(family -> family.guardian().id()).toList();
    }

    private static Map<GuardianId, Set<Ward>> wards(List<Family> families) {
        return families.stream()
                .collect(Collectors.toMap(family -> family.guardian().id(), family -> new HashSet<>(family.wards())));
    }
}
