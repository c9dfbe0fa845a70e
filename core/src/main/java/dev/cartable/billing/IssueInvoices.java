package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Deed;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes invoices of drafts. Each gets the next number of its year, in the transaction that issues it, so that no number is left out or given
 * twice; dates never run back against numbers. What is issued never changes: {@link Billing#cancel} takes it back. Safe for use by several
 * threads and nodes.
 */
public final class IssueInvoices {
    /** The lease of a run; invoices that are issued one by one need none. */
    static final String LEASE = "issue-invoices";

    private final BillingParts parts;
    private final BillingRules rules;

    IssueInvoices(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    /**
     * Which drafts are issued.
     *
     * @param drafts their ids; all drafts if it is empty
     * @param date the date that stands on the invoices, in the school's zone, not after today
     */
    public record Request(Set<String> drafts, LocalDate date) {
        public Request {
            drafts = Set.copyOf(drafts);
            requireNonNull(date, "date");
        }
    }

    /** What is done about a draft. */
    public enum Action {
        /** It becomes an invoice. */
        ISSUE,
        /** It stays a draft. */
        REFUSE,
        /** It could not be written. */
        FAIL
    }

    /**
     * What is done about one draft.
     *
     * @param number the number that it was given; null in a plan, and if it was given none
     * @param code why it was refused, such as {@code UNKNOWN_PUPIL}; null if it was not
     * @param detail what went wrong, for developers; null unless it failed
     */
    public record Step(
            String draft,
            PupilId pupil,
            Action action,
            @Nullable String number,
            @Nullable String code,
            @Nullable String detail) {
        public Step {
            requireNonNull(draft, "draft");
            requireNonNull(pupil, "pupil");
            requireNonNull(action, "action");
        }
    }

    /** The numbers of drafts: {@code input = issued + refused + failed}. */
    public record Counts(long input, long issued, long refused, long failed) implements dev.cartable.work.Counts {}

    /**
     * Issues one draft, also inside a transaction of the host. Others wait for their numbers until it has committed.
     *
     * @param date the date that stands on it, in the school's zone; null for today
     * @throws BillingException if it cannot be issued; its number is the next one's then
     */
    public Invoice one(String draft, @Nullable LocalDate date) {
        LocalDate dated = rules.dated(date);
        return parts.transactions().<Invoice>call(tx -> {
            Invoice invoice = new Numbering(parts)
                    .issue(tx, List.of(draft), dated).stream().findFirst().orElseThrow(() -> EditDrafts.unknown(draft));
            Deed.of("invoice.issue", "invoice", invoice.number()).record(parts.transactions(), tx);
            return invoice;
        });
    }

    /** A request for all drafts, of today. */
    public Request everything() {
        return new Request(Set.of(), rules.today());
    }

    /**
     * What a run would do now. Writes nothing and takes no lease.
     *
     * @throws BillingException if no number is given of this date
     */
    public Plan<Request, Counts, Step> plan(Request request) {
        IssuePass survey = BulkRun.plan(new IssuePass(parts, request));
        return new Plan<>(request, survey.counts(), survey.digest(), () -> new IssuePass(parts, request).steps());
    }

    /**
     * Carries out exactly this plan: it is made again first, and if the two differ, nothing is written.
     *
     * @throws BillingException if no number is given of this date
     * @throws dev.cartable.work.PlanChangedException if the drafts have changed since
     * @throws dev.cartable.work.LeaseHeldException if another run is under way
     * @throws IllegalStateException inside a transaction of the host
     */
    public RunReport<Counts> apply(Plan<Request, Counts, Step> plan) {
        return apply(plan.request(), plan.digest(), step -> {});
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param approved the digest that was approved
     * @param listener is called with each step after the commit of its chunk
     * @throws BillingException if no number is given of this date
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(Request request, PlanDigest approved, Consumer<? super Step> listener) {
        return carryOut(request, requireNonNull(approved, "approved"), listener);
    }

    /** Plans and carries out at once: as {@link #apply(Request, PlanDigest, Consumer)} with the plan that there is. */
    public RunReport<Counts> run(Request request, Consumer<? super Step> listener) {
        return carryOut(request, null, listener);
    }

    private RunReport<Counts> carryOut(
            Request request, @Nullable PlanDigest approved, Consumer<? super Step> listener) {
        IssuePass survey = new IssuePass(parts, request);
        return new BulkRun(parts.transactions(), parts.billingStores().leases(), LEASE, "issuing invoices")
                .apply(
                        survey,
                        new IssuePass(parts, request, survey),
                        approved,
                        decision -> listener.accept(decision.step()));
    }
}
