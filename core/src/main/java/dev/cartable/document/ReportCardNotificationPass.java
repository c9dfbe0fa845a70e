package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Household;
import dev.cartable.document.NotifyReportCards.Counts;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notifies pupils and their guardians of the report cards of a term. */
final class ReportCardNotificationPass extends NotificationPass<Counts> {
    private final DocumentParts parts;
    private final ReportCardRequest request;
    private final @Nullable Instant newsSince;
    private final FamilyReader families;

    /** @param newsSince only report cards that were released or made after this time; null for all */
    ReportCardNotificationPass(DocumentParts parts, ReportCardRequest request, @Nullable Instant newsSince) {
        super(parts, DocumentKinds.REPORT_CARD);
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.newsSince = newsSince;
        this.families = new FamilyReader(parts);
    }

    @Override
    Stream<StoredDocument> current() {
        return parts.documentStores()
                .documents()
                .of(request.term())
                .filter(document -> document.replacedBy() == null
                        && (request.promotion() == null
                                || document.reportCard().promotion().equals(request.promotion())));
    }

    @Override
    List<Audience> audiences(List<StoredDocument> chunk, Instant now) {
        Map<ClassTerm, Instant> releases = releases(chunk, now);
        Map<PupilId, Household> households = families.read(
                chunk.stream()
                        .filter(document -> closed(document, releases) == null)
                        .map(StoredDocument::pupil)
                        .collect(Collectors.toSet()),
                parts.school().today(now));
        return chunk.stream()
                .map(document -> {
                    Household household = households.get(document.pupil());
                    return new Audience(
                            document, closed(document, releases), household == null ? List.of() : household.members());
                })
                .toList();
    }

    /** When each class was released whose report cards families may see. */
    private Map<ClassTerm, Instant> releases(Collection<StoredDocument> documents, Instant now) {
        Set<ClassTerm> classTerms =
                documents.stream().map(ReportCardNotificationPass::classTerm).collect(Collectors.toSet());
        return parts.grades().releases(classTerms).stream()
                .filter(release -> ReleaseRule.isReleased(release.releasedAt(), now))
                .collect(Collectors.toMap(ReportRelease::classTerm, ReportRelease::releasedAt));
    }

    private static ClassTerm classTerm(StoredDocument document) {
        return document.reportCard().classTerm();
    }

    private @Nullable NotifyAction closed(StoredDocument document, Map<ClassTerm, Instant> releases) {
        Instant releasedAt = releases.get(classTerm(document));
        if (releasedAt == null) {
            return NotifyAction.UNRELEASED;
        }
        boolean isNews = newsSince == null
                || releasedAt.isAfter(newsSince)
                || document.createdAt().isAfter(newsSince);
        return isNews ? null : NotifyAction.KEEP;
    }

    @Override
    String revision(StoredDocument document, int number) {
        return ReportCardNoticeKeys.revision(document, number);
    }

    /** One that carries its document goes alone. */
    @Override
    boolean isJoinable() {
        return !parts.attachesReportCards();
    }

    @Override
    void addRequest(ContentDigest all) {
        all.add("report-card-notices", request.term().year(), request.term().name(), request.promotion());
    }

    @Override
    public Counts counts() {
        return new Counts(
                input(),
                count(NotifyAction.NOTIFY),
                count(NotifyAction.KEEP),
                count(NotifyAction.UNRELEASED),
                count(NotifyAction.UNREACHED),
                count(NotifyAction.FAIL),
                notices());
    }
}
