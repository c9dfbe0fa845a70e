package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.ReportCard;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads report cards as grades make them now. Pupils and guardians see those of a class from its release time on, and a viewer sees only
 * pupils whom {@link dev.cartable.school.Entitlements} allow: what they may not see is answered as what there is not. Safe for use by
 * several threads.
 */
public final class ReadReportCards {
    private final DocumentParts parts;
    private final ReportCardAssembly assembly;
    private final ReleaseRule release;

    ReadReportCards(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.assembly = new ReportCardAssembly(parts);
        this.release = new ReleaseRule(parts.entitlements(), parts.school());
    }

    /** A pupil's report card of a term; empty if there is none, or if the viewer may not see it. */
    public Optional<ReportCard> find(Viewer viewer, PupilId pupil, Term term) {
        return assembly.classOf(pupil, term)
                .flatMap(classTerm -> ofClass(viewer, classTerm)
                        .filter(card -> card.pupil().id().equals(pupil))
                        .findFirst());
    }

    /** The terms in which a viewer may see a report card of a pupil, in the order of {@link Term}. */
    public List<Term> terms(Viewer viewer, PupilId pupil) {
        Set<ClassTerm> own = parts.grades().classesOf(pupil).stream()
                .map(ClassTerm::term)
                .distinct()
                .flatMap(term -> assembly.cardOf(pupil, term).stream())
                .collect(Collectors.toSet());
        return release.visible(viewer, pupil, own, parts.grades(), parts.time().instant()).stream()
                .map(ClassTerm::term)
                .sorted()
                .toList();
    }

    /** The classes that have report cards in a term, in the order of their ids. */
    public List<PromotionId> classes(Term term) {
        return parts.grades().classes(term);
    }

    /** Those report cards of a class that the viewer may see, by pupil. */
    public Stream<ReportCard> ofClass(Viewer viewer, ClassTerm classTerm) {
        Instant now = parts.time().instant();
        return release.visible(viewer, assembly.read(classTerm).cards(), now).stream();
    }

    /**
     * Those report cards of a term that the viewer may see, by class and pupil. One class is read at a time, while the stream is
     * used.
     */
    public Stream<ReportCard> ofTerm(Viewer viewer, Term term) {
        return classes(term).stream().flatMap(promotion -> ofClass(viewer, new ClassTerm(promotion, term)));
    }

    /** The term that closed last before today, by the school's calendar. */
    public Optional<Term> latestClosedTerm() {
        return parts.calendarSource()
                .calendar()
                .closedBefore(parts.school().today(parts.time().instant()));
    }
}
