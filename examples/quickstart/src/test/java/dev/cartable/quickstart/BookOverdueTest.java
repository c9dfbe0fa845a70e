package dev.cartable.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quickstart.Loans.Loan;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kind of reminder that Cartable has never heard of. */
class BookOverdueTest {
    private static final Instant NOW = Instant.parse("2026-11-18T17:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Africa/Conakry");
    private static final PupilId ALI = new PupilId("ali");
    private static final GuardianId AWA = new GuardianId("awa");

    private final Map<String, Loan> open = new TreeMap<>();
    private final BookOverdue rule = new BookOverdue(new Library());

    private final class Library implements Loans {
        @Override
        public Stream<Loan> dueBefore(LocalDate day) {
            return open.values().stream().filter(loan -> loan.dueOn().isBefore(day));
        }

        @Override
        public Optional<Loan> open(String id) {
            return Optional.ofNullable(open.get(id));
        }
    }

    @Test
    void aBookThatIsLostIsNotAskedFor() {
        Decision decision = rule.decide(loan("l1", true), Occasion.planning(NOW, NOW, ZONE));

        assertThat(decision.skipped()).isEqualTo("reported lost");
    }

    @Test
    void pupilAndParentAreRemindedOnce() {
        loan("l1", false);
        loan("l2", true);
        try (Cartable school = school()) {
            assertThat(school.reminders().send().run(Request.due(), step -> {}).queued())
                    .isEqualTo(2);
            assertThat(school.reminders().send().run(Request.due(), step -> {}).queued())
                    .isZero();
            school.notices().dispatch().drain();

            assertThat(school.notices().inbox(Recipient.guardian(AWA), 10))
                    .singleElement()
                    .satisfies(message -> assertThat(message.text())
                            .contains("Bonjour Awa Ba", "«\u00A0Le Petit Prince\u00A0»", "mardi 17 novembre 2026"));
            assertThat(school.notices().inbox(Recipient.pupil(ALI), 10)).hasSize(1);
        }
    }

    @Test
    void aBookThatComesBackWhileTheMessageWaitsIsNotAskedFor() {
        loan("l1", false);
        try (Cartable school = school()) {
            school.reminders().send().run(Request.due(), step -> {});
            open.clear();

            school.notices().dispatch().drain();

            assertThat(school.notices().counts()).isEqualTo(Map.of(NoticeState.SUPPRESSED, 2L));
        }
    }

    @Test
    void itsSampleFillsItsWordsInBothLanguages() {
        try (Cartable school = school()) {
            for (Locale language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
                assertThat(school.notices()
                                .templates()
                                .preview(rule.kind(), language)
                                .text())
                        .contains("Le Petit Prince");
            }
        }
    }

    private Loan loan(String id, boolean lost) {
        Loan loan = new Loan(id, ALI, "Le Petit Prince", LocalDate.of(2026, 11, 17), lost);
        open.put(id, loan);
        return loan;
    }

    private Cartable school() {
        InMemoryStores stores = new InMemoryStores(() -> NOW);
        PromotionId cm2 = new PromotionId("cm2");
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(cm2, "CM2")));
            stores.rosterStore().savePupils(tx, List.of(new Pupil(ALI, new PersonName("Ali", "Ba"), cm2, null, true)));
            stores.rosterStore()
                    .saveGuardians(tx, List.of(new Guardian(AWA, new PersonName("Awa", "Ba"), null, null, "fr")));
            stores.rosterStore()
                    .saveGuardianships(tx, List.of(Guardianship.of(AWA, ALI, Guardianship.Relation.MOTHER)));
        });
        return Cartable.builder()
                .stores(stores)
                .reminderStores(stores)
                .zone(ZONE)
                .school("École de la Rivière")
                .time(() -> NOW)
                .reminderChannels(Set.of(Channel.IN_APP))
                .reminderRule(rule)
                .build();
    }
}
