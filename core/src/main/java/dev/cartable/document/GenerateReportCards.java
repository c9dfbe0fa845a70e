package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.internal.OrphanFiles;
import dev.cartable.document.model.ReportCard;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Lease;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report cards of a term and stores them: of pupils who have none, of those whose contents have changed since, and of those
 * whose file was lost. What is stored stays, and is marked as replaced. A pupil whose report card cannot be made is counted, and the rest goes on.
 *
 * <p>Each chunk of 50 pupils is rendered and put into the vault first, outside any transaction; one
 * transaction then writes its rows. After a crash, run it again: what has its row is unchanged then, and no pupil gets two; at the end,
 * files without a row are deleted, unless no file has one. Holds the lease {@value #LEASE}; safe for use by several threads and nodes.
 */
public final class GenerateReportCards {
    /** The name of the lease that a run holds; one lease for documents of all kinds, since a run deletes files without a row. */
    public static final String LEASE = "documents.generate";

    private final DocumentParts parts;

    GenerateReportCards(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * What is done about one pupil.
     *
     * @param revision the revision that is made or kept; 0 if there is none
     * @param detail what went wrong, for developers; null unless it failed
     */
    public record Step(
            PupilId pupil,
            PromotionId promotion,
            DocumentAction action,
            int revision,
            @Nullable String detail) {
        public Step {
            requireNonNull(pupil, "pupil");
            requireNonNull(promotion, "promotion");
            requireNonNull(action, "action");
        }
    }

    /** What a run would do now. Writes nothing, renders nothing, and takes no lease. */
    public Plan<ReportCardRequest, DocumentCounts, Step> plan(ReportCardRequest request) {
        ReportCardPass survey = BulkRun.plan(new ReportCardPass(parts, request));
        return new Plan<>(
                request,
                survey.counts(),
                survey.digest(),
                () -> new ReportCardPass(parts, request).decisions().map(GenerateReportCards::step));
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws dev.cartable.work.PlanChangedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public RunReport<DocumentCounts> apply(Plan<ReportCardRequest, DocumentCounts, Step> plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param approved the digest that was approved
     * @param listener is called with each step after the commit of its chunk; where the whole run has nothing to write, perhaps not with
     *     those that keep what is stored
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<DocumentCounts> apply(
            ReportCardRequest request, PlanDigest approved, Consumer<? super Step> listener) {
        return carryOut(request, requireNonNull(approved, "approved"), listener);
    }

    /** Plans and carries out at once: as {@link #apply(ReportCardRequest, PlanDigest, Consumer)} with the plan that there is. */
    public RunReport<DocumentCounts> run(ReportCardRequest request, Consumer<? super Step> listener) {
        return carryOut(request, null, listener);
    }

    private RunReport<DocumentCounts> carryOut(
            ReportCardRequest request, @Nullable PlanDigest approved, Consumer<? super Step> listener) {
        // Named before anything is read, and not once for each pupil.
        requireNonNull(parts.documentVault(), "documentVault");
        requireNonNull(parts.reportCardRenderer(), "reportCardRenderer");
        return new BulkRun(parts.transactions(), parts.documentStores().leases(), LEASE, "generating report cards")
                .apply(
                        new ReportCardPass(parts, request),
                        new ReportCardPass(parts, request),
                        approved,
                        decision -> listener.accept(step(decision)),
                        this::deleteOrphans);
    }

    private static Step step(DocumentPass.Decision<ReportCard> decision) {
        ReportCard card = decision.shown();
        return new Step(
                card.pupil().id(), card.promotion().id(), decision.action(), decision.revision(), decision.detail());
    }

    /** At the end: a file of an earlier run may be that of a report card of this one, and this run may have left some, too. */
    private void deleteOrphans(Lease lease) {
        try {
            OrphanFiles.delete(
                    parts.documentStores().documents(), parts.documentVault(), () -> lease.keep(parts.transactions()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the report cards are stored, and files that belong to none cannot be deleted: " + e.getMessage(),
                    e);
        }
    }
}
