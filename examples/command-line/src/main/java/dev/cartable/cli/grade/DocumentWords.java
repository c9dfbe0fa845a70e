package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Words;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.StoredDocument;
import java.util.Map;

/** What a document is of, in words. */
final class DocumentWords {
    private DocumentWords() {}

    static String of(Words words, StoredDocument document) {
        if (document.facts() instanceof ReportCardFacts card) {
            return words.text(
                    "documents.of.REPORT_CARD",
                    Map.of(
                            "promotion", card.promotion(),
                            "term", card.term().name(),
                            "year", card.term().year()));
        }
        return words.text(
                "documents.of." + document.kind(),
                Map.of("number", document.bill().map(BillFacts::number).orElse("")));
    }
}
