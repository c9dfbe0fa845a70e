package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a {@link DocumentStore} promises. */
public abstract class DocumentStoreContract extends StoresContract<DocumentStores> {
    static final Term TERM = SampleRecords.TERM;
    private static final Term OTHER_TERM = new Term("2026-2027", "Trimestre 2 « é »");
    /** A report card of a pupil by a number; {@code id} makes the id and the file. */
    static StoredDocument document(int id, int pupil, int revision) {
        return document(id, pupil, TERM, revision, null);
    }

    private static DocumentCode code(int id) {
        return DocumentCode.of(HexFormat.of().parseHex(Samples.hash("code " + id)));
    }

    private static StoredDocument document(
            int id, int pupil, Term term, int revision, @Nullable DocumentId replacedBy) {
        return document(
                id,
                new ReportCardFacts(
                        Samples.pupil(pupil),
                        new PromotionId("6A « é »"),
                        term,
                        "Élève " + pupil,
                        "6e A « é »",
                        new BigDecimal("12.50"),
                        BigDecimal.valueOf(20)),
                revision,
                replacedBy);
    }

    private static StoredDocument document(int id, DocumentFacts facts, int revision, @Nullable DocumentId replacedBy) {
        return new StoredDocument(
                new DocumentId(Samples.uuid(id)),
                facts,
                revision,
                Samples.hash("file " + id),
                Samples.hash("contents " + id),
                code(id),
                Samples.NOW,
                replacedBy);
    }

    /** An invoice about a pupil for a payer; 0 for none. */
    private static BillFacts invoice(int pupil, String invoice, int payer) {
        return bill(DocumentKind.INVOICE, pupil, invoice, "", payer);
    }

    private static BillFacts bill(DocumentKind kind, int pupil, String invoice, String payment, int payer) {
        return new BillFacts(
                new DocumentKey(
                        kind, Samples.pupil(pupil), null, invoice, payment, payer == 0 ? "" : String.valueOf(payer)),
                payer == 0 ? null : Samples.guardian(payer),
                "Élève " + pupil,
                payer == 0 ? "" : "Payeur « é » " + payer,
                "F-" + invoice,
                new BigDecimal("150000.5"),
                Currency.getInstance("MAD"));
    }

    @Test
    void whatIsAddedIsFoundByPupilAndByTerm() {
        StoredDocument one = document(1, 1, 1);
        StoredDocument two = document(2, 2, 1);
        StoredDocument elsewhere = document(3, 1, OTHER_TERM, 1, null);

        assertThat(this.<Set<DocumentId>>call(tx -> store().add(tx, List.of(two, one, elsewhere))))
                .containsExactlyInAnyOrder(one.id(), two.id(), elsewhere.id());

        assertThat(store().of(one.pupil())).containsExactly(one, elsewhere);
        try (var all = store().of(TERM)) {
            assertThat(all).containsExactly(one, two);
        }
        assertThat(store().latest(
                                List.of(one.key(), two.key(), document(9, 3, 1).key())))
                .containsOnlyKeys(one.key(), two.key())
                .containsValues(one, two);
        assertThat(store().latest(List.of())).isEmpty();
    }

    @Test
    void aNewRevisionKeepsTheOneBeforeAndMarksItAsReplaced() {
        StoredDocument first = document(1, 1, 1);
        StoredDocument second = document(2, 1, 2);
        write(tx -> store().add(tx, List.of(first, document(3, 2, 1), document(4, 1, OTHER_TERM, 1, null))));

        write(tx -> store().add(tx, List.of(second)));

        try (var all = store().of(TERM)) {
            assertThat(all).containsExactly(first.replacedBy(second.id()), second, document(3, 2, 1));
        }
        StoredDocument elsewhere = document(4, 1, OTHER_TERM, 1, null);
        assertThat(store().latest(List.of(first.key(), elsewhere.key())))
                .containsOnly(Map.entry(first.key(), second), Map.entry(elsewhere.key(), elsewhere));
    }

    @Test
    void aRevisionIsThereOnceAndTheFirstOneStays() {
        StoredDocument first = document(1, 1, 1);
        StoredDocument again = document(2, 1, 1);
        StoredDocument other = document(3, 2, 1);
        write(tx -> store().add(tx, List.of(first)));

        assertThat(this.<Set<DocumentId>>call(tx -> store().add(tx, List.of(again, other))))
                .containsExactly(other.id());

        assertThat(store().of(first.pupil())).containsExactly(first);
    }

    @Test
    void twoRunsAtOnceStoreOneRevision() throws Exception {
        assumeSideBySide();

        List<Set<DocumentId>> added =
                Together.run(2, i -> this.<Set<DocumentId>>call(tx -> store().add(tx, List.of(document(i + 1, 1, 1)))));

        assertThat(added.stream().mapToInt(Set::size).sum()).isEqualTo(1);
        assertThat(store().of(Samples.pupil(1))).hasSize(1);
    }

    @Test
    void aFileThatAnotherDocumentHasTooIsShared() {
        StoredDocument one = document(1, 1, 1);
        StoredDocument same = new StoredDocument(
                new DocumentId(Samples.uuid(2)),
                new ReportCardFacts(
                        Samples.pupil(2),
                        one.reportCard().promotion(),
                        TERM,
                        "Ali",
                        "6e A",
                        null,
                        new BigDecimal("12.5")),
                1,
                one.sha256(),
                one.contentDigest(),
                null,
                Samples.NOW,
                null);
        StoredDocument own = document(3, 1, 2);
        write(tx -> store().add(tx, List.of(one, same)));
        write(tx -> store().add(tx, List.of(own)));

        assertThat(store().sharedWithOthers(List.of(one.id(), own.id()), List.of(one.sha256(), own.sha256())))
                .containsExactly(one.sha256());
        assertThat(store().sharedWithOthers(List.of(one.id(), same.id()), List.of(one.sha256())))
                .isEmpty();
        assertThat(store().sharedWithOthers(List.of(one.id()), List.of())).isEmpty();
    }

    @Test
    void filesOfAllRevisionsAreKnownAndOthersAreNot() {
        StoredDocument first = document(1, 1, 1);
        StoredDocument second = document(2, 1, 2);
        StoredDocument none = document(3, 2, 1);
        write(tx -> store().add(tx, List.of(first)));
        write(tx -> store().add(tx, List.of(second)));

        assertThat(store().stored(List.of(first.sha256(), none.sha256(), second.sha256())))
                .containsExactlyInAnyOrder(first.sha256(), second.sha256());
        assertThat(store().stored(List.of())).isEmpty();
    }

    @Test
    void aDocumentIsFoundByItsCode() {
        StoredDocument first = document(1, 1, 1);
        write(tx -> store().add(tx, List.of(first, document(3, 2, 1))));
        write(tx -> store().add(tx, List.of(document(2, 1, 2))));

        assertThat(store().byCode(code(1)))
                .contains(first.replacedBy(document(2, 1, 2).id()));
        assertThat(store().byCode(code(2))).contains(document(2, 1, 2));
        assertThat(store().byCode(code(4))).isEmpty();
        assertThat(store().withdrawn(code(1))).isEmpty();
    }

    @Test
    void classesAndTermsAreKnownByWhenADocumentWasMade() {
        StoredDocument one = document(1, 1, 1);
        StoredDocument elsewhere = document(2, 1, OTHER_TERM, 1, null);
        write(tx ->
                store().add(tx, List.of(one, document(3, 2, 1), elsewhere, document(4, invoice(1, "i1", 0), 1, null))));

        assertThat(store().classTerms(Samples.NOW))
                .containsExactlyInAnyOrder(
                        one.reportCard().classTerm(), elsewhere.reportCard().classTerm());
        assertThat(store().classTerms(Samples.NOW.plusMillis(1))).isEmpty();
    }

    @Test
    void aTermIsReadPageByPage() {
        List<StoredDocument> many =
                IntStream.range(0, 1_201).mapToObj(i -> document(i, i, 1)).toList();
        write(tx -> store().add(tx, many));

        try (var all = store().of(TERM)) {
            assertThat(all.map(StoredDocument::id).distinct()).hasSize(1_201);
        }
        try (var all = store().all()) {
            assertThat(all.map(StoredDocument::id).distinct()).hasSize(1_201);
        }
    }

    @Test
    void documentsOfAllKindsStandBesideOneAnother() {
        StoredDocument card = document(1, 1, 1);
        StoredDocument whole = document(2, invoice(1, "i1", 0), 1, null);
        StoredDocument mother = document(3, invoice(1, "i1", 1), 1, null);
        StoredDocument father = document(4, invoice(1, "i1", 2), 1, null);
        StoredDocument note = document(5, bill(DocumentKind.CREDIT_NOTE, 1, "i1", "", 1), 1, null);
        StoredDocument receipt = document(6, bill(DocumentKind.RECEIPT, 1, "i1", "p « é »", 1), 1, null);
        StoredDocument other = document(7, bill(DocumentKind.RECEIPT, 1, "i1", "p2", 1), 1, null);
        List<StoredDocument> all = List.of(card, whole, mother, father, note, receipt, other);

        assertThat(this.<Set<DocumentId>>call(tx -> store().add(tx, all))).hasSize(7);
        assertThat(this.<Set<DocumentId>>call(tx -> store().add(tx, all))).isEmpty();

        assertThat(store().of(Samples.pupil(1))).containsExactly(note, whole, mother, father, receipt, other, card);
        assertThat(store().of(Samples.guardian(1))).containsExactly(mother, note, receipt, other);
        assertThat(store().of(Samples.guardian(3))).isEmpty();
        assertThat(store().latest(List.of(father.key(), receipt.key())))
                .containsOnly(Map.entry(father.key(), father), Map.entry(receipt.key(), receipt));
        assertThat(store().find(father.id())).contains(father);
        assertThat(store().find(new DocumentId(Samples.uuid(9)))).isEmpty();
        try (var ofTerm = store().of(TERM)) {
            assertThat(ofTerm).containsExactly(card);
        }
    }

    @Test
    void aRevisionReplacesTheOneOfItsPayerAlone() {
        StoredDocument mother = document(1, invoice(1, "i1", 1), 1, null);
        StoredDocument father = document(2, invoice(1, "i1", 2), 1, null);
        StoredDocument paid = document(3, invoice(1, "i1", 1), 2, null);
        write(tx -> store().add(tx, List.of(mother, father)));

        write(tx -> store().add(tx, List.of(paid)));

        assertThat(store().of(Samples.pupil(1))).containsExactly(mother.replacedBy(paid.id()), paid, father);
        assertThat(current(DocumentKind.INVOICE)).containsExactly(father, paid);
        assertThat(current(DocumentKind.RECEIPT)).isEmpty();
        try (var none = store().current(List.of(DocumentKind.INVOICE), Samples.NOW.plusMillis(1))) {
            assertThat(none).isEmpty();
        }
    }

    private List<StoredDocument> current(DocumentKind kind) {
        try (var all = store().current(List.of(kind), Samples.NOW)) {
            return all.toList();
        }
    }

    private DocumentStore store() {
        return stores().documents();
    }
}
