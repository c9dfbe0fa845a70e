package dev.cartable.document;

import static dev.cartable.document.InvoiceSchool.ALI;
import static dev.cartable.document.InvoiceSchool.BARRED;
import static dev.cartable.document.InvoiceSchool.BINTA;
import static dev.cartable.document.InvoiceSchool.FATHER;
import static dev.cartable.document.InvoiceSchool.MOTHER;
import static dev.cartable.document.InvoiceSchool.PARENT;
import static dev.cartable.document.InvoiceSchool.SPLIT;
import static dev.cartable.document.InvoiceSchool.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.document.PrintInvoices.Printed;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see which invoice, receipt and statement. */
class InvoicePermissionsTest {
    private static final Viewer OFFICE = Viewer.administrator();

    @TempDir
    private Path folder;

    private InvoiceSchool school;

    @BeforeEach
    void open() {
        school = new InvoiceSchool(folder);
        school.generate();
    }

    @Test
    void aPayerSeesTheirOwnPartAndTheOthersDoNotExist() {
        StoredDocument mother = school.stores.documents().of(MOTHER).get(0);
        StoredDocument father = school.stores.documents().of(FATHER).get(0);

        assertThat(stored(Viewer.guardian(MOTHER), ALI)).containsExactly(mother);
        assertThat(stored(Viewer.guardian(FATHER), ALI)).containsExactly(father);
        assertThat(stored(OFFICE, ALI)).containsExactly(mother, father);
        assertThat(reading().find(Viewer.guardian(FATHER), mother.id())).isEmpty();
        assertThat(reading().of(Viewer.guardian(FATHER), MOTHER)).isEmpty();
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> reading().content(Viewer.guardian(FATHER), mother))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DOCUMENT_MISSING"));
        assertThat(reading().content(Viewer.guardian(MOTHER), mother)).isNotEmpty();
    }

    @Test
    void aPupilSeesWhatNamesNoPayersAndNothingOfAPayer() {
        assertThat(stored(Viewer.pupil(ALI), ALI)).isEmpty();
        assertThat(stored(Viewer.pupil(BINTA), BINTA)).hasSize(1);
        assertThat(stored(Viewer.pupil(ALI), BINTA)).isEmpty();
    }

    @Test
    void whatNamesNoPayersIsSeenByGuardiansWhoMaySeeThePupil() {
        assertThat(stored(Viewer.guardian(PARENT), BINTA)).hasSize(1);
        assertThat(stored(Viewer.guardian(BARRED), BINTA)).isEmpty();
        assertThat(stored(Viewer.guardian(MOTHER), BINTA)).isEmpty();
        assertThat(stored(Viewer.staff(new UserId("nobody")), BINTA)).isEmpty();
    }

    @Test
    void aBarredGuardianSeesNothingThoughTheyPay() {
        school.bill("2026-00003", BINTA, "300", new Payer(1, BARRED, "M. Loin", List.of(), 1));
        school.generate();

        assertThat(stored(Viewer.guardian(BARRED), BINTA)).isEmpty();
        assertThat(print(Viewer.guardian(BARRED), "2026-00003", null)).isEmpty();
        assertThat(statement(Viewer.guardian(BARRED), BARRED)).isEmpty();
    }

    @Test
    void aPayerStillSeesTheirPartWhenThePupilHasLeft() {
        school.families = InvoiceSchool.families(false);

        assertThat(stored(Viewer.guardian(MOTHER), ALI)).hasSize(1);
        assertThat(stored(Viewer.pupil(ALI), ALI)).isEmpty();
    }

    @Test
    void whatWasMadeForTheWholeFamilyIsHiddenOnceTheInvoiceNamesPayers() {
        school.bill(WHOLE, BINTA, "500", new Payer(1, PARENT, "Mme Bâ", List.of(), 1), InvoiceSchool.father(1));
        school.generate();

        assertThat(texts(Viewer.guardian(PARENT), BINTA))
                .containsExactly("INVOICE 2026-00002 r1 Binta Bâ for [Mme Bâ]: 250 of 250");
        assertThat(stored(Viewer.pupil(BINTA), BINTA)).isEmpty();
        assertThat(stored(OFFICE, BINTA)).hasSize(3);
    }

    @Test
    void onDemandAPayerGetsTheirOwnPartAlone() {
        school.bill("2026-00003", ALI, "10", InvoiceSchool.mother(1), InvoiceSchool.father(1));

        assertThat(print(Viewer.guardian(FATHER), "2026-00003", null))
                .containsExactly("INVOICE 2026-00003 r1 Ali Diallo for [M. Père]: 5 of 5");
        assertThat(print(Viewer.guardian(FATHER), "2026-00003", 1)).isEmpty();
        assertThat(print(Viewer.guardian(PARENT), "2026-00003", null)).isEmpty();
        assertThat(print(OFFICE, "2026-00003", null)).hasSize(2);
        assertThat(print(OFFICE, "2026-00003", 2)).hasSize(1);
        assertThat(school.cartable().documents().printInvoices().choices(Viewer.guardian(MOTHER), "2026-00003"))
                .extracting(PrintInvoices.Choice::name)
                .containsExactly("Mme Mère");
        assertThat(print(OFFICE, "no such number", null)).isEmpty();
    }

    @Test
    void onDemandWhatIsStoredIsGivenAndWhatIsNotTrueAnyMoreIsMadeAnew() {
        assertThat(print(OFFICE, WHOLE, null)).containsExactly("INVOICE 2026-00002 r1 Binta Bâ for []: 500 of 500");
        assertThat(school.stores.documents().of(BINTA)).hasSize(1);
        school.pay(WHOLE, "p1", "200", null);

        assertThat(print(OFFICE, WHOLE, null)).containsExactly("INVOICE 2026-00002 r2 Binta Bâ for []: 300 of 500");

        assertThat(school.stores.documents().of(BINTA)).hasSize(2);
        assertThat(school.generate()).as("the batch finds it").isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void onDemandALostFileIsMadeAgain() throws IOException {
        StoredDocument document = school.stores.documents().of(BINTA).get(0);
        Files.delete(school.file(document));

        assertThat(print(Viewer.guardian(PARENT), WHOLE, null)).hasSize(1);

        assertThat(school.text(document)).isEqualTo("INVOICE 2026-00002 r1 Binta Bâ for []: 500 of 500");
    }

    @Test
    void twoCallsAtOnceMakeOneDocument() {
        school.bill("2026-00003", BINTA, "10");
        school.whileRendering = () -> {
            school.whileRendering = () -> {};
            print(OFFICE, "2026-00003", null);
        };

        assertThat(print(OFFICE, "2026-00003", null)).hasSize(1);

        assertThat(school.stores.documents().of(BINTA)).hasSize(2);
    }

    @Test
    void aReceiptSaysWhatWasPaidAndLaterPaymentsDoNotChangeIt() {
        school.pay(SPLIT, "p1", "100", 1);
        school.pay(SPLIT, "p2", "50", 1);
        assertThat(receipt(OFFICE, SPLIT, "p1")).containsExactly("RECEIPT 2026-00001 r1 100 by [Mme Mère], left 500");
        assertThat(receipt(Viewer.guardian(MOTHER), SPLIT, null))
                .as("the last one")
                .containsExactly("RECEIPT 2026-00001 r1 50 by [Mme Mère], left 450");
        assertThat(receipt(Viewer.guardian(FATHER), SPLIT, "p1")).isEmpty();

        school.pay(SPLIT, "p3", "450", 1);

        assertThat(receipt(OFFICE, SPLIT, "p1")).containsExactly("RECEIPT 2026-00001 r1 100 by [Mme Mère], left 500");
        assertThat(receipt(OFFICE, SPLIT, "p9")).isEmpty();
    }

    @Test
    void whatWasPaidBackHasNoReceipt() {
        school.pay(WHOLE, "p1", "100", null);
        school.pay(WHOLE, "p2", "-100", null);

        assertThat(receipt(OFFICE, WHOLE, "p2")).isEmpty();
        assertThat(receipt(OFFICE, WHOLE, null)).hasSize(1);
    }

    @Test
    void aStatementHasTheGuardiansOwnPartsAndIsSeenByThemAndTheOffice() {
        school.bill("2026-00003", ALI, "70");
        school.pay(SPLIT, "p1", "100", 1);

        assertThat(statement(Viewer.guardian(MOTHER), MOTHER)).contains("Parent G1: [2026-00001 500, 2026-00003 70]");
        assertThat(statement(OFFICE, FATHER)).contains("Parent G2: [2026-00001 400, 2026-00003 70]");
        assertThat(statement(Viewer.guardian(FATHER), MOTHER))
                .as("only what both may see")
                .contains("Parent G1: [2026-00003 70]");
        assertThat(statement(Viewer.pupil(BINTA), MOTHER)).isEmpty();
    }

    private Optional<String> statement(Viewer viewer, GuardianId guardian) {
        return school.cartable()
                .documents()
                .printStatements()
                .print(viewer, guardian)
                .map(InvoicePermissionsTest::text);
    }

    private ReadDocuments reading() {
        return school.cartable().documents().readDocuments();
    }

    private List<StoredDocument> stored(Viewer viewer, PupilId pupil) {
        return reading().of(viewer, pupil);
    }

    private List<String> texts(Viewer viewer, PupilId pupil) {
        return stored(viewer, pupil).stream().map(school::text).toList();
    }

    private List<String> print(Viewer viewer, String number, @Nullable Integer payer) {
        return texts(school.cartable().documents().printInvoices().invoice(viewer, number, payer));
    }

    private List<String> receipt(Viewer viewer, String number, @Nullable String payment) {
        return texts(school.cartable().documents().printInvoices().receipt(viewer, number, payment, null));
    }

    private static List<String> texts(List<Printed> printed) {
        return printed.stream().map(one -> text(one.content())).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
