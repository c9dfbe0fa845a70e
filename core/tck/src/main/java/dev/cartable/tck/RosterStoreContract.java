package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.key;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.RosterStore.Link;
import dev.cartable.school.port.SchoolStores;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a {@link RosterStore} promises where Cartable owns the relations. */
public abstract class RosterStoreContract extends StoresContract<SchoolStores> {
    @Test
    void anEmptyStoreCanBeWrittenAndHasNothing() {
        assertThat(store().writable()).isTrue();
        assertThat(store().guardiansWritable()).isTrue();
        assertThat(read(store().everyGuardianId())).isEmpty();
        assertThat(read(store().promotionIds())).isEmpty();
        assertThat(read(store().keptPromotionIds())).isEmpty();
        assertThat(read(store().pupilIds())).isEmpty();
        assertThat(read(store().guardianIds())).isEmpty();
        assertThat(read(store().links())).isEmpty();
    }

    @Test
    void whatWasSavedComesBackAsItWasWritten() {
        enrol();

        assertThat(store().promotions(List.of(SampleSchool.CM2, new PromotionId("none"))))
                .isEqualTo(Map.of(SampleSchool.CM2, new Promotion(SampleSchool.CM2, "Cours moyen 2 « é »")));
        assertThat(store().pupils(List.of(SampleSchool.FIRST.id(), SampleSchool.ALONE.id(), SampleSchool.noPupil())))
                .isEqualTo(Map.of(
                        SampleSchool.FIRST.id(), SampleSchool.FIRST, SampleSchool.ALONE.id(), SampleSchool.ALONE));
        assertThat(store().guardians(List.of(
                        SampleSchool.ONE.id(), SampleSchool.TWO.id(), SampleSchool.FOUR.id(), SampleSchool.nobody())))
                .isEqualTo(Map.of(
                        SampleSchool.ONE.id(),
                        SampleSchool.ONE,
                        SampleSchool.TWO.id(),
                        SampleSchool.TWO,
                        SampleSchool.FOUR.id(),
                        SampleSchool.FOUR));
        assertThat(store().guardianships(List.of(
                        SampleSchool.ONE.id(), SampleSchool.FOUR.id(), SampleSchool.FIVE.id(), SampleSchool.nobody())))
                .isEqualTo(Map.of(
                        key(SampleSchool.ONE_FIRST), SampleSchool.ONE_FIRST,
                        key(SampleSchool.ONE_SECOND), SampleSchool.ONE_SECOND,
                        key(SampleSchool.FOUR_OVER), SampleSchool.FOUR_OVER,
                        key(SampleSchool.FOUR_BARRED), SampleSchool.FOUR_BARRED));
    }

    @Test
    void theLongestNamesAndIdsComeBackAsTheyWereWritten() {
        GuardianId id = new GuardianId("é".repeat(255));
        Guardian longest = new Guardian(
                id, new PersonName("é".repeat(255), "م".repeat(255)), "x".repeat(320), "+".repeat(64), "fr");
        write(tx -> store().saveGuardians(tx, List.of(longest)));

        assertThat(store().guardians(List.of(id))).isEqualTo(Map.of(id, longest));
    }

    @Test
    void pupilsAreFoundAlsoWhenTheyAreInactive() {
        enrol();

        assertThat(store().pupils(List.of(SampleSchool.GONE.id())))
                .containsEntry(SampleSchool.GONE.id(), SampleSchool.GONE);
        assertThat(read(store().pupilIds()))
                .containsExactlyInAnyOrder(
                        SampleSchool.FIRST.id(),
                        SampleSchool.SECOND.id(),
                        SampleSchool.FOURTH.id(),
                        SampleSchool.ALONE.id());
    }

    @Test
    void theStreamsHaveWhatIsActive() {
        enrol();

        assertThat(read(store().promotionIds())).containsExactlyInAnyOrder(SampleSchool.CM2, SampleSchool.SIXTH);
        assertThat(read(store().guardianIds()))
                .containsExactlyInAnyOrder(
                        SampleSchool.ONE.id(),
                        SampleSchool.TWO.id(),
                        SampleSchool.THREE.id(),
                        SampleSchool.FOUR.id(),
                        SampleSchool.FIVE.id());
        assertThat(read(store().links()))
                .contains(key(SampleSchool.ONE_FIRST), key(SampleSchool.FOUR_BARRED), key(SampleSchool.THREE_GONE));
    }

    @Test
    void savingAgainOverwrites() {
        enrol();
        Guardian renamed = new Guardian(SampleSchool.ONE.id(), new PersonName("Awa", "Sy"), null, null, null);
        Pupil moved = new Pupil(SampleSchool.FIRST.id(), new PersonName("Ali", "Sy"), SampleSchool.SIXTH, null, false);
        Guardianship barred = new Guardianship(
                SampleSchool.ONE.id(),
                SampleSchool.FIRST.id(),
                Guardianship.Relation.GUARDIAN,
                false,
                false,
                false,
                null,
                LocalDate.of(2026, 12, 31));
        write(tx -> {
            store().savePromotions(tx, List.of(new Promotion(SampleSchool.CM2, "CM2")));
            store().savePupils(tx, List.of(moved));
            store().saveGuardians(tx, List.of(renamed));
            store().saveGuardianships(tx, List.of(barred));
        });

        assertThat(store().promotions(List.of(SampleSchool.CM2)).values())
                .containsExactly(new Promotion(SampleSchool.CM2, "CM2"));
        assertThat(store().pupils(List.of(moved.id())).values()).containsExactly(moved);
        assertThat(store().guardians(List.of(renamed.id())).values()).containsExactly(renamed);
        assertThat(store().guardianships(List.of(renamed.id()))).containsEntry(key(barred), barred);
        assertThat(read(store().guardianIds())).hasSize(5);
    }

    @Test
    void whatIsRetiredIsInactiveAndSavingBringsItBack() {
        enrol();
        write(tx -> {
            store().retirePromotions(tx, List.of(SampleSchool.CM2));
            store().retirePupils(tx, List.of(SampleSchool.FIRST.id()));
            store().retireGuardians(tx, List.of(SampleSchool.ONE.id()));
            store().retireGuardianships(tx, List.of(key(SampleSchool.TWO_SECOND)));
        });

        assertThat(store().promotions(List.of(SampleSchool.CM2))).isEmpty();
        assertThat(read(store().promotionIds())).containsExactly(SampleSchool.SIXTH);
        assertThat(store().pupils(List.of(SampleSchool.FIRST.id())).values())
                .singleElement()
                .satisfies(pupil -> {
                    assertThat(pupil.active()).isFalse();
                    assertThat(pupil.name()).isEqualTo(SampleSchool.FIRST.name());
                });
        assertThat(read(store().pupilIds())).doesNotContain(SampleSchool.FIRST.id());
        assertThat(store().guardians(List.of(SampleSchool.ONE.id()))).isEmpty();
        assertThat(read(store().guardianIds())).doesNotContain(SampleSchool.ONE.id());
        assertThat(store().guardianships(List.of(SampleSchool.TWO.id()))).isEmpty();
        assertThat(read(store().links())).doesNotContain(key(SampleSchool.TWO_SECOND));

        enrol();
        assertThat(store().guardians(List.of(SampleSchool.ONE.id()))).isNotEmpty();
        assertThat(store().promotions(List.of(SampleSchool.CM2))).isNotEmpty();
        assertThat(store().guardianships(List.of(SampleSchool.TWO.id()))).isNotEmpty();
        assertThat(read(store().pupilIds())).contains(SampleSchool.FIRST.id());
    }

    @Test
    void promotionsThatAreKeptStaySoWhateverARosterSaysOfThem() {
        enrol();
        Promotion staff = new Promotion(new PromotionId("staff"), "Personnel");
        write(tx -> store().keepPromotions(tx, List.of(staff, new Promotion(SampleSchool.CM2, "CM2"))));
        assertThat(read(store().keptPromotionIds())).containsExactlyInAnyOrder(staff.id(), SampleSchool.CM2);
        assertThat(store().promotions(List.of(staff.id(), SampleSchool.CM2)))
                .isEqualTo(Map.of(staff.id(), staff, SampleSchool.CM2, new Promotion(SampleSchool.CM2, "CM2")));

        enrol();
        write(tx -> store().retirePromotions(tx, List.of(staff.id())));
        assertThat(read(store().keptPromotionIds())).containsExactly(SampleSchool.CM2);
        undone(tx -> store().keepPromotions(tx, List.of(new Promotion(SampleSchool.SIXTH, "6e"))));
        write(tx -> store().savePromotions(tx, List.of(staff)));
        assertThat(read(store().keptPromotionIds())).containsExactlyInAnyOrder(staff.id(), SampleSchool.CM2);
        assertThat(read(store().promotionIds()))
                .containsExactlyInAnyOrder(staff.id(), SampleSchool.CM2, SampleSchool.SIXTH);
    }

    @Test
    void aGuardianWhoIsErasedIsAPseudonymWithoutLinks() {
        enrol();
        GuardianId pseudonym = new GuardianId("erased-1");
        undone(tx -> store().eraseGuardian(tx, SampleSchool.ONE.id(), pseudonym));
        assertThat(store().guardianships(List.of(SampleSchool.ONE.id()))).hasSize(2);

        write(tx -> {
            store().eraseGuardian(tx, SampleSchool.ONE.id(), pseudonym);
            store().eraseGuardian(tx, SampleSchool.nobody(), new GuardianId("erased-2"));
        });

        assertThat(store().guardians(List.of(SampleSchool.ONE.id(), pseudonym))).isEmpty();
        assertThat(read(store().guardianIds())).hasSize(4).doesNotContain(SampleSchool.ONE.id(), pseudonym);
        assertThat(read(store().everyGuardianId()))
                .contains(pseudonym, SampleSchool.LEFT.id(), SampleSchool.TWO.id())
                .doesNotContain(SampleSchool.ONE.id());
        assertThat(store().guardianships(List.of(SampleSchool.ONE.id(), pseudonym)))
                .isEmpty();
        assertThat(read(store().links())).extracting(Link::guardian).doesNotContain(SampleSchool.ONE.id(), pseudonym);
        assertThat(store().guardianships(List.of(SampleSchool.TWO.id()))).isNotEmpty();
        assertThat(stores().roster().families(List.of(SampleSchool.ONE.id(), pseudonym)))
                .isEmpty();

        write(tx -> store().saveGuardians(tx, List.of(SampleSchool.ONE)));
        assertThat(store().guardians(List.of(SampleSchool.ONE.id()))).hasSize(1);
        assertThat(store().guardianships(List.of(SampleSchool.ONE.id()))).isEmpty();
    }

    @Test
    void retiringWhatIsUnknownOrInactiveDoesNothing() {
        enrol();
        write(tx -> {
            store().retirePromotions(tx, List.of(new PromotionId("none")));
            store().retirePupils(tx, List.of(SampleSchool.noPupil(), SampleSchool.GONE.id()));
            store().retireGuardians(tx, List.of(SampleSchool.nobody(), SampleSchool.LEFT.id()));
            store().retireGuardianships(tx, List.of(new Link(SampleSchool.nobody(), SampleSchool.noPupil())));
        });

        assertThat(read(store().promotionIds())).hasSize(2);
        assertThat(read(store().pupilIds())).hasSize(4);
        assertThat(read(store().guardianIds())).hasSize(5);
    }

    @Test
    void everyWriteIsUndoneWithItsTransaction() {
        enrol();

        undone(tx -> {
            store().savePromotions(tx, List.of(new Promotion(new PromotionId("new"), "New")));
            store().savePupils(tx, List.of(SampleSchool.child(50)));
            store().saveGuardians(tx, List.of(SampleSchool.parent(50)));
            store().saveGuardianships(tx, List.of(SampleSchool.link(50)));
            store().retirePromotions(tx, List.of(SampleSchool.CM2));
            store().retirePupils(tx, List.of(SampleSchool.FIRST.id()));
            store().retireGuardians(tx, List.of(SampleSchool.ONE.id()));
            store().retireGuardianships(tx, List.of(key(SampleSchool.ONE_FIRST)));
        });

        assertThat(read(store().promotionIds())).containsExactlyInAnyOrder(SampleSchool.CM2, SampleSchool.SIXTH);
        assertThat(store().pupils(List.of(SampleSchool.FIRST.id(), Samples.pupil(50)))
                        .values())
                .containsExactly(SampleSchool.FIRST);
        assertThat(read(store().guardianIds())).contains(SampleSchool.ONE.id()).doesNotContain(Samples.guardian(50));
        assertThat(store().guardianships(List.of(SampleSchool.ONE.id(), Samples.guardian(50))))
                .hasSize(2);
    }

    @Test
    void noneAndThousandsCanBeSavedAskedForAndRetired() {
        write(tx -> {
            store().savePupils(tx, List.of());
            store().retireGuardians(tx, List.of());
        });
        assertThat(store().guardians(List.of())).isEmpty();
        assertThat(store().guardianships(List.of())).isEmpty();

        write(tx -> {
            store().savePupils(tx, many(5_000, SampleSchool::child));
            store().saveGuardians(tx, many(5_000, SampleSchool::parent));
            store().saveGuardianships(tx, many(5_000, SampleSchool::link));
        });
        List<GuardianId> guardians = many(5_000, Samples::guardian);
        List<PupilId> pupils = many(5_000, Samples::pupil);
        assertThat(store().guardians(guardians)).hasSize(5_000);
        assertThat(store().pupils(pupils)).hasSize(5_000);
        assertThat(store().guardianships(guardians)).hasSize(5_000);
        assertThat(read(store().links())).hasSize(5_000);

        write(tx -> {
            store().retireGuardians(tx, guardians);
            store().retirePupils(tx, pupils);
            store().retireGuardianships(tx, many(5_000, i -> key(SampleSchool.link(i))));
        });
        assertThat(read(store().guardianIds())).isEmpty();
        assertThat(read(store().pupilIds())).isEmpty();
        assertThat(read(store().links())).isEmpty();
    }

    private RosterStore store() {
        return stores().rosterStore();
    }

    private void enrol() {
        write(tx -> SampleSchool.enrol(store(), tx));
    }
}
