package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCardFinding;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Roster;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportCardsTest {
    private static final Term FIRST = new Term("2026-2027", "Trimestre 1");
    private static final Term SECOND = new Term("2026-2027", "Trimestre 2");
    private static final PromotionId SIXTH = new PromotionId("6A");
    private static final PromotionId OTHER = new PromotionId("6B");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final LocalDate LATER = LocalDate.of(2027, 1, 15);
    private static final PupilId ALI = new PupilId("P1");
    private static final PupilId BINTA = new PupilId("P2");
    private static final Instant RELEASE = Instant.parse("2026-12-05T18:00:00Z");
    private static final Viewer PARENT = Viewer.guardian(new GuardianId("G1"));

    private Instant now = Instant.parse("2026-12-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final List<Pupil> pupils = new ArrayList<>(List.of(
            pupil(ALI, "Ali", "Diallo"), pupil(BINTA, "Binta", "Bâ"), pupil(new PupilId("P3"), "Chérif", "Sow")));
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .roster(Roster.of(
                    List.of(family("G1", pupils.get(0)), family("G2", pupils.get(1)), family("G3", pupils.get(2)))))
            .zone(ZoneOffset.UTC)
            .time(() -> now)
            .build();

    @Test
    void familiesSeeAReportCardFromTheReleaseTimeOnAndStaffAtOnce() {
        grade(ALI, SIXTH, FIRST, DAY, "12");
        grade(BINTA, SIXTH, FIRST, DAY, "14");

        assertThat(find(PARENT, ALI)).isNull();
        assertThat(find(Viewer.pupil(ALI), ALI)).isNull();
        assertThat(find(Viewer.administrator(), ALI)).isNotNull();

        release(SIXTH, FIRST, RELEASE);
        now = RELEASE.minusMillis(1);
        assertThat(find(PARENT, ALI)).isNull();
        assertThat(cartable.documents().readReportCards().terms(PARENT, ALI)).isEmpty();
        now = RELEASE;
        assertThat(find(PARENT, ALI)).isNotNull();
        assertThat(find(Viewer.pupil(ALI), ALI)).isNotNull();
        assertThat(cartable.documents().readReportCards().terms(PARENT, ALI)).containsExactly(FIRST);
        assertThat(find(PARENT, BINTA)).as("another's child").isNull();
        assertThat(cartable.documents()
                        .readReportCards()
                        .ofTerm(PARENT, FIRST)
                        .map(card -> card.pupil().id()))
                .containsExactly(ALI);
    }

    @Test
    void theTermsOfAPupilAreKnownWithoutReadingTheClasses() {
        grade(ALI, SIXTH, FIRST, DAY, "12");
        grade(ALI, OTHER, SECOND, LATER, "12");
        grade(BINTA, OTHER, SECOND, LATER, "12");
        release(SIXTH, FIRST, RELEASE);
        release(OTHER, SECOND, RELEASE.plusSeconds(1));
        now = RELEASE;
        Set<String> calls = new HashSet<>();
        Grades counting = (Grades) Proxy.newProxyInstance(
                Grades.class.getClassLoader(), new Class<?>[] {Grades.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.invoke(stores.grades(), arguments);
                });
        ReadReportCards read = Cartable.builder()
                .stores(stores)
                .roster(Roster.of(List.of(family("G1", pupils.get(0)))))
                .grades(counting)
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .build()
                .documents()
                .readReportCards();

        assertThat(read.terms(PARENT, ALI)).containsExactly(FIRST);
        assertThat(read.terms(Viewer.administrator(), ALI)).containsExactly(FIRST, SECOND);
        assertThat(read.terms(Viewer.guardian(new GuardianId("G2")), ALI)).isEmpty();
        assertThat(calls).doesNotContain("ofClass", "subjects", "appreciations");
        member(BINTA, OTHER, SECOND);
        assertThat(read.terms(Viewer.administrator(), ALI))
                .as("others are members of the class, and the pupil is not")
                .containsExactly(FIRST);
    }

    private void member(PupilId pupil, PromotionId promotion, Term term) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveClassMembers(
                                tx, List.of(new ClassMember(pupil, new ClassTerm(promotion, term), null, null))));
    }

    @Test
    void aReportCardHasAllThatTheSchoolRecords() {
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePromotions(tx, List.of(new Promotion(SIXTH, "Sixième A")));
            stores.recordStore()
                    .saveClassMembers(
                            tx,
                            List.of(
                                    new ClassMember(ALI, new ClassTerm(SIXTH, SECOND), "2026/001", "6e"),
                                    new ClassMember(BINTA, new ClassTerm(SIXTH, SECOND), null, null)));
            stores.recordStore()
                    .saveAppreciations(
                            tx,
                            List.of(
                                    new Appreciation(ALI, SECOND, Appreciation.Type.GENERAL, null, "Bon trimestre."),
                                    new Appreciation(ALI, SECOND, Appreciation.Type.DECISION, null, "Félicitations"),
                                    new Appreciation(ALI, SECOND, Appreciation.Type.SUBJECT, "MATHS", "Sérieux.")));
            stores.recordStore().saveAbsences(tx, List.of(absence("a1", LATER), absence("a2", DAY)));
        });
        calendar();
        grade(ALI, OTHER, FIRST, DAY, "10");
        grade(ALI, SIXTH, SECOND, LATER, "12.5");

        ReportCard card = cartable.documents()
                .readReportCards()
                .find(Viewer.administrator(), ALI, SECOND)
                .orElseThrow();

        assertThat(card.promotion().name()).isEqualTo("Sixième A");
        assertThat(card.pupil().registrationNumber()).isEqualTo("2026/001");
        assertThat(card.pupil().level()).isEqualTo("6e");
        assertThat(card.classSize()).isEqualTo(2);
        assertThat(card.rank()).isEqualTo(new ReportCard.Rank(1, 1, false));
        assertThat(card.appreciation()).isEqualTo("Bon trimestre.");
        assertThat(card.decision()).isEqualTo("Félicitations");
        assertThat(card.subjects().get(0).appreciation()).isEqualTo("Sérieux.");
        assertThat(card.attendance()).isEqualTo(new ReportCard.Attendance(0, 2, 0, 0));
        assertThat(card.before())
                .as("in another class")
                .isEqualTo(new ReportCard.Comparison(FIRST, new BigDecimal("10.00"), new BigDecimal("2.50")));
        assertThat(card.band()).isNotNull();
    }

    @Test
    void aPupilWhoChangedClassOrLeftKeepsTheReportCard() {
        grade(ALI, OTHER, FIRST, DAY, "10");
        grade(BINTA, OTHER, FIRST, DAY, "14");
        grade(new PupilId("gone"), OTHER, FIRST, DAY, "16");

        ReportCard card = cartable.documents()
                .readReportCards()
                .find(Viewer.administrator(), ALI, FIRST)
                .orElseThrow();

        assertThat(card.promotion().id()).isEqualTo(OTHER);
        assertThat(card.rank()).isEqualTo(new ReportCard.Rank(3, 3, false));
        assertThat(cartable.documents().readReportCards().ofTerm(Viewer.administrator(), FIRST))
                .extracting(one -> one.pupil().name().full())
                .contains("gone");
    }

    @Test
    void theCheckNamesWhatIsMissingByTeacher() {
        stores.unitOfWork().run(tx -> {
            stores.recordStore()
                    .saveTaughtSubjects(
                            tx,
                            List.of(new TaughtSubject(
                                    new ClassTerm(SIXTH, FIRST),
                                    new Subject("MATHS", "Maths", "Mme Keïta"),
                                    BigDecimal.ONE,
                                    false,
                                    0)));
            stores.recordStore()
                    .saveAppreciations(
                            tx,
                            List.of(
                                    new Appreciation(
                                            ALI, FIRST, Appreciation.Type.SUBJECT, "MATHS", "Binta doit participer."),
                                    new Appreciation(
                                            ALI, FIRST, Appreciation.Type.GENERAL, null, "Ali et Binta s’entraident."),
                                    new Appreciation(BINTA, FIRST, Appreciation.Type.GENERAL, null, "Bien.")));
        });
        grade(ALI, SIXTH, FIRST, DAY, "12");
        grade(ALI, SIXTH, FIRST, DAY.plusDays(7), "12");
        grade(BINTA, SIXTH, FIRST, DAY, "14");
        grades("S", BINTA, SIXTH, FIRST, DAY, "SVT", new Mark.Letter("Z"));
        grades("T", BINTA, SIXTH, FIRST, DAY, "SVT", new Mark.Letter("Y"));

        CheckReportCards.Report report = cartable.documents().checkReportCards(FIRST, Set.of());

        assertThat(report.findings())
                .extracting(one -> one.teacher() + ": " + one.code() + " " + one.pupil() + " "
                        + (one.day() == null ? one.detail() : one.day()))
                .containsExactly(
                        "Mme Keïta: OTHER_NAME P1 Binta",
                        "Mme Keïta: MISSING_GRADE P2 2026-10-08",
                        "Mme Keïta: NO_APPRECIATION P2 null",
                        "null: NO_RELEASE null null",
                        "null: NO_COEFFICIENT null null",
                        "null: NO_GRADE P1 null",
                        "null: UNKNOWN_LETTER P2 Y",
                        "null: UNKNOWN_LETTER P2 Z",
                        "null: NO_APPRECIATION P2 null");
        assertThat(report.counts()).isEqualTo(new CheckReportCards.Counts(1, 2, 9));
        assertThat(cartable.documents().checkReportCards(FIRST, Set.of(OTHER)).counts())
                .isEqualTo(new CheckReportCards.Counts(0, 0, 0));
        assertThat(report.findings().get(0)).isInstanceOf(ReportCardFinding.class);
    }

    @Test
    void theTermThatClosedLastIsKnownFromTheCalendar() {
        assertThat(cartable.documents().readReportCards().latestClosedTerm()).isEmpty();
        calendar();

        assertThat(cartable.documents().readReportCards().latestClosedTerm()).contains(FIRST);
        now = Instant.parse("2026-11-30T22:00:00Z");
        assertThat(cartable.documents().readReportCards().latestClosedTerm()).isEmpty();
    }

    private @Nullable ReportCard find(Viewer viewer, PupilId pupil) {
        return cartable.documents().readReportCards().find(viewer, pupil, FIRST).orElse(null);
    }

    private void calendar() {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveCalendar(
                                tx,
                                List.of(
                                        new CalendarPeriod(
                                                CalendarPeriod.Type.YEAR,
                                                "2026-2027",
                                                LocalDate.of(2026, 9, 1),
                                                LocalDate.of(2027, 6, 30)),
                                        new CalendarPeriod(
                                                CalendarPeriod.Type.TERM,
                                                "Trimestre 1",
                                                LocalDate.of(2026, 9, 1),
                                                LocalDate.of(2026, 11, 30)),
                                        new CalendarPeriod(
                                                CalendarPeriod.Type.TERM,
                                                "Trimestre 2",
                                                LocalDate.of(2026, 12, 1),
                                                LocalDate.of(2027, 2, 28)))));
    }

    private void release(PromotionId promotion, Term term, Instant at) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveReleases(tx, List.of(new ReportRelease(new ClassTerm(promotion, term), at))));
    }

    private void grade(PupilId pupil, PromotionId promotion, Term term, LocalDate day, String value) {
        grades("M", pupil, promotion, term, day, "MATHS", new Mark.Points(new BigDecimal(value), new BigDecimal("20")));
    }

    private void grades(
            String prefix, PupilId pupil, PromotionId promotion, Term term, LocalDate day, String subject, Mark mark) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveGrades(
                                tx,
                                List.of(new Grade(
                                        prefix + pupil + day,
                                        pupil,
                                        promotion,
                                        Subject.of(subject),
                                        term,
                                        day,
                                        null,
                                        mark,
                                        BigDecimal.ONE,
                                        false))));
    }

    private static Absence absence(String id, LocalDate day) {
        return new Absence(
                id, ALI, day, Absence.Type.ABSENT, Absence.Part.DAY, null, 0, false, null, null, Instant.EPOCH, null);
    }

    private static Pupil pupil(PupilId id, String given, String family) {
        return new Pupil(id, new PersonName(given, family), SIXTH, null, true);
    }

    private static Family family(String guardian, Pupil pupil) {
        GuardianId id = new GuardianId(guardian);
        return new Family(
                new Guardian(id, new PersonName("Parent", guardian), null, null, null),
                List.of(new Family.Ward(pupil, Guardianship.of(id, pupil.id(), Guardianship.Relation.PARENT))));
    }
}
