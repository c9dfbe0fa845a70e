package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.GenerateReportCards.Action;
import dev.cartable.document.GenerateReportCards.Counts;
import dev.cartable.document.GenerateReportCards.Step;
import dev.cartable.document.ReportCardPass.Decision;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Lease;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import dev.cartable.work.internal.Sha256;
import dev.cartable.work.internal.TimeOrderedIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over the report cards of a term. */
final class ReportCardPass implements BulkPass<ReportCard, Decision, Counts> {
    /** So few that a run's lease is renewed often, since rendering takes its time. */
    static final int CHUNK = 50;

    private static final String CODE = "document.code";

    /** Where rendering is slow, the lease is renewed between report cards, too. */
    private static final Duration KEPT = Lease.TTL.dividedBy(4);

    private final DocumentParts parts;
    private final ReportCardRequest request;
    private final ReportCardAssembly assembly;
    private final String school;
    private final Locale language;
    private final Map<Action, Long> counts = new EnumMap<>(Action.class);
    private final ContentDigest digest = new ContentDigest();

    ReportCardPass(DocumentParts parts, ReportCardRequest request) {
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.assembly = new ReportCardAssembly(parts);
        this.school = parts.school().name();
        this.language = parts.school().language();
    }

    /**
     * What is done about a report card.
     *
     * @param card with its revision
     * @param contentDigest of what is written in it
     */
    record Decision(
            ReportCard card,
            String contentDigest,
            Action action,
            @Nullable String detail) {
        PupilId pupil() {
            return card.pupil().id();
        }

        Step step() {
            return new Step(
                    pupil(), card.promotion().id(), action, action == Action.SKIP ? 0 : card.revision(), detail);
        }

        Decision as(Action other, @Nullable String why) {
            return new Decision(card, contentDigest, other, why);
        }
    }

    private Stream<ReportCard> cards() {
        Stream<PromotionId> classes = request.promotion() == null
                ? parts.grades().classes(request.term()).stream()
                : Stream.of(request.promotion());
        return classes.flatMap(promotion -> assembly.read(new ClassTerm(promotion, request.term())).cards().stream());
    }

    /** Everything decided anew, a class at a time. */
    Stream<Step> steps() {
        return cards().flatMap(card -> decide(List.of(card)).stream()).map(Decision::step);
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super ReportCard> items) {
        try (Stream<ReportCard> all = cards()) {
            all.forEach(items);
        }
    }

    @Override
    public List<Decision> decide(List<ReportCard> chunk) {
        List<PupilId> pupils = chunk.stream().map(card -> card.pupil().id()).toList();
        Map<PupilId, StoredDocument> stored = latest(pupils);
        Set<PupilId> erased = parts.erasedPeople().pupils(pupils);
        return chunk.stream()
                .map(card -> decide(
                        card,
                        stored.get(card.pupil().id()),
                        erased.contains(card.pupil().id())))
                .toList();
    }

    private Map<PupilId, StoredDocument> latest(List<PupilId> pupils) {
        return parts.documentStores().documents().latest(DocumentKind.REPORT_CARD, request.term(), pupils);
    }

    private Decision decide(ReportCard card, @Nullable StoredDocument stored, boolean erased) {
        String contents = CardContents.digest(card, school, language);
        if (erased) {
            return new Decision(card, contents, Action.SKIP, null);
        }
        if (stored == null) {
            return new Decision(card.withRevision(1), contents, Action.CREATE, null);
        }
        return stored.contentDigest().equals(contents)
                ? new Decision(card.withRevision(stored.revision()), contents, Action.KEEP, null)
                : new Decision(card.withRevision(stored.revision() + 1), contents, Action.REVISE, null);
    }

    @Override
    public boolean writes(Decision decision) {
        return decision.action() == Action.CREATE || decision.action() == Action.REVISE;
    }

    @Override
    public boolean keeps(Decision decision) {
        return decision.action() == Action.KEEP;
    }

    @Override
    public List<Decision> write(List<Decision> decisions, UnitOfWork transactions) {
        List<Decision> done = new ArrayList<>(decisions);
        Map<PupilId, StoredDocument> made = new HashMap<>();
        long kept = System.nanoTime();
        for (int i = 0; i < done.size(); i++) {
            Decision decision = done.get(i);
            if (System.nanoTime() - kept > KEPT.toNanos()) {
                transactions.run(tx -> {});
                kept = System.nanoTime();
            }
            try {
                DocumentCode code = code(decision);
                byte[] bytes = render(decision.card(), code);
                made.put(decision.pupil(), store(decision, code, bytes));
            } catch (CannotRender e) {
                done.set(i, decision.as(Action.FAIL, e.getMessage()));
            }
        }
        if (made.isEmpty()) {
            return done;
        }
        Set<DocumentId> added = transactions.<Set<DocumentId>>call(
                tx -> parts.documentStores().documents().add(tx, made.values()));
        Set<PupilId> lost = new HashSet<>();
        made.forEach((pupil, document) -> {
            if (!added.contains(document.id())) {
                lost.add(pupil);
            }
        });
        return lost.isEmpty() ? done : settled(done, lost);
    }

    /** Another run has stored the same revision of these pupils meanwhile: the unique key has decided. */
    private List<Decision> settled(List<Decision> decisions, Set<PupilId> lost) {
        Map<PupilId, StoredDocument> stored = latest(List.copyOf(lost));
        return decisions.stream()
                .map(decision -> {
                    StoredDocument other = stored.get(decision.pupil());
                    if (!lost.contains(decision.pupil()) || decision.action() == Action.FAIL) {
                        return decision;
                    }
                    return other != null && other.contentDigest().equals(decision.contentDigest())
                            ? decision.as(Action.KEEP, null)
                            : decision.as(Action.FAIL, "another run has stored other contents meanwhile");
                })
                .toList();
    }

    /** The same for the same contents of the same revision, so that a run after a crash makes the same file. */
    private @Nullable DocumentCode code(Decision decision) {
        ReportCard card = decision.card();
        return parts.hostKey()
                .map(key -> DocumentCode.of(key.derive(
                        CODE,
                        DocumentKind.REPORT_CARD.name(),
                        decision.pupil().value(),
                        card.term().year(),
                        card.term().name(),
                        String.valueOf(card.revision()),
                        decision.contentDigest())))
                .orElse(null);
    }

    private byte[] render(ReportCard card, @Nullable DocumentCode code) {
        ReportCardRenderer renderer = parts.reportCardRenderer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            renderer.render(card, code, language, bytes);
        } catch (IOException | RuntimeException e) {
            throw new CannotRender(e);
        }
        return bytes.toByteArray();
    }

    private StoredDocument store(Decision decision, @Nullable DocumentCode code, byte[] bytes) {
        String sha256 = HexFormat.of().formatHex(Sha256.of(bytes));
        try {
            parts.documentVault().put(sha256, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the report card of pupil " + decision.pupil() + " cannot be stored: " + e.getMessage(), e);
        }
        ReportCard card = decision.card();
        return new StoredDocument(
                new DocumentId(TimeOrderedIds.next(parts.time().instant())),
                DocumentKind.REPORT_CARD,
                decision.pupil(),
                card.promotion().id(),
                card.term(),
                card.revision(),
                sha256,
                decision.contentDigest(),
                code,
                new StoredDocument.Printed(
                        card.pupil().name().full(),
                        card.promotion().name(),
                        card.general().display().orElse(null),
                        card.scale().outOf()),
                parts.time().instant().truncatedTo(ChronoUnit.MILLIS),
                null);
    }

    @Override
    public Decision failed(Decision decision, RuntimeException failure) {
        return decision.as(Action.FAIL, String.valueOf(failure.getMessage()));
    }

    @Override
    public void take(Decision decision) {
        counts.merge(decision.action(), 1L, Long::sum);
        digest.add(decision.pupil(), decision.action(), decision.card().revision(), decision.contentDigest());
    }

    private long count(Action action) {
        return counts.getOrDefault(action, 0L);
    }

    @Override
    public Counts counts() {
        return new Counts(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                count(Action.CREATE),
                count(Action.REVISE),
                count(Action.KEEP),
                count(Action.SKIP),
                count(Action.FAIL));
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add("report-cards", request.term().year(), request.term().name(), request.promotion(), school, language);
        return all.digest();
    }

    /** One report card cannot be rendered, which says nothing about the others. */
    private static final class CannotRender extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotRender(Exception cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
