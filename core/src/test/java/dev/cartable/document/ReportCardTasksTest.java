package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.HostKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tasks {@code report-cards} and {@code report-card-notices}. */
class ReportCardTasksTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final PromotionId SIXTH = new PromotionId("6A");
    private static final TaskName REPORT_CARDS = new TaskName("report-cards");
    private static final PupilId ALI = new PupilId("P1");
    private static final PupilId BINTA = new PupilId("P2");
    private static final Instant FIFTEENTH = Instant.parse("2026-12-15T00:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-12-14T23:50:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final Set<PupilId> unrenderable = new HashSet<>();
    private final List<PupilId> rendered = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();

    @BeforeEach
    void twoPupilsHaveGrades() {
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePupils(tx, List.of(pupil(ALI, "Ali"), pupil(BINTA, "Binta")));
            stores.recordStore().saveGrades(tx, List.of(grade(ALI), grade(BINTA)));
        });
    }

    @Test
    void onThe15thTheReportCardsOfTheTermThatClosedLastAreMade() {
        calendar();
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            assertThat(of(ALI)).isEmpty();
            now = FIFTEENTH;

            assertThat(ran(cartable)).satisfies(run -> {
                assertThat(run.state()).isEqualTo(Occurrence.State.DONE);
                assertThat(run.counts()).containsEntry("created", 2L);
            });

            assertThat(of(ALI)).hasSize(1);
            assertThat(of(BINTA)).hasSize(1);
        }
    }

    @Test
    void withoutAClosedTermNothingIsMade() {
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;

            assertThat(ran(cartable)).satisfies(run -> {
                assertThat(run.state()).isEqualTo(Occurrence.State.DONE);
                assertThat(run.counts()).isEqualTo(Map.of("input", 0L));
            });
            assertThat(of(ALI)).isEmpty();
        }
    }

    @Test
    void aPupilWhoseReportCardFailsIsTriedAgainAloneAfter60And120And240Seconds() {
        calendar();
        unrenderable.add(BINTA);
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;

            assertThat(ran(cartable).state()).isEqualTo(Occurrence.State.RETRYING);
            assertThat(of(ALI)).as("the others have theirs").hasSize(1);
            assertThat(rendered).containsExactly(ALI, BINTA);
            for (long wait : List.of(60L, 120L, 240L)) {
                rendered.clear();
                now = now.plusSeconds(wait).minusMillis(1);
                assertThat(runs(cartable)).isEmpty();
                now = now.plusMillis(1);
                ran(cartable);
                assertThat(rendered).containsExactly(BINTA);
            }

            assertThat(cartable.tasks().find(REPORT_CARDS).lastRun()).satisfies(run -> {
                assertThat(run.state()).isEqualTo(Occurrence.State.FAILED);
                assertThat(run.attempt()).isEqualTo(4);
            });
            assertThat(alarms).singleElement().satisfies(alarm -> {
                assertThat(alarm.code()).isEqualTo(Alarm.Code.TASK_FAILED);
                assertThat(alarm.facts().get("reason")).contains("pupil P2", "no letter for this name");
            });
        }
    }

    @Test
    void aPupilWhoseReportCardFailedOnceHasOneAfterTheRetry() {
        calendar();
        unrenderable.add(BINTA);
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;
            ran(cartable);
            unrenderable.clear();
            now = now.plusSeconds(60);

            assertThat(ran(cartable).state()).isEqualTo(Occurrence.State.DONE);

            assertThat(of(BINTA)).hasSize(1);
            assertThat(alarms).isEmpty();
        }
    }

    @Test
    void noticesAreQueuedWithinAQuarterOfAnHourOfTheRelease() {
        calendar();
        Instant release = Instant.parse("2026-12-16T17:00:00Z");
        release(release);
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;
            cartable.tasks().tick();
            now = release.minus(Duration.ofMinutes(1));
            cartable.tasks().tick();
            assertThat(notices()).isZero();

            now = release.plus(Duration.ofMinutes(14));
            cartable.tasks().tick();

            assertThat(notices()).isEqualTo(2);
            now = now.plus(Duration.ofHours(1));
            cartable.tasks().tick();
            assertThat(notices()).isEqualTo(2);
        }
    }

    /** The backup of 02:00 does not know that families were notified at 08:00. */
    @Test
    void afterARestoreFamiliesAreNotNotifiedAgainButOfWhatIsMadeSinceTheyAre() {
        calendar();
        release(Instant.parse("2026-12-16T08:00:00Z"));
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;
            cartable.tasks().tick();
            now = Instant.parse("2026-12-16T12:00:00Z");
            cartable.notices().instance().silence(1);

            now = Instant.parse("2026-12-16T12:15:00Z");
            cartable.tasks().tick();

            assertThat(notices()).isZero();
            stores.unitOfWork().run(tx -> stores.recordStore().saveGrades(tx, List.of(grade(ALI, "15"))));
            cartable.documents().generateReportCards().run(new ReportCardRequest(TERM, null), step -> {});
            now = Instant.parse("2026-12-16T12:30:00Z");
            cartable.tasks().tick();
            assertThat(notices()).as("the class's average changes for both").isEqualTo(2);
        }
    }

    @Test
    void aReleaseAfterARestoreIsNews() {
        calendar();
        release(Instant.parse("2026-12-16T13:00:00Z"));
        try (Cartable cartable = cartable()) {
            cartable.tasks().tick();
            now = FIFTEENTH;
            cartable.tasks().tick();
            now = Instant.parse("2026-12-16T12:00:00Z");
            cartable.notices().instance().silence(1);

            now = Instant.parse("2026-12-16T13:00:00Z");
            cartable.tasks().tick();

            assertThat(notices()).isEqualTo(2);
        }
    }

    private void release(Instant at) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveReleases(tx, List.of(new ReportRelease(new ClassTerm(SIXTH, TERM), at))));
    }

    private long notices() {
        try (var all = stores.outbox().history(NoticeFilter.all().of(DocumentKinds.REPORT_CARD))) {
            return all.count();
        }
    }

    private static Occurrence ran(Cartable cartable) {
        return runs(cartable).findFirst().orElseThrow();
    }

    private static Stream<Occurrence> runs(Cartable cartable) {
        return cartable.tasks().tick().stream().filter(run -> run.task().equals(REPORT_CARDS));
    }

    private List<StoredDocument> of(PupilId pupil) {
        return stores.documents().of(pupil);
    }

    private Cartable cartable() {
        return Cartable.builder()
                .stores(stores)
                .key(HostKey.of(new byte[32]))
                .school("École")
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .alarms(alarms::add)
                .reminderChannels(Set.of(Channel.IN_APP))
                .documentVault(new DirectoryDocuments(folder.resolve("vault")))
                .reportCardRenderer(new TextReportCards((card, code, language) -> text(card)))
                .build();
    }

    private void calendar() {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveCalendar(
                                tx,
                                List.of(
                                        new CalendarPeriod(
                                                CalendarPeriod.Type.YEAR,
                                                TERM.year(),
                                                LocalDate.of(2026, 9, 1),
                                                LocalDate.of(2027, 6, 30)),
                                        new CalendarPeriod(
                                                CalendarPeriod.Type.TERM,
                                                TERM.name(),
                                                LocalDate.of(2026, 9, 1),
                                                LocalDate.of(2026, 11, 30)))));
    }

    private static Grade grade(PupilId pupil) {
        return grade(pupil, "12");
    }

    private static Grade grade(PupilId pupil, String points) {
        return new Grade(
                "g-" + pupil,
                pupil,
                SIXTH,
                Subject.of("MATHS"),
                TERM,
                LocalDate.of(2026, 10, 1),
                null,
                new Mark.Points(new BigDecimal(points), new BigDecimal("20")),
                BigDecimal.ONE,
                false);
    }

    private static Pupil pupil(PupilId id, String given) {
        return new Pupil(id, new PersonName(given, "Diallo"), SIXTH, given + "@school.example", true);
    }

    private String text(ReportCard card) {
        rendered.add(card.pupil().id());
        if (unrenderable.contains(card.pupil().id())) {
            throw new IllegalArgumentException("no letter for this name");
        }
        return card.pupil().name().full();
    }
}
