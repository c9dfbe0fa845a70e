package dev.cartable.document;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.ReportCard;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How report cards are made. */
final class ReportCardType implements DocumentType<ReportCard> {
    private final DocumentParts parts;
    private final String school;
    private final Locale language;

    ReportCardType(DocumentParts parts) {
        this.parts = parts;
        this.school = parts.school().name();
        this.language = parts.school().language();
    }

    @Override
    public DocumentKey key(ReportCard card) {
        return DocumentKey.reportCard(card.pupil().id(), card.term());
    }

    @Override
    public ReportCard withRevision(ReportCard card, int revision) {
        return card.withRevision(revision);
    }

    @Override
    public String contents(ReportCard card) {
        return DocumentContents.digest(card.withRevision(1), school, language);
    }

    @Override
    public DocumentFacts facts(ReportCard card) {
        return new ReportCardFacts(
                card.pupil().id(),
                card.promotion().id(),
                card.term(),
                card.pupil().name().full(),
                card.promotion().name(),
                card.general().display().orElse(null),
                card.scale().outOf());
    }

    @Override
    public void render(ReportCard card, @Nullable DocumentCode code, OutputStream out) throws IOException {
        parts.reportCardRenderer().render(card, code, language, out);
    }
}
