package dev.cartable.school;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitlementsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final PupilId ALI = new PupilId("ali");
    private static final PupilId OTHER = new PupilId("other");
    private static final GuardianId AWA = new GuardianId("awa");
    private static final UserId TEACHER = new UserId("teacher");
    private static final PromotionId CM2 = new PromotionId("cm2");
    private static final PromotionId CM1 = new PromotionId("cm1");

    private final InMemoryStores stores = new InMemoryStores(InstantSource.system());
    private final Map<PromotionId, Set<UserId>> supervisors = new HashMap<>();
    private final Entitlements entitlements = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .supervisors(() -> supervisors)
            .build()
            .rosters()
            .entitlements();

    /** Every combination of the facts that decide about a guardian: only one of them lets the guardian see. */
    @Test
    void aGuardianSeesEnrolledPupilsWhoseLinkHoldsAndIsNotBarred() {
        List<@Nullable LocalDate> starts = Arrays.asList(null, TODAY.minusDays(1), TODAY, TODAY.plusDays(1));
        List<@Nullable LocalDate> ends = Arrays.asList(null, TODAY.minusDays(1), TODAY, TODAY.plusDays(1));
        int seen = 0;
        for (boolean enrolled : List.of(true, false)) {
            for (boolean allowed : List.of(true, false)) {
                for (LocalDate from : starts) {
                    for (LocalDate to : ends) {
                        if (from != null && to != null && to.isBefore(from)) {
                            continue;
                        }
                        save(enrolled, CM2, link(allowed, from, to));
                        boolean expected = enrolled
                                && allowed
                                && (from == null || !from.isAfter(TODAY))
                                && (to == null || !to.isBefore(TODAY));
                        seen += expected ? 1 : 0;

                        assertThat(entitlements.maySee(Viewer.guardian(AWA), ALI, TODAY))
                                .as("enrolled %s, allowed %s, from %s, to %s", enrolled, allowed, from, to)
                                .isEqualTo(expected);
                        assertThat(entitlements.own(Viewer.guardian(AWA), TODAY))
                                .contains(expected ? Set.of(ALI) : Set.of());
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(9);
    }

    @Test
    void aGuardianSeesNoPupilOfOthers() {
        save(true, CM2, link(true, null, null));

        assertThat(entitlements.maySee(Viewer.guardian(AWA), OTHER, TODAY)).isFalse();
        assertThat(entitlements.maySee(Viewer.guardian(new GuardianId("unknown")), ALI, TODAY))
                .isFalse();
        assertThat(entitlements.visible(Viewer.guardian(AWA), List.of(OTHER, ALI), TODAY))
                .containsExactly(ALI);
    }

    @Test
    void aPupilSeesThemselvesWhileTheyAreEnrolled() {
        save(true, CM2);
        assertThat(entitlements.visible(Viewer.pupil(ALI), List.of(ALI, OTHER), TODAY))
                .containsExactly(ALI);
        assertThat(entitlements.maySee(Viewer.pupil(new PupilId("unknown")), new PupilId("unknown"), TODAY))
                .isFalse();

        save(false, CM2);
        assertThat(entitlements.maySee(Viewer.pupil(ALI), ALI, TODAY)).isFalse();
        assertThat(entitlements.own(Viewer.pupil(ALI), TODAY)).contains(Set.of());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                // who supervises the pupil's promotion, the teacher is active, the pupil is enrolled, the pupil's
                // promotion, seen
                "teacher, true,  true,  cm2, true",
                "teacher, true,  true,  cm1, false",
                "teacher, true,  true,  -,   false",
                "teacher, true,  false, cm2, false",
                "teacher, false, true,  cm2, false",
                "nobody,  true,  true,  cm2, false"
            },
            nullValues = "-")
    void aMemberOfTheStaffSeesThePupilsOfTheirPromotions(
            String supervisor, boolean active, boolean enrolled, @Nullable String promotion, boolean expected) {
        save(enrolled, promotion == null ? null : new PromotionId(promotion));
        supervisors.put(CM2, Set.of(new UserId(supervisor)));
        stores.unitOfWork()
                .run(tx -> stores.userStore()
                        .save(tx, List.of(new User(TEACHER, "teacher", "t@example.org", null, null, active))));

        assertThat(entitlements.maySee(Viewer.staff(TEACHER), ALI, TODAY)).isEqualTo(expected);
        assertThat(entitlements.own(Viewer.staff(TEACHER), TODAY)).isEmpty();
        assertThat(entitlements.staff().getOrDefault(CM2, List.of()))
                .hasSize(supervisor.equals("teacher") && active ? 1 : 0);
    }

    @Test
    void anAdministratorSeesAllPupilsAlsoThoseWhoHaveLeft() {
        save(false, CM2);

        assertThat(entitlements.visible(Viewer.administrator(), List.of(ALI, new PupilId("gone")), TODAY))
                .hasSize(2);
        assertThat(entitlements.own(Viewer.administrator(), TODAY)).isEmpty();
    }

    private static Guardianship link(boolean allowed, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new Guardianship(AWA, ALI, Guardianship.Relation.MOTHER, false, allowed, false, from, to);
    }

    private void save(boolean enrolled, @Nullable PromotionId promotion, Guardianship... links) {
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(CM2, "CM2"), new Promotion(CM1, "CM1")));
            stores.rosterStore()
                    .savePupils(
                            tx,
                            List.of(
                                    new Pupil(ALI, new PersonName("Ali", "Ndiaye"), promotion, null, enrolled),
                                    new Pupil(OTHER, new PersonName("Other", "Diallo"), CM2, null, true)));
            stores.rosterStore()
                    .saveGuardians(
                            tx,
                            List.of(new Guardian(AWA, new PersonName("Awa", "Ndiaye"), "awa@example.org", null, "fr")));
            stores.rosterStore().saveGuardianships(tx, new ArrayList<>(List.of(links)));
        });
    }
}
