package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which pupils a guardian may see on a day. */
class FamilyTest {
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);
    private static final GuardianId GUARDIAN = new GuardianId("g1");

    private static Guardianship link(boolean maySee, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new Guardianship(
                GUARDIAN, new PupilId("p1"), Guardianship.Relation.MOTHER, false, maySee, false, from, to);
    }

    private static List<Pupil> visible(boolean active, Guardianship link) {
        Pupil pupil = new Pupil(
                new PupilId("p1"), new PersonName("Awa", "Diallo"), new PromotionId("CM2"), "a@example.org", active);
        Guardian guardian = new Guardian(GUARDIAN, new PersonName("Mariama", "Diallo"), null, null, null);
        return new Family(guardian, List.of(new Family.Ward(pupil, link))).visiblePupils(DAY);
    }

    @Test
    void anActivePupilIsSeenUnlessTheSchoolBarsIt() {
        assertThat(visible(true, link(true, null, null))).hasSize(1);
        assertThat(visible(false, link(true, null, null))).isEmpty();
        assertThat(visible(true, link(false, null, null))).isEmpty();
    }

    @Test
    void aLinkHoldsOnItsFirstAndItsLastDay() {
        assertThat(visible(true, link(true, DAY, DAY))).hasSize(1);
        assertThat(visible(true, link(true, DAY, null))).hasSize(1);
        assertThat(visible(true, link(true, null, DAY))).hasSize(1);
        assertThat(visible(true, link(true, DAY.plusDays(1), null))).isEmpty();
        assertThat(visible(true, link(true, null, DAY.minusDays(1)))).isEmpty();
    }

    @Test
    void aLinkThatEndsBeforeItBeginsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link(true, DAY, DAY.minusDays(1)))
                .withMessageContaining("2026-08-31")
                .withMessageContaining("2026-09-01");
    }
}
