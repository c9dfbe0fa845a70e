package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.ReportCard;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.ContentDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One pass over the report cards of a term. */
final class ReportCardPass extends DocumentPass<ReportCard> {
    private final DocumentParts parts;
    private final ReportCardRequest request;
    private final ReportCardAssembly assembly;

    ReportCardPass(DocumentParts parts, ReportCardRequest request) {
        super(parts, new ReportCardType(parts));
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
}
