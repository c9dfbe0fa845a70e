package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notifies people of invoices and credit notes whose document is stored: the payer whom it is for, or, where an invoice names no payers,
 * the pupil and the guardians who may see the pupil. A person is notified once of each, however often this runs and however often a
 * payment makes another revision. Of an invoice of which nothing has to be paid any more, nobody is notified. People who are reached only
 * later are notified by a later run.
 *
 * <p>Holds the lease {@value #LEASE}; safe for use by several threads and nodes.
 */
public final class NotifyInvoices {
    /** The name of the lease that a run holds. */
    public static final String LEASE = "invoices.notify";

    /** How long after the day that stands on it an invoice is news for {@link #runForNews}. */
    private static final Duration NEWS = Duration.ofDays(31);

    private final DocumentParts parts;

    NotifyInvoices(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /**
     * What is done about one document.
     *
     * @param payer the number of the payer whom it is for; null if it is for all who may see the pupil
     * @param people who are notified now, or cannot be reached
     */
    public record Step(
            DocumentKind kind,
            String number,
            PupilId pupil,
            @Nullable Integer payer,
            NotifyAction action,
            List<NotifiedPerson> people) {
        public Step {
            requireNonNull(kind, "kind");
            requireNonNull(number, "number");
            requireNonNull(pupil, "pupil");
            requireNonNull(action, "action");
            people = List.copyOf(people);
        }

        static Step of(NotificationPass.Decision decision) {
            StoredDocument document = decision.document();
            String payer = document.key().payer();
            return new Step(
                    document.kind(),
                    document.bill().map(BillFacts::number).orElse(""),
                    document.pupil(),
                    payer.isEmpty() ? null : Integer.valueOf(payer),
                    decision.action(),
                    decision.people());
        }
    }

    /**
     * The numbers of current documents: {@code input = notified + unchanged + settled + unreached + failed}.
     *
     * @param notices how many notices are queued, one for each person and channel
     */
    public record Counts(
            long input, long notified, long unchanged, long settled, long unreached, long failed, long notices)
            implements dev.cartable.work.Counts {}

    /** What a run would do now. Writes nothing and takes no lease. */
    public Plan<InvoiceRequest, Counts, Step> plan(InvoiceRequest request) {
        InvoiceNotificationPass survey = BulkRun.plan(pass(request));
        return new Plan<>(
                request,
                survey.counts(),
                survey.digest(),
                () -> pass(request).decisions().map(Step::of));
    }

    private InvoiceNotificationPass pass(InvoiceRequest request) {
        return new InvoiceNotificationPass(parts, request, null);
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws dev.cartable.work.PlanChangedException if the data has changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public RunReport<Counts> apply(Plan<InvoiceRequest, Counts, Step> plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param approved the digest that was approved
     * @param listener is called with each step after the commit of its chunk
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(InvoiceRequest request, PlanDigest approved, Consumer<? super Step> listener) {
        return carryOut(request, requireNonNull(approved, "approved"), null, listener);
    }

    /** Plans and carries out at once: as {@link #apply(InvoiceRequest, PlanDigest, Consumer)} with the plan that there is. */
    public RunReport<Counts> run(InvoiceRequest request, Consumer<? super Step> listener) {
        return carryOut(request, null, null, listener);
    }

    /**
     * Notifies people of all invoices that were issued in the last 31 days. What was made before the task {@code invoice-notices} began, was
     * switched on again, or before a restore, is left out, as with {@link NotifyReportCards#runForNews}. {@link #run} notifies of them.
     */
    public RunReport<Counts> runForNews(Consumer<? super Step> listener) {
        Instant now = parts.time().instant();
        Instant since = since(now);
        return carryOut(new InvoiceRequest(parts.school().today(now.minus(NEWS)), Set.of()), null, since, listener);
    }

    /** Whether there are invoices at all of which {@link #runForNews} may notify people. Costs one query. */
    public boolean hasNews() {
        try (var all = parts.documentStores()
                .documents()
                .current(InvoiceNotificationPass.KINDS, since(parts.time().instant()))) {
            return all.findAny().isPresent();
        }
    }

    private Instant since(Instant now) {
        Instant month = now.minus(NEWS);
        return parts.invoiceNoticesSince()
                .filter(settled -> settled.isAfter(month))
                .orElse(month);
    }

    private RunReport<Counts> carryOut(
            InvoiceRequest request,
            @Nullable PlanDigest approved,
            @Nullable Instant newsSince,
            Consumer<? super Step> listener) {
        return new BulkRun(parts.transactions(), parts.documentStores().leases(), LEASE, "notifying of invoices")
                .apply(
                        new InvoiceNotificationPass(parts, request, newsSince),
                        new InvoiceNotificationPass(parts, request, newsSince),
                        approved,
                        decision -> listener.accept(Step.of(decision)));
    }
}
