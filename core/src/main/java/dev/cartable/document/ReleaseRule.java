package dev.cartable.document;

import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.Entitlements;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.School;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.Grades;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for when grades, averages, ranks and documents may be seen: staff and administrators see them at once, pupils and
 * guardians from the release time of the class on. {@link Entitlements} says of which pupils.
 */
final class ReleaseRule {
    private final Entitlements entitlements;
    private final School school;

    ReleaseRule(Entitlements entitlements, School school) {
        this.entitlements = entitlements;
        this.school = school;
    }

    /** Whether families may see what is released at a time; null if that is not decided. */
    static boolean isReleased(@Nullable Instant releasedAt, Instant now) {
        return releasedAt != null && !now.isBefore(releasedAt);
    }

    /** Those of these classes and terms whose report cards families may see. */
    static Set<ClassTerm> released(Grades grades, Set<ClassTerm> classTerms, Instant now) {
        return grades.releases(classTerms).stream()
                .filter(one -> isReleased(one.releasedAt(), now))
                .map(ReportRelease::classTerm)
                .collect(Collectors.toSet());
    }

    /** Those of these report cards that a viewer may see. Reads once for all of them. */
    List<ReportCard> visible(Viewer viewer, Collection<ReportCard> cards, Instant now) {
        Set<PupilId> pupils = cards.stream().map(card -> card.pupil().id()).collect(Collectors.toSet());
        Set<PupilId> entitled = entitlements.visible(viewer, pupils, school.today(now));
        return cards.stream()
                .filter(card -> entitled.contains(card.pupil().id())
                        && (seesBefore(viewer) || isReleased(card.releasedAt(), now)))
                .toList();
    }

    /** Those of these stored report cards that a viewer may see. Reads once for all of them. */
    List<StoredDocument> visible(Viewer viewer, Collection<StoredDocument> documents, Grades grades, Instant now) {
        if (documents.isEmpty()) {
            return List.of();
        }
        Set<PupilId> pupils = documents.stream().map(StoredDocument::pupil).collect(Collectors.toSet());
        Set<PupilId> entitled = entitlements.visible(viewer, pupils, school.today(now));
        Set<ClassTerm> classTerms = documents.stream()
                .map(document -> document.reportCard().classTerm())
                .collect(Collectors.toSet());
        Set<ClassTerm> released = seesBefore(viewer) ? classTerms : released(grades, classTerms, now);
        return documents.stream()
                .filter(document -> entitled.contains(document.pupil())
                        && released.contains(document.reportCard().classTerm()))
                .toList();
    }

    /** Those of these classes and terms whose report cards of a pupil a viewer may see. */
    Set<ClassTerm> visible(Viewer viewer, PupilId pupil, Set<ClassTerm> classTerms, Grades grades, Instant now) {
        if (!entitlements.maySee(viewer, pupil, school.today(now))) {
            return Set.of();
        }
        return seesBefore(viewer) ? classTerms : released(grades, classTerms, now);
    }

    private static boolean seesBefore(Viewer viewer) {
        return viewer instanceof Viewer.StaffViewer || viewer instanceof Viewer.Administrator;
    }
}
