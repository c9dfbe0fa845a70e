package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.ReportCard;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.ContentDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over the report cards of a term. */
final class ReportCardPass extends DocumentPass<ReportCard> {
    private final DocumentParts parts;
    private final ReportCardRequest request;
    private final ReportCardAssembly assembly;

    ReportCardPass(DocumentParts parts, ReportCardRequest request) {
        super(parts, new Type(parts));
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.assembly = new ReportCardAssembly(parts);
    }

    @Override
    Stream<ReportCard> items() {
        Stream<PromotionId> classes = request.promotion() == null
                ? parts.grades().classes(request.term()).stream()
                : Stream.of(request.promotion());
        return classes.flatMap(promotion -> assembly.read(new ClassTerm(promotion, request.term())).cards().stream());
    }

    @Override
    Set<DocumentKey> erased(List<ReportCard> chunk) {
        Set<PupilId> erased = parts.erasedPeople()
                .pupils(chunk.stream().map(card -> card.pupil().id()).toList());
        return erased.stream()
                .map(pupil -> DocumentKey.reportCard(pupil, request.term()))
                .collect(Collectors.toSet());
    }

    @Override
    void addRequest(ContentDigest all) {
        all.add(
                "report-cards",
                request.term().year(),
                request.term().name(),
                request.promotion(),
                parts.school().name(),
                parts.school().language());
    }

    /** How report cards are made. */
    private static final class Type implements DocumentType<ReportCard> {
        private final DocumentParts parts;
        private final String school;
        private final Locale language;

        Type(DocumentParts parts) {
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
}
