package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.document.NotifyReportCards.Counts;
import dev.cartable.document.NotifyReportCards.Step;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.School;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.PlanChangedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyReportCardsTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final PromotionId SIXTH = new PromotionId("6A");
    private static final ReportCardRequest ALL = new ReportCardRequest(TERM, null);
    private static final PupilId ALI = new PupilId("P1");
    private static final PupilId BINTA = new PupilId("P2");
    private static final Instant RELEASE = Instant.parse("2026-12-05T18:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-12-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final List<RenderedNotice> sent = new ArrayList<>();
    private final Pupil ali = pupil(ALI, "Ali", "Diallo", "ali@school.example");
    private final Pupil binta = pupil(BINTA, "Binta", "Bâ", "binta@school.example");
    private List<Family> families = List.of(
            family("G1", "awa@example.org", ali, true, null),
            family("G2", null, ali, true, null),
            family("G3", "barred@example.org", binta, false, null),
            family("G4", "soon@example.org", binta, true, LocalDate.of(2026, 12, 10)));
    private boolean attached;
    private Fallbacks fallbacks = Fallbacks.defaults();

    @BeforeEach
    void twoReportCardsAreStored() {
        grade(ALI, "12");
        grade(BINTA, "14");
        generate();
    }

    @Test
    void peopleAreNotifiedOnceFromTheReleaseOn() {
        assertThat(run()).as("no release is set").isEqualTo(new Counts(2, 0, 0, 2, 0, 0, 0));
        release(RELEASE);
        now = RELEASE.minusMillis(1);
        assertThat(run()).as("a moment before").isEqualTo(new Counts(2, 0, 0, 2, 0, 0, 0));
        now = RELEASE;

        assertThat(run()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 3));

        assertThat(send()).containsExactlyInAnyOrder("ali@school.example", "awa@example.org", "binta@school.example");
        RenderedNotice toParent = mail("awa@example.org");
        assertThat(toParent.subject()).isEqualTo("Bulletin\u00A0: Ali Diallo, Trimestre 1");
        assertThat(toParent.text())
                .contains("Le bulletin de l’élève Ali Diallo pour Trimestre 1 (2026-2027) est disponible.")
                .contains("https://school.example/report-cards/" + current(ALI).id());
        assertThat(mail("ali@school.example").text()).contains("Bonjour Ali,", "Ton bulletin");
        assertThat(toParent.enclosures().isEmpty()).isTrue();
        assertThat(run()).isEqualTo(new Counts(2, 0, 2, 0, 0, 0, 0));
        assertThat(send()).isEmpty();
    }

    @Test
    void aLetterIsHandedOutWithThePupilsClass() {
        fallbacks = Fallbacks.of(Channel.LETTER);
        release(RELEASE);
        now = RELEASE;
        run();

        List<PrintLetters.Letter> letters = new ArrayList<>();
        cartable().notices().letters().list(letters::add);

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.recipient()).isEqualTo(Recipient.guardian(new GuardianId("G2")));
            assertThat(letter.pupil()).isEqualTo("Ali Diallo");
            assertThat(letter.promotion()).isEqualTo(SIXTH.value());
        });
    }

    @Test
    void aBarredParentIsNeverNotifiedAndOneWhoseLinkBeginsLaterIsFromThenOn() {
        release(RELEASE);
        now = RELEASE;
        run();
        assertThat(send()).doesNotContain("barred@example.org", "soon@example.org");

        now = Instant.parse("2026-12-10T00:00:00Z");

        assertThat(run().notices()).isEqualTo(1);
        assertThat(send()).containsExactly("soon@example.org");
    }

    @Test
    void peopleWithoutAnAddressAreNamed() {
        release(RELEASE);
        now = RELEASE;
        List<Step> steps = new ArrayList<>();

        cartable().documents().notifyReportCards().run(ALL, steps::add);

        assertThat(steps.get(0).action()).isEqualTo(NotifyAction.NOTIFY);
        assertThat(steps.get(0).people())
                .contains(
                        new NotifiedPerson(Recipient.guardian(new GuardianId("G1")), Set.of(Channel.EMAIL), null),
                        new NotifiedPerson(
                                Recipient.guardian(new GuardianId("G2")), Set.of(), Addressing.Reason.NO_ADDRESS));
    }

    @Test
    void aCorrectedReportCardIsNotifiedAsSuchToThoseWhoKnowTheFirst() {
        release(RELEASE);
        now = RELEASE;
        run();
        send();
        now = Instant.parse("2026-12-10T08:00:00Z");
        grade(BINTA, "15");
        generate();

        assertThat(run().notices()).as("the class's average changes for both").isEqualTo(4);

        assertThat(send()).contains("binta@school.example", "soon@example.org");
        assertThat(mail("binta@school.example").subject()).isEqualTo("Bulletin corrigé\u00A0: Binta Bâ, Trimestre 1");
        assertThat(mail("soon@example.org").subject())
                .as("knows of no other")
                .isEqualTo("Bulletin\u00A0: Binta Bâ, Trimestre 1");
    }

    @Test
    void aNoticeOfAReplacedReportCardIsNotSent() {
        release(RELEASE);
        now = RELEASE;
        run();
        grade(BINTA, "15");
        generate();

        assertThat(send()).isEmpty();

        assertThat(reasons()).containsOnly("REPLACED");
        run();
        assertThat(send()).hasSize(3);
        assertThat(mail("binta@school.example").subject())
                .as("the first one was not notified")
                .startsWith("Bulletin\u00A0:");
    }

    @Test
    void aReleaseThatIsMovedSendsNothingBeforeAndOnceAfterwards() {
        release(RELEASE);
        now = RELEASE;
        run();
        release(RELEASE.plus(Duration.ofDays(1)));

        assertThat(send()).isEmpty();

        assertThat(reasons()).containsOnly("NOT_RELEASED");
        assertThat(run().unreleased()).isEqualTo(2);
        now = RELEASE.plus(Duration.ofDays(1));
        assertThat(run().notices()).isEqualTo(3);
        assertThat(run().notices()).isZero();
        assertThat(send()).hasSize(3);
        release(RELEASE.plus(Duration.ofDays(2)));
        now = RELEASE.plus(Duration.ofDays(2));
        assertThat(run().notices()).as("they have it").isZero();
    }

    @Test
    void peopleWhoseNoticesWereAllDroppedCountAsUnreached() {
        release(RELEASE);
        for (int drop = 1; drop <= NoticeKeys.MOST; drop++) {
            now = RELEASE.plus(Duration.ofHours(drop - 1));
            assertThat(run().notices()).isEqualTo(3);
            release(RELEASE.plus(Duration.ofHours(drop)));
            assertThat(send()).isEmpty();
        }
        now = RELEASE.plus(Duration.ofHours(NoticeKeys.MOST));

        assertThat(run()).isEqualTo(new Counts(2, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void aParentWhoIsBarredMeanwhileIsNotNotified() {
        release(RELEASE);
        now = RELEASE;
        run();
        families = families.stream()
                .map(one -> one.guardian().id().equals(new GuardianId("G1"))
                        ? family("G1", "awa@example.org", ali, false, null)
                        : one)
                .toList();

        assertThat(send()).doesNotContain("awa@example.org").isNotEmpty();

        assertThat(reasons()).containsOnly("NOT_ENTITLED");
    }

    @Test
    void aPupilWhoHasLeftIsNotWrittenAbout() {
        release(RELEASE);
        now = RELEASE;
        run();
        families = List.of();

        assertThat(send()).isEmpty();

        assertThat(reasons()).containsOnly("PUPIL_LEFT");
    }

    @Test
    void whereTheSchoolWishesMailsCarryTheReportCard() throws IOException {
        release(RELEASE);
        now = RELEASE;
        attached = true;
        run();
        StoredDocument card = current(ALI);
        Path file =
                folder.resolve("vault").resolve(card.sha256().substring(0, 2)).resolve(card.sha256());
        Path aside = Files.move(file, folder.resolve("aside"));

        assertThat(send()).as("without its file a mail waits").containsExactly("binta@school.example");
        Files.move(aside, file);
        now = now.plus(Duration.ofHours(1));

        assertThat(send()).containsExactlyInAnyOrder("ali@school.example", "awa@example.org");
        RenderedNotice mail = mail("awa@example.org");
        assertThat(mail.text()).contains("Il est joint à ce message.");
        assertThat(mail.enclosures().attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.name()).isEqualTo("Trimestre 1 - Ali Diallo.txt");
            assertThat(new String(attachment.bytes(), StandardCharsets.UTF_8)).isEqualTo("Ali Diallo 12.00");
        });
    }

    @Test
    void aParentOfSeveralIsNotifiedOfAllByOneMailUnlessMailsCarryFiles() {
        GuardianId mother = new GuardianId("G1");
        families = List.of(new Family(
                new Guardian(mother, new PersonName("Awa", "Diallo"), "awa@example.org", null, null),
                List.of(
                        new Family.Ward(ali, Guardianship.of(mother, ALI, Guardianship.Relation.MOTHER)),
                        new Family.Ward(binta, Guardianship.of(mother, BINTA, Guardianship.Relation.MOTHER)))));
        release(RELEASE);
        now = RELEASE;
        run();

        assertThat(send()).containsExactlyInAnyOrder("ali@school.example", "binta@school.example", "awa@example.org");
        assertThat(mail("awa@example.org").text())
                .contains("Ali : le bulletin pour Trimestre 1 est disponible.")
                .contains("Binta : le bulletin pour Trimestre 1 est disponible.")
                .contains("https://school.example/report-cards/" + current(ALI).id())
                .contains(
                        "https://school.example/report-cards/" + current(BINTA).id());

        attached = true;
        grade(ALI, "13");
        grade(BINTA, "15");
        generate();
        run();

        assertThat(send().stream().filter("awa@example.org"::equals)).hasSize(2);
        assertThat(sent)
                .allSatisfy(one -> assertThat(one.enclosures().attachments()).hasSize(1));
    }

    @Test
    void anApprovedPlanIsCarriedOutAndAnotherIsNot() {
        release(RELEASE);
        now = RELEASE;
        NotifyReportCards notify = cartable().documents().notifyReportCards();
        var plan = notify.plan(ALL);
        assertThat(plan.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 3));
        assertThat(plan.steps()).hasSize(2);
        grade(BINTA, "15");
        generate();

        assertThatExceptionOfType(PlanChangedException.class).isThrownBy(() -> notify.apply(plan));

        assertThat(notify.apply(notify.plan(ALL)).counts().notices()).isEqualTo(3);
    }

    @Test
    void oneRunAtATimeAndOnlyTheClassThatIsAskedFor() {
        release(RELEASE);
        now = RELEASE;
        NotifyReportCards notify = cartable().documents().notifyReportCards();
        try (Lease held = Lease.take(stores.leases(), NotifyReportCards.LEASE)) {
            assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(() -> notify.run(ALL, step -> {}));
            held.keep(stores.unitOfWork());
        }

        assertThat(notify.run(new ReportCardRequest(TERM, new PromotionId("5A")), step -> {})
                        .counts())
                .isEqualTo(Counts.NONE);
    }

    @Test
    void newsIsWhatWasReleasedOrMadeInTheLastMonth() {
        release(RELEASE);
        now = RELEASE.plus(Duration.ofDays(32));
        assertThat(news().notified()).isZero();
        grade(BINTA, "15");
        generate();

        assertThat(news().notified()).as("made today").isEqualTo(2);
    }

    @Test
    void anErasedPupilIsNotNotified() {
        release(RELEASE);
        now = RELEASE;
        run();
        cartable().privacy().erase(ALI);

        assertThat(send()).containsExactly("binta@school.example");
        assertThat(run().input()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"fr,EMAIL", "en,EMAIL", "fr,SMS", "en,SMS"})
    void theWordsAreWholeInEachCase(String language, String channel) {
        NoticeType type = cartable().documents().noticeTypes().get(0);
        TemplateRenderer renderer =
                TemplateRenderer.builtIn(new School("École", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
        Locale locale = Locale.forLanguageTag(language);
        assertThat(renderer.faults(
                        type.kind(), renderer.builtIn(type.kind(), locale).orElseThrow(), type.variables()))
                .isEmpty();
        for (int flags = 0; flags < 16; flags++) {
            Map<String, String> values = new HashMap<>(type.sample(locale));
            values.put("to_pupil", (flags & 1) == 0 ? "" : "1");
            values.put("corrected", (flags & 2) == 0 ? "" : "1");
            values.put("attached", (flags & 4) == 0 ? "" : "1");
            values.put("link", (flags & 8) == 0 ? "" : "https://school.example/report-cards/7");

            Words words = renderer.render(type.kind(), locale, Channel.of(channel), values);

            assertThat(words.text())
                    .contains("École")
                    .doesNotContain("{", "}", "  ", "\n\n\n", " .", " ,")
                    .contains(values.get("link"));
        }
    }

    private Counts news() {
        return cartable().documents().notifyReportCards().runForNews(step -> {}).stream()
                .map(report -> report.counts())
                .reduce(Counts.NONE, Counts::plus);
    }

    private Counts run() {
        return cartable().documents().notifyReportCards().run(ALL, step -> {}).counts();
    }

    private void generate() {
        cartable().documents().generateReportCards().run(new ReportCardRequest(TERM, null), step -> {});
    }

    /** Sends what is due, and returns the addresses. */
    private List<String> send() {
        sent.clear();
        cartable().notices().dispatch().drain();
        return sent.stream().map(notice -> notice.address().value()).toList();
    }

    private RenderedNotice mail(String address) {
        return sent.stream()
                .filter(notice -> notice.address().value().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> reasons() {
        try (var all = stores.outbox().history(NoticeFilter.all().in(NoticeState.SUPPRESSED))) {
            return all.map(entry -> String.valueOf(entry.reason())).collect(Collectors.toSet());
        }
    }

    private StoredDocument current(PupilId pupil) {
        return stores.documents().of(pupil).stream()
                .filter(document -> document.replacedBy() == null)
                .findFirst()
                .orElseThrow();
    }

    private Cartable cartable() {
        return Cartable.builder()
                .stores(stores)
                .roster(Roster.of(families))
                .key(HostKey.of(new byte[32]))
                .school("École")
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .reminders(settings -> settings.withSite(URI.create("https://school.example")))
                .courier(new Postbox())
                .fallbacks(fallbacks)
                .attachReportCards(attached)
                .documentVault(new DirectoryDocuments(folder.resolve("vault")))
                .reportCardRenderer(new TextReportCards(
                        (card, code, language) -> card.pupil().name().full() + " "
                                + card.general().display().orElseThrow()))
                .build();
    }

    private void release(Instant at) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveReleases(tx, List.of(new ReportRelease(new ClassTerm(SIXTH, TERM), at))));
    }

    private void grade(PupilId pupil, String value) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveGrades(
                                tx,
                                List.of(new Grade(
                                        "g-" + pupil,
                                        pupil,
                                        SIXTH,
                                        Subject.of("MATHS"),
                                        TERM,
                                        LocalDate.of(2026, 10, 1),
                                        null,
                                        new Mark.Points(new BigDecimal(value), new BigDecimal("20")),
                                        BigDecimal.ONE,
                                        false))));
    }

    private static Pupil pupil(PupilId id, String given, String family, String email) {
        return new Pupil(id, new PersonName(given, family), SIXTH, email, true);
    }

    private static Family family(
            String id, @Nullable String email, Pupil pupil, boolean maySee, @Nullable LocalDate from) {
        GuardianId guardian = new GuardianId(id);
        return new Family(
                new Guardian(guardian, new PersonName("Parent", id), email, null, null),
                List.of(new Family.Ward(
                        pupil,
                        new Guardianship(
                                guardian,
                                pupil.id(),
                                Guardianship.Relation.PARENT,
                                false,
                                maySee,
                                false,
                                from,
                                null))));
    }

    private final class Postbox implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            sent.add(notice);
            return new Delivery.Sent("250 ok");
        }

        @Override
        public void release() {}
    }
}
