package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.internal.OrphanFiles;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.Invoice.Payer;
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
 * Makes the documents of invoices and credit notes and stores them, one for each payer: of those that have none, of those that show
 * something else since, such as a payment, and of those whose file was lost. What is stored stays, and is marked as replaced. One that
 * cannot be made is counted, and the rest goes on.
 *
 * <p>After a crash, run it again, as with {@link GenerateReportCards}: what has its row is unchanged then, and no payer gets two. Holds the
 * lease {@value #LEASE}; safe for use by several threads and nodes.
 */
public final class GenerateInvoices {
    /** The name of the lease that a run holds; that of {@link GenerateReportCards}, since a run deletes files without a row. */
    public static final String LEASE = GenerateReportCards.LEASE;

    private final DocumentParts parts;

    GenerateInvoices(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * What is done about one document.
     *
     * @param payer the number of the payer whom it is for; null if it is for all who may see the pupil
     * @param revision the revision that is made or kept; 0 if there is none
     * @param detail what went wrong, for developers; null unless it failed
     */
    public record Step(
            DocumentKind kind,
            String number,
            PupilId pupil,
            @Nullable Integer payer,
            DocumentAction action,
            int revision,
            @Nullable String detail) {
        public Step {
            requireNonNull(kind, "kind");
            requireNonNull(number, "number");
            requireNonNull(pupil, "pupil");
            requireNonNull(action, "action");
        }

        private static Step of(DocumentPass.Decision<InvoiceDocument> decision) {
            return new Step(
                    decision.key().kind(),
                    decision.shown().invoice().number(),
                    decision.key().pupil(),
                    InvoiceReader.payer(decision.shown()).map(Payer::number).orElse(null),
                    decision.action(),
                    decision.revision(),
                    decision.detail());
        }
    }

    /** What a run would do now. Writes nothing, renders nothing, and takes no lease. */
    public Plan<InvoiceRequest, DocumentCounts, Step> plan(InvoiceRequest request) {
        InvoicePass survey = BulkRun.plan(new InvoicePass(parts, request));
        return new Plan<>(
                request,
                survey.counts(),
                survey.digest(),
                () -> new InvoicePass(parts, request).decisions().map(Step::of));
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws dev.cartable.work.PlanChangedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public RunReport<DocumentCounts> apply(Plan<InvoiceRequest, DocumentCounts, Step> plan) {
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
            InvoiceRequest request, PlanDigest approved, Consumer<? super Step> listener) {
        return carryOut(request, requireNonNull(approved, "approved"), listener);
    }

    /** Plans and carries out at once: as {@link #apply(InvoiceRequest, PlanDigest, Consumer)} with the plan that there is. */
    public RunReport<DocumentCounts> run(InvoiceRequest request, Consumer<? super Step> listener) {
        return carryOut(request, null, listener);
    }

    private RunReport<DocumentCounts> carryOut(
            InvoiceRequest request, @Nullable PlanDigest approved, Consumer<? super Step> listener) {
        // Named before anything is read, and not once for each invoice.
        requireNonNull(parts.documentVault(), "documentVault");
        requireNonNull(parts.invoiceRenderer(), "invoiceRenderer");
        return new BulkRun(parts.transactions(), parts.documentStores().leases(), LEASE, "generating invoices")
                .apply(
                        new InvoicePass(parts, request),
                        new InvoicePass(parts, request),
                        approved,
                        decision -> listener.accept(Step.of(decision)),
                        this::deleteOrphans);
    }

    private void deleteOrphans(Lease lease) {
        try {
            OrphanFiles.delete(
                    parts.documentStores().documents(), parts.documentVault(), () -> lease.keep(parts.transactions()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the invoices are stored, and files that belong to no document cannot be deleted: "
                            + e.getMessage(),
                    e);
        }
    }
}
