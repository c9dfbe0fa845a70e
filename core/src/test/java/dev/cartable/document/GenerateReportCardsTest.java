package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.document.GenerateReportCards.Step;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.privacy.ErasePerson;
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
import dev.cartable.school.model.Viewer;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.PlanChangedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateReportCardsTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final PromotionId SIXTH = new PromotionId("6A");
    private static final PromotionId FIFTH = new PromotionId("5A");
    private static final PupilId ALI = new PupilId("P1");
    private static final PupilId BINTA = new PupilId("P2");
    private static final PupilId CHERIF = new PupilId("P3");
    private static final String ORPHAN = "ab".repeat(32);
    private static final ReportCardRequest ALL = new ReportCardRequest(TERM, null);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-12-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final Set<PupilId> unrenderable = new HashSet<>();
    private Runnable whileRendering = () -> {};
    private String layout = "";

    @Test
    void pupilsWhoLackAReportCardGetOneAndTheOthersKeepTheirs() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();

        var plan = generate.plan(ALL);
        assertThat(plan.counts()).isEqualTo(new DocumentCounts(3, 3, 0, 0, 0, 0, 0));
        assertThat(files()).as("a plan writes nothing").isEmpty();
        List<Step> steps = new ArrayList<>();
        assertThat(generate.apply(ALL, plan.digest(), steps::add).counts()).isEqualTo(plan.counts());

        assertThat(steps).extracting(Step::action).containsOnly(DocumentAction.CREATE);
        StoredDocument card = ofAli().get(0);
        assertThat(card.revision()).isEqualTo(1);
        assertThat(card.reportCard().promotion()).isEqualTo(SIXTH);
        assertThat(content(card)).isEqualTo("Ali Diallo 12.00 revision 1 fr");
        assertThat(files()).hasSize(3).contains(card.sha256());

        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
        assertThat(files()).hasSize(3);
    }

    @Test
    void correctedGradesMakeANewRevisionAndTheOldOneIsKeptAsReplaced() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        generate.run(ALL, step -> {});
        now = now.plusSeconds(60);
        grade(ALI, SIXTH, "15");

        assertThat(generate.run(ALL, step -> {}).counts())
                .as("the class's average changes for both")
                .isEqualTo(new DocumentCounts(3, 0, 2, 0, 1, 0, 0));

        List<StoredDocument> all = ofAli();
        assertThat(all).extracting(StoredDocument::revision).containsExactly(1, 2);
        assertThat(all.get(0).replacedBy()).isEqualTo(all.get(1).id());
        assertThat(all.get(1).replacedBy()).isNull();
        assertThat(content(all.get(0))).isEqualTo("Ali Diallo 12.00 revision 1 fr");
        assertThat(content(all.get(1))).isEqualTo("Ali Diallo 15.00 revision 2 fr");
    }

    @Test
    void aPlanIsCarriedOutOnlyIfNothingHasChangedSince() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        var plan = generate.plan(ALL);
        grade(ALI, SIXTH, "15");

        assertThatExceptionOfType(PlanChangedException.class).isThrownBy(() -> generate.apply(plan));

        assertThat(files()).isEmpty();
        assertThat(ofAli()).isEmpty();
    }

    @Test
    void aPupilWhoseReportCardCannotBeRenderedIsCountedAndTheRestGoesOn() {
        threeGrades();
        unrenderable.add(BINTA);
        var generate = cartable().documents().generateReportCards();
        List<Step> steps = new ArrayList<>();

        assertThat(generate.run(ALL, steps::add).counts()).isEqualTo(new DocumentCounts(3, 2, 0, 0, 0, 0, 1));
        assertThat(steps)
                .filteredOn(step -> step.action() == DocumentAction.FAIL)
                .singleElement()
                .satisfies(step -> assertThat(step.detail()).isEqualTo("no letter for this name"));

        unrenderable.clear();
        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 1, 0, 0, 2, 0, 0));
    }

    @Test
    void afterACrashBetweenFileAndRowNoPupilGetsTwo() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        whileRendering = () -> {
            if (count() == 2) {
                throw new Error("the process dies");
            }
        };
        assertThatExceptionOfType(Error.class).isThrownBy(() -> generate.run(ALL, step -> {}));
        assertThat(files()).as("files without rows").hasSize(2);
        assertThat(ofAli()).isEmpty();

        whileRendering = () -> {};
        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 3, 0, 0, 0, 0, 0));

        assertThat(files()).hasSize(3);
        assertThat(ofAli()).hasSize(1);
    }

    @Test
    void gradesThatChangeWhileABatchRunsAreInTheNextRevisionAndNoPupilHasTwo() {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        List<String> left = new ArrayList<>(List.of("15", "16", "17"));
        whileRendering = () -> {
            if (!left.isEmpty()) {
                String value = left.remove(0);
                grade(ALI, SIXTH, value);
                grade(CHERIF, FIFTH, value);
            }
        };

        generate.run(ALL, step -> {});
        assertThat(left).as("each pupil was rendered while grades changed").isEmpty();
        generate.run(ALL, step -> {});

        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
        for (PupilId pupil : List.of(ALI, BINTA, CHERIF)) {
            List<StoredDocument> all = stores.documents().of(pupil);
            assertThat(all).extracting(StoredDocument::revision).doesNotHaveDuplicates();
            assertThat(all).filteredOn(one -> one.replacedBy() == null).hasSize(1);
        }
        assertThat(content(ofAli().get(ofAli().size() - 1))).startsWith("Ali Diallo 17.00");
    }

    @Test
    void filesWithoutARowAndDraftsAreDeletedAtTheEndOfARun() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        generate.run(ALL, step -> {});
        List<String> stored = files();
        leaveOrphan();

        generate.run(ALL, step -> {});

        assertThat(files()).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void filesOfAnotherDatabaseStay() throws IOException {
        leaveOrphan();

        cartable().documents().generateReportCards().run(ALL, step -> {});

        assertThat(files()).containsExactlyInAnyOrder(ORPHAN, ".draft-1");
    }

    @Test
    void erasureDeletesFilesWithoutARowToo() throws IOException {
        threeGrades();
        Cartable cartable = cartable();
        cartable.documents().generateReportCards().run(new ReportCardRequest(TERM, FIFTH), step -> {});
        leaveOrphan();

        assertThat(cartable.privacy().erase(CHERIF)).isInstanceOf(ErasePerson.Erased.class);

        assertThat(files()).isEmpty();
    }

    private void leaveOrphan() throws IOException {
        new DirectoryDocuments(folder.resolve("vault")).put(ORPHAN, new byte[] {1});
        Files.createFile(folder.resolve("vault").resolve("ab").resolve(".draft-1"));
    }

    @Test
    void aFileThatWasLostIsMadeAgainUnderItsName() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        generate.run(ALL, step -> {});
        StoredDocument card = ofAli().get(0);
        Files.delete(file(card));

        assertThat(generate.plan(ALL).counts()).isEqualTo(new DocumentCounts(3, 0, 0, 1, 2, 0, 0));
        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 0, 0, 1, 2, 0, 0));

        assertThat(ofAli()).containsExactly(card);
        assertThat(content(card)).isEqualTo("Ali Diallo 12.00 revision 1 fr");
        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void aLostFileThatWouldHaveOtherBytesNowIsANewRevision() throws IOException {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        generate.run(ALL, step -> {});
        StoredDocument card = ofAli().get(0);
        Files.delete(file(card));
        layout = " in another layout";

        assertThat(generate.run(ALL, step -> {}).counts()).isEqualTo(new DocumentCounts(3, 0, 1, 0, 2, 0, 0));

        List<StoredDocument> all = ofAli();
        assertThat(all).extracting(StoredDocument::revision).containsExactly(1, 2);
        assertThat(all.get(0).replacedBy()).isEqualTo(all.get(1).id());
        assertThat(content(all.get(1))).isEqualTo("Ali Diallo 12.00 revision 2 fr in another layout");
        assertThat(files()).as("the others stay as they are").hasSize(3);
    }

    @Test
    void whatAnotherNodeHasStoredMeanwhileIsNotStoredTwice() {
        threeGrades();
        Cartable cartable = cartable();
        whileRendering = () -> {
            whileRendering = () -> {};
            // As if another node had stored the same meanwhile.
            StoredDocument other = new StoredDocument(
                    new DocumentId(new UUID(7, 7)),
                    new ReportCardFacts(ALI, SIXTH, TERM, "Ali", "6e A", null, BigDecimal.valueOf(20)),
                    1,
                    "0".repeat(64),
                    DocumentContents.digest(card(cartable).withRevision(1), "École", Locale.FRENCH),
                    null,
                    now,
                    null);
            stores.unitOfWork().run(tx -> stores.documents().add(tx, List.of(other)));
        };

        assertThat(cartable.documents()
                        .generateReportCards()
                        .run(ALL, step -> {})
                        .counts())
                .isEqualTo(new DocumentCounts(3, 2, 0, 0, 1, 0, 0));

        assertThat(ofAli()).hasSize(1);
    }

    @Test
    void oneRunAtATimeAndOnlyTheClassThatIsAskedFor() {
        threeGrades();
        var generate = cartable().documents().generateReportCards();
        try (Lease held = Lease.take(stores.leases(), GenerateReportCards.LEASE)) {
            assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(() -> generate.run(ALL, step -> {}));
            held.keep(stores.unitOfWork());
        }

        assertThat(generate.run(new ReportCardRequest(TERM, FIFTH), step -> {}).counts())
                .isEqualTo(new DocumentCounts(1, 1, 0, 0, 0, 0, 0));
        assertThat(generate.plan(new ReportCardRequest(TERM, new PromotionId("none")))
                        .counts()
                        .input())
                .isZero();
    }

    @Test
    void familiesReadADocumentFromTheReleaseTimeOn() {
        threeGrades();
        Cartable cartable = cartable();
        cartable.documents().generateReportCards().run(ALL, step -> {});
        StoredDocument card = ofAli().get(0);
        Viewer pupil = Viewer.pupil(ALI);
        ReadDocuments read = cartable.documents().readDocuments();

        assertThat(read.of(pupil, ALI)).isEmpty();
        assertThatExceptionOfType(DocumentException.class).isThrownBy(() -> read.content(pupil, card));
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveReleases(tx, List.of(new ReportRelease(new ClassTerm(SIXTH, TERM), now))));

        assertThat(read.of(pupil, ALI)).containsExactly(card);
        assertThat(read.ofTerm(pupil, TERM)).as("not those of others").containsExactly(card);
        assertThat(read.content(pupil, card)).isNotEmpty();
    }

    @Test
    void aFileThatIsMissingOrDamagedIsSaidSo() throws IOException {
        threeGrades();
        Cartable cartable = cartable();
        cartable.documents().generateReportCards().run(ALL, step -> {});
        StoredDocument card = ofAli().get(0);
        Path file = file(card);

        Files.writeString(file, "other");
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> cartable.documents().readDocuments().content(Viewer.administrator(), card))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DOCUMENT_DAMAGED"));
        Files.delete(file);
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> cartable.documents().readDocuments().content(Viewer.administrator(), card))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DOCUMENT_MISSING"));
    }

    @Test
    void anErasedPupilHasNeitherRowsNorFilesAndGetsNoneAgain() throws IOException {
        threeGrades();
        Cartable cartable = cartable();
        cartable.documents().generateReportCards().run(ALL, step -> {});
        String file = ofAli().get(0).sha256();

        assertThat(cartable.privacy().erase(ALI)).isInstanceOf(ErasePerson.Erased.class);

        assertThat(ofAli()).isEmpty();
        assertThat(files()).hasSize(2).doesNotContain(file);
        grade(ALI, SIXTH, "12");
        assertThat(cartable.documents()
                        .generateReportCards()
                        .run(ALL, step -> {})
                        .counts()
                        .skipped())
                .isEqualTo(1);
        assertThat(ofAli()).isEmpty();
    }

    @Test
    void withoutAVaultTheMissingPartIsNamed() {
        threeGrades();
        Cartable cartable = Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .reportCardRenderer(new TextReportCards((card, code, language) -> text(card, language)))
                .build();

        assertThatIllegalStateException()
                .isThrownBy(() -> cartable.documents().generateReportCards().run(ALL, step -> {}))
                .withMessageContaining("documentVault(...)");
    }

    private Cartable cartable() {
        return Cartable.builder()
                .stores(stores)
                .key(HostKey.of(new byte[32]))
                .school("École")
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .documentVault(new DirectoryDocuments(folder.resolve("vault")))
                .reportCardRenderer(new TextReportCards((card, code, language) -> text(card, language) + layout))
                .build();
    }

    private Path file(StoredDocument document) {
        return folder.resolve("vault")
                .resolve(document.sha256().substring(0, 2))
                .resolve(document.sha256());
    }

    private void threeGrades() {
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .savePupils(
                                tx,
                                List.of(
                                        pupil(ALI, "Ali", "Diallo"),
                                        pupil(BINTA, "Binta", "Bâ"),
                                        pupil(CHERIF, "Chérif", "Sow"))));
        grade(ALI, SIXTH, "12");
        grade(BINTA, SIXTH, "14");
        grade(CHERIF, FIFTH, "10");
    }

    private void grade(PupilId pupil, PromotionId promotion, String value) {
        stores.unitOfWork()
                .run(tx -> stores.recordStore()
                        .saveGrades(
                                tx,
                                List.of(new Grade(
                                        "g-" + pupil,
                                        pupil,
                                        promotion,
                                        Subject.of("MATHS"),
                                        TERM,
                                        LocalDate.of(2026, 10, 1),
                                        null,
                                        new Mark.Points(new BigDecimal(value), new BigDecimal("20")),
                                        BigDecimal.ONE,
                                        false))));
    }

    private static Pupil pupil(PupilId id, String given, String family) {
        return new Pupil(id, new PersonName(given, family), SIXTH, null, true);
    }

    private static ReportCard card(Cartable cartable) {
        return cartable.documents()
                .readReportCards()
                .find(Viewer.administrator(), ALI, TERM)
                .orElseThrow();
    }

    private List<StoredDocument> ofAli() {
        return stores.documents().of(ALI);
    }

    private String content(StoredDocument document) {
        return new String(
                cartable().documents().readDocuments().content(Viewer.administrator(), document),
                StandardCharsets.UTF_8);
    }

    private long count() {
        try {
            return files().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> files() throws IOException {
        Path vault = folder.resolve("vault");
        if (!Files.isDirectory(vault)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(vault)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    private String text(ReportCard card, Locale language) {
        whileRendering.run();
        if (unrenderable.contains(card.pupil().id())) {
            throw new IllegalArgumentException("no letter for this name");
        }
        return card.pupil().name().full() + " " + card.general().display().orElseThrow() + " revision "
                + card.revision() + " " + language;
    }
}
