package dev.cartable.document;

import static dev.cartable.document.InvoiceSchool.ALI;
import static dev.cartable.document.InvoiceSchool.BINTA;
import static dev.cartable.document.InvoiceSchool.FATHER;
import static dev.cartable.document.InvoiceSchool.MOTHER;
import static dev.cartable.document.InvoiceSchool.SPLIT;
import static dev.cartable.document.InvoiceSchool.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.document.GenerateInvoices.Step;
import dev.cartable.document.VerifyDocument.Replaced;
import dev.cartable.document.VerifyDocument.Valid;
import dev.cartable.document.VerifyDocument.Withdrawn;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Details;
import dev.cartable.work.Lease;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.PlanChangedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateInvoicesTest {
    @TempDir
    private Path folder;

    private InvoiceSchool school;

    @BeforeEach
    void open() {
        school = new InvoiceSchool(folder);
    }

    @Test
    void eachPayerGetsADocumentOfTheirOwnPartAndNobodyASecondOne() {
        var generate = school.cartable().documents().generateInvoices();

        var plan = generate.plan(InvoiceRequest.all());
        assertThat(plan.counts()).isEqualTo(new DocumentCounts(3, 3, 0, 0, 0, 0, 0));
        assertThat(school.files()).as("a plan writes nothing").isEmpty();
        List<Step> steps = new ArrayList<>();
        generate.apply(InvoiceRequest.all(), plan.digest(), steps::add);

        assertThat(steps).extracting(Step::payer).containsExactly(1, 2, null);
        assertThat(school.texts(ALI))
                .containsExactly(
                        "INVOICE 2026-00001 r1 Ali Diallo for [Mme Mère]: 600 of 600",
                        "INVOICE 2026-00001 r1 Ali Diallo for [M. Père]: 400 of 400");
        assertThat(school.texts(BINTA)).containsExactly("INVOICE 2026-00002 r1 Binta Bâ for []: 500 of 500");
        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
        assertThat(school.files()).hasSize(3);
    }

    @Test
    void anInvoiceWithoutNamesGetsNoDocument() {
        school.change(
                WHOLE,
                invoice -> new Invoice(
                        invoice.id(),
                        invoice.number(),
                        Invoice.NO_PUPIL,
                        invoice.currency(),
                        invoice.state(),
                        invoice.instalments(),
                        invoice.payments(),
                        null,
                        false,
                        invoice.details()));

        assertThat(school.generate()).isEqualTo(new DocumentCounts(2, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void aPaymentMakesAnotherRevisionForWhomItShowsSomethingElse() {
        school.generate();
        school.pay(SPLIT, "p1", "100", 1);

        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 0, 1, 0, 2, 0, 0));

        assertThat(school.texts(ALI))
                .containsExactly(
                        "INVOICE 2026-00001 r1 Ali Diallo for [Mme Mère]: 600 of 600",
                        "INVOICE 2026-00001 r2 Ali Diallo for [Mme Mère]: 500 of 600",
                        "INVOICE 2026-00001 r1 Ali Diallo for [M. Père]: 400 of 400");
        List<StoredDocument> all = school.stores.documents().of(ALI);
        assertThat(all.get(0).replacedBy()).isEqualTo(all.get(1).id());
    }

    @Test
    void whatNoDocumentShowsMakesNoRevision() {
        school.generate();
        school.change(
                WHOLE,
                invoice -> InvoiceSchool.with(invoice, invoice.state(), LocalDate.of(2027, 1, 1), invoice.details()));

        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void draftsHaveNoDocumentAndCreditNotesHaveTheirOwn() {
        school.change(SPLIT, invoice -> InvoiceSchool.with(invoice, Invoice.State.DRAFT, null, invoice.details()));
        school.change(
                WHOLE,
                invoice -> InvoiceSchool.with(
                        invoice,
                        Invoice.State.ISSUED,
                        null,
                        new Details(
                                Invoice.Type.CREDIT_NOTE, InvoiceSchool.ISSUED, List.of(), List.of(), "2026-00009")));

        assertThat(school.generate().created()).isEqualTo(1);

        assertThat(school.stores.documents().of(BINTA))
                .extracting(StoredDocument::kind)
                .containsExactly(DocumentKind.CREDIT_NOTE);
    }

    @Test
    void oneThatCannotBeMadeIsCountedAndTheOthersAreMade() {
        school.unrenderable.add(SPLIT);
        List<Step> steps = new ArrayList<>();

        school.cartable().documents().generateInvoices().run(InvoiceRequest.all(), steps::add);

        assertThat(steps)
                .extracting(Step::action)
                .containsExactly(DocumentAction.FAIL, DocumentAction.FAIL, DocumentAction.CREATE);
        assertThat(steps.get(0).detail()).isEqualTo("no font for 2026-00001");
        school.unrenderable.clear();
        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 2, 0, 0, 1, 0, 0));
    }

    @Test
    void onlyThoseThatAreAskedForAreMade() {
        var generate = school.cartable().documents().generateInvoices();

        assertThat(generate.plan(InvoiceRequest.of(WHOLE)).counts().input()).isEqualTo(1);
        assertThat(generate.plan(new InvoiceRequest(InvoiceSchool.ISSUED, Set.of()))
                        .counts()
                        .input())
                .isEqualTo(3);
        assertThat(generate.plan(new InvoiceRequest(InvoiceSchool.ISSUED.plusDays(1), Set.of()))
                        .counts()
                        .input())
                .isZero();
    }

    @Test
    void aPlanThatIsNotTheApprovedOneWritesNothing() {
        var generate = school.cartable().documents().generateInvoices();
        var plan = generate.plan(InvoiceRequest.all());
        school.pay(WHOLE, "p1", "1", null);

        assertThatExceptionOfType(PlanChangedException.class).isThrownBy(() -> generate.apply(plan));
        assertThat(school.files()).isEmpty();
    }

    @Test
    void oneRunAtATimeWithThoseOfReportCards() {
        try (Lease held = Lease.take(school.stores.leases(), GenerateReportCards.LEASE)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(school::generate);
        }
    }

    @Test
    void filesThatACrashHasLeftAreDeletedAndLostOnesAreMadeAgain() throws IOException {
        school.generate();
        StoredDocument whole = school.stores.documents().of(BINTA).get(0);
        Files.delete(school.file(whole));
        new DirectoryDocuments(school.vault).put("ab".repeat(32), new byte[] {1});

        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 0, 0, 1, 2, 0, 0));

        assertThat(school.stores.documents().of(BINTA)).containsExactly(whole);
        assertThat(school.files()).hasSize(3).contains(whole.sha256());
    }

    @Test
    void theCodeOfEachDocumentIsItsOwnAndSaysWhetherItIsReplaced() {
        school.generate();
        DocumentCode mother = code(school.stores.documents().of(MOTHER).get(0));
        DocumentCode father = code(school.stores.documents().of(FATHER).get(0));
        assertThat(mother).isNotEqualTo(father);
        Documents documents = school.cartable().documents();

        assertThat(documents.verify(father))
                .isInstanceOfSatisfying(
                        Valid.class,
                        valid -> assertThat(
                                        valid.document().bill().orElseThrow().amount())
                                .isEqualByComparingTo("400"));
        school.pay(SPLIT, "p1", "100", 1);
        school.generate();
        assertThat(documents.verify(mother))
                .isInstanceOfSatisfying(
                        Replaced.class,
                        replaced -> assertThat(replaced.currentRevision()).isEqualTo(2));
        assertThat(documents.verify(father)).isInstanceOf(Valid.class);
    }

    private static DocumentCode code(StoredDocument document) {
        return Objects.requireNonNull(document.code());
    }

    @Test
    void anErasedPayerLosesTheirDocumentsAndTheOtherKeepsTheirs() {
        school.generate();
        StoredDocument mother = school.stores.documents().of(MOTHER).get(0);
        StoredDocument father = school.stores.documents().of(FATHER).get(0);
        Cartable cartable = school.cartable();

        assertThat(cartable.privacy().erase(MOTHER)).isInstanceOf(ErasePerson.Erased.class);

        assertThat(school.files()).hasSize(2).contains(father.sha256()).doesNotContain(mother.sha256());
        assertThat(school.stores.documents().of(ALI)).containsExactly(father);
        assertThat(cartable.documents().verify(code(mother))).isInstanceOf(Withdrawn.class);
        assertThat(school.generate()).as("she gets none again").isEqualTo(new DocumentCounts(3, 0, 0, 0, 2, 1, 0));
    }

    @Test
    void anErasedPupilLosesWhatIsTheirsAndPayersKeepTheirInvoices() {
        school.generate();
        Cartable cartable = school.cartable();

        assertThat(cartable.privacy().erase(ALI)).isInstanceOf(ErasePerson.Erased.class);
        assertThat(cartable.privacy().erase(BINTA)).isInstanceOf(ErasePerson.Erased.class);

        assertThat(school.stores.documents().of(ALI)).isEmpty();
        assertThat(school.stores.documents().of(BINTA)).isEmpty();
        StoredDocument mother = school.stores.documents().of(MOTHER).get(0);
        assertThat(mother.facts().pupilName()).isEmpty();
        assertThat(school.text(mother)).endsWith("600 of 600");
        assertThat(school.files()).hasSize(2);
        assertThat(school.generate()).isEqualTo(new DocumentCounts(3, 0, 0, 0, 0, 3, 0));
    }
}
