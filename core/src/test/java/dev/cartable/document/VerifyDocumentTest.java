package dev.cartable.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.document.VerifyDocument.Replaced;
import dev.cartable.document.VerifyDocument.Unknown;
import dev.cartable.document.VerifyDocument.Valid;
import dev.cartable.document.VerifyDocument.Withdrawn;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.work.HostKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyDocumentTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final PromotionId SIXTH = new PromotionId("6A");
    private static final PupilId ALI = new PupilId("P1");
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");

    @TempDir
    private Path folder;

    private final InMemoryStores stores = new InMemoryStores(() -> NOW);
    private final List<@Nullable DocumentCode> printed = new ArrayList<>();

    @Test
    void theCodeThatIsPrintedNamesThePupilTheClassAndTheAverage() {
        grade("12.5");
        Cartable cartable = generated(cartable());

        DocumentCode code = printed(0);
        assertThat(verify(cartable, code)).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.document().code()).isEqualTo(code);
            assertThat(valid.document().revision()).isEqualTo(1);
            ReportCardFacts card = valid.document().reportCard();
            assertThat(card.pupilName()).isEqualTo("Ali Diallo");
            assertThat(card.promotionName()).isEqualTo("6A");
            assertThat(card.average()).isEqualTo(new BigDecimal("12.50"));
            assertThat(card.outOf()).isEqualTo(BigDecimal.valueOf(20));
        });
        assertThat(verify(cartable, DocumentCode.of(new byte[10]))).isEqualTo(new Unknown());
    }

    @Test
    void theCodeOfAReplacedRevisionSaysOnlyTheNumberOfTheCurrentOne() {
        grade("12");
        generated(cartable());
        grade("15");
        generated(cartable());
        grade("16");
        Cartable cartable = generated(cartable());

        assertThat(printed).doesNotHaveDuplicates().hasSize(3);
        assertThat(verify(cartable, printed(0))).isInstanceOfSatisfying(Replaced.class, replaced -> {
            assertThat(replaced.document().revision()).isEqualTo(1);
            assertThat(replaced.document().reportCard().average()).isEqualByComparingTo("12");
            assertThat(replaced.currentRevision()).isEqualTo(3);
        });
        assertThat(verify(cartable, printed(0)).toString())
                .as("a stranger with an old paper learns neither the valid code nor the average")
                .doesNotContain(printed(2).text(), "16.00");
        assertThat(verify(cartable, printed(2))).isInstanceOf(Valid.class);
    }

    @Test
    void afterAnErasureTheCodesAreWithdrawnAndSayNothingElse() {
        grade("12");
        generated(cartable());
        grade("15");
        Cartable cartable = generated(cartable());

        cartable.privacy().erase(ALI);

        assertThat(verify(cartable, printed(0))).isEqualTo(new Withdrawn(NOW));
        assertThat(verify(cartable, printed(1))).isEqualTo(new Withdrawn(NOW));
    }

    @Test
    void theSameContentsHaveTheSameCodeUnderTheSameKeyAlone() {
        grade("12");
        generated(cartable());
        InMemoryStores lost = new InMemoryStores(() -> NOW);
        grade(lost, "12");
        generated(builder(lost).key(HostKey.of(new byte[32])).build());
        InMemoryStores other = new InMemoryStores(() -> NOW);
        grade(other, "12");
        generated(builder(other).key(HostKey.random()).build());

        assertThat(printed(1)).isEqualTo(printed(0));
        assertThat(printed(2)).isNotEqualTo(printed(0));
    }

    @Test
    void withoutAHostKeyThereIsNoCode() {
        grade("12");

        generated(builder(stores).build());

        assertThat(printed).containsExactly((DocumentCode) null);
        assertThat(stores.documents().of(ALI)).extracting(StoredDocument::code).containsOnlyNulls();
    }

    private DocumentCode printed(int document) {
        return requireNonNull(printed.get(document));
    }

    private static VerifyDocument.Result verify(Cartable cartable, DocumentCode code) {
        return cartable.documents().verify(code);
    }

    private static Cartable generated(Cartable cartable) {
        assertThat(cartable.documents()
                        .generateReportCards()
                        .run(new ReportCardRequest(TERM, null), step -> {})
                        .counts()
                        .failed())
                .isZero();
        return cartable;
    }

    private Cartable cartable() {
        return builder(stores).key(HostKey.of(new byte[32])).build();
    }

    private CartableBuilder builder(InMemoryStores of) {
        return Cartable.builder()
                .stores(of)
                .school("École")
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .documentVault(new DirectoryDocuments(folder.resolve("vault")))
                .reportCardRenderer(new TextReportCards((card, code, language) -> text(card, code)));
    }

    private void grade(String value) {
        grade(stores, value);
    }

    private static void grade(InMemoryStores stores, String value) {
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .savePupils(tx, List.of(new Pupil(ALI, new PersonName("Ali", "Diallo"), SIXTH, null, true)));
            stores.recordStore()
                    .saveGrades(
                            tx,
                            List.of(new Grade(
                                    "g",
                                    ALI,
                                    SIXTH,
                                    Subject.of("MATHS"),
                                    TERM,
                                    LocalDate.of(2026, 10, 1),
                                    null,
                                    new Mark.Points(new BigDecimal(value), new BigDecimal("20")),
                                    BigDecimal.ONE,
                                    false)));
        });
    }

    /** Notes the codes. */
    private String text(ReportCard card, @Nullable DocumentCode code) {
        printed.add(code);
        return code + " " + card.revision();
    }
}
