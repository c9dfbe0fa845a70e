package dev.cartable.tck;

import static dev.cartable.tck.Samples.guardian;
import static dev.cartable.tck.Samples.pupil;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small school with all that a roster has to cope with. Guardian 1 has pupils 1 and 2, guardian 2 has pupil 2, guardian 3
 * has a pupil who has left, guardian 4 has a link that is over and one that is barred, guardian 5 has nobody, and guardian 6
 * has left the roster. Pupils 1 and 4 are in promotion 1, pupil 2 in promotion 2, pupil 3 was in promotion 1 too.
 */
final class SampleSchool {
    static final PromotionId CM2 = new PromotionId("CM2");
    static final PromotionId SIXTH = new PromotionId("6e B");

    static final Guardian ONE = new Guardian(
            guardian(1), new PersonName("Aïssatou", "Bâ"), "aissatou@example.org", "+224 620 00 00 01", "fr-GN");
    static final Guardian TWO =
            new Guardian(guardian(2), new PersonName("عائشة", "O'Brien"), " no address ", null, null);
    static final Guardian THREE = new Guardian(guardian(3), new PersonName("", "Ly"), null, null, "en");
    static final Guardian FOUR = new Guardian(guardian(4), new PersonName("Zoé", "👩‍👧"), null, null, null);
    static final Guardian FIVE = new Guardian(guardian(5), new PersonName("Éva", "Çà"), "eva@example.org", "", null);
    static final Guardian LEFT = new Guardian(guardian(6), new PersonName("Pa", "Sow"), null, null, null);

    static final Pupil FIRST = new Pupil(pupil(1), new PersonName("Ali", "Bâ"), CM2, "ali@example.org", true);
    static final Pupil SECOND = new Pupil(pupil(2), new PersonName("Mia", "Bâ"), SIXTH, null, true);
    static final Pupil GONE = new Pupil(pupil(3), new PersonName("Léo", "Ly"), CM2, null, false);
    static final Pupil FOURTH = new Pupil(pupil(4), new PersonName("Noé", "Fall"), CM2, null, true);
    static final Pupil ALONE = new Pupil(pupil(5), new PersonName("Ida", "Kane"), null, null, true);

    static final Guardianship ONE_FIRST = new Guardianship(
            ONE.id(), FIRST.id(), Guardianship.Relation.MOTHER, true, true, true, LocalDate.of(2024, 9, 1), null);
    static final Guardianship ONE_SECOND = Guardianship.of(ONE.id(), SECOND.id(), Guardianship.Relation.MOTHER);
    static final Guardianship TWO_SECOND = Guardianship.of(TWO.id(), SECOND.id(), Guardianship.Relation.STEP_PARENT);
    static final Guardianship THREE_GONE = Guardianship.of(THREE.id(), GONE.id(), Guardianship.Relation.FATHER);
    static final Guardianship FOUR_OVER = new Guardianship(
            FOUR.id(),
            FIRST.id(),
            Guardianship.Relation.FATHER,
            false,
            true,
            false,
            LocalDate.of(2020, 1, 1),
            LocalDate.of(2020, 2, 29));
    static final Guardianship FOUR_BARRED =
            new Guardianship(FOUR.id(), FOURTH.id(), Guardianship.Relation.FATHER, false, false, false, null, null);
    static final Guardianship LEFT_FIRST = Guardianship.of(LEFT.id(), FIRST.id(), Guardianship.Relation.AIDE);

    private SampleSchool() {}

    static void enrol(RosterStore store, Tx tx) {
        store.savePromotions(tx, List.of(new Promotion(CM2, "Cours moyen 2 « é »"), new Promotion(SIXTH, "Sixième B")));
        store.savePupils(tx, List.of(FIRST, SECOND, GONE, FOURTH, ALONE));
        store.saveGuardians(tx, List.of(ONE, TWO, THREE, FOUR, FIVE, LEFT));
        store.saveGuardianships(
                tx, List.of(ONE_FIRST, ONE_SECOND, TWO_SECOND, THREE_GONE, FOUR_OVER, FOUR_BARRED, LEFT_FIRST));
        store.retireGuardians(tx, List.of(LEFT.id()));
    }

    /** A guardian and a pupil of their own. */
    static Guardian parent(int number) {
        return new Guardian(guardian(number), new PersonName("Awa", "Diallo " + number), null, null, null);
    }

    static Pupil child(int number) {
        return new Pupil(pupil(number), new PersonName("Ali", "Diallo " + number), CM2, null, true);
    }

    static Guardianship link(int number) {
        return Guardianship.of(guardian(number), pupil(number), Guardianship.Relation.PARENT);
    }

    static <T> List<T> read(Stream<T> stream) {
        try (stream) {
            return stream.toList();
        }
    }

    static RosterStore.Link key(Guardianship link) {
        return new RosterStore.Link(link.guardian(), link.pupil());
    }

    static GuardianId nobody() {
        return new GuardianId("nobody");
    }

    static PupilId noPupil() {
        return new PupilId("nobody");
    }
}
