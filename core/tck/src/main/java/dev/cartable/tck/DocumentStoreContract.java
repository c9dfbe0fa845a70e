package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a {@link DocumentStore} promises. */
public abstract class DocumentStoreContract extends StoresContract<DocumentStores> {
    static final Term TERM = SampleRecords.TERM;
    private static final Term OTHER_TERM = new Term("2026-2027", "Trimestre 2 « é »");
    private static final DocumentKind CARD = DocumentKind.REPORT_CARD;

    /** A report card of a pupil by a number; {@code id} makes the id and the file. */
    static StoredDocument document(int id, int pupil, int revision) {
        return document(id, pupil, TERM, revision, null);
    }

    private static DocumentCode code(int id) {
        return DocumentCode.of(HexFormat.of().parseHex(Samples.hash("code " + id)));
    }

    private static StoredDocument document(
            int id, int pupil, Term term, int revision, @Nullable DocumentId replacedBy) {
        return new StoredDocument(
                new DocumentId(Samples.uuid(id)),
                CARD,
                Samples.pupil(pupil),
                new PromotionId("6A « é »"),
                term,
                revision,
                Samples.hash("file " + id),
                Samples.hash("contents " + id),
                code(id),
                new StoredDocument.Printed(
                        "Élève " + pupil, "6e A « é »", new BigDecimal("12.50"), BigDecimal.valueOf(20)),
                Samples.NOW,
                replacedBy);
    }

    @Test
    void whatIsAddedIsFoundByPupilAndByTerm() {
        StoredDocument one = document(1, 1, 1);
        StoredDocument two = document(2, 2, 1);
        StoredDocument elsewhere = document(3, 1, OTHER_TERM, 1, null);

        assertThat(this.<Set<DocumentId>>call(tx -> store().add(tx, List.of(two, one, elsewhere))))
                .containsExactlyInAnyOrder(one.id(), two.id(), elsewhere.id());

        assertThat(store().of(one.pupil())).containsExactly(one, elsewhere);
        try (var all = store().of(CARD, TERM)) {
            assertThat(all).containsExactly(one, two);
        }
        assertThat(store().latest(CARD, TERM, List.of(one.pupil(), two.pupil(), Samples.pupil(3))))
                .containsOnlyKeys(one.pupil(), two.pupil())
                .containsValues(one, two);
        assertThat(store().latest(CARD, TERM, List.of())).isEmpty();
    }

    @Test
    void aNewRevisionKeepsTheOneBeforeAndMarksItAsReplaced() {
        StoredDocument first = document(1, 1, 1);
        StoredDocument second = document(2, 1, 2);
        write(tx -> store().add(tx, List.of(first, document(3, 2, 1), document(4, 1, OTHER_TERM, 1, null))));

        write(tx -> store().add(tx, List.of(second)));

        try (var all = store().of(CARD, TERM)) {
            assertThat(all).containsExactly(first.replacedBy(second.id()), second, document(3, 2, 1));
        }
        assertThat(store().latest(CARD, TERM, List.of(first.pupil()))).containsValue(second);
        assertThat(store().latest(CARD, OTHER_TERM, List.of(first.pupil())))
                .containsValue(document(4, 1, OTHER_TERM, 1, null));
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
    void aFileThatAnotherPupilHasTooIsShared() {
        StoredDocument one = document(1, 1, 1);
        StoredDocument same = new StoredDocument(
                new DocumentId(Samples.uuid(2)),
                CARD,
                Samples.pupil(2),
                one.promotion(),
                TERM,
                1,
                one.sha256(),
                one.contentDigest(),
                null,
                new StoredDocument.Printed("Ali", "6e A", null, new BigDecimal("12.5")),
                Samples.NOW,
                null);
        StoredDocument own = document(3, 1, 2);
        write(tx -> store().add(tx, List.of(one, same)));
        write(tx -> store().add(tx, List.of(own)));

        assertThat(store().sharedWithOthers(one.pupil(), List.of(one.sha256(), own.sha256())))
                .containsExactly(one.sha256());
        assertThat(store().sharedWithOthers(one.pupil(), List.of())).isEmpty();
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
        write(tx -> store().add(tx, List.of(one, document(3, 2, 1), elsewhere)));

        assertThat(store().classTerms(CARD, Samples.NOW))
                .containsExactlyInAnyOrder(one.classTerm(), elsewhere.classTerm());
        assertThat(store().classTerms(CARD, Samples.NOW.plusMillis(1))).isEmpty();
    }

    @Test
    void aTermIsReadPageByPage() {
        List<StoredDocument> many =
                IntStream.range(0, 1_201).mapToObj(i -> document(i, i, 1)).toList();
        write(tx -> store().add(tx, many));

        try (var all = store().of(CARD, TERM)) {
            assertThat(all.map(StoredDocument::id).distinct()).hasSize(1_201);
        }
        try (var all = store().all()) {
            assertThat(all.map(StoredDocument::id).distinct()).hasSize(1_201);
        }
    }

    private DocumentStore store() {
        return stores().documents();
    }
}
