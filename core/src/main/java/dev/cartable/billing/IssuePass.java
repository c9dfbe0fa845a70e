package dev.cartable.billing;

import dev.cartable.billing.BillingRules.People;
import dev.cartable.billing.IssueInvoices.Action;
import dev.cartable.billing.IssueInvoices.Counts;
import dev.cartable.billing.IssueInvoices.Request;
import dev.cartable.billing.IssueInvoices.Step;
import dev.cartable.billing.IssuePass.Decision;
import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over drafts that are to be issued. */
final class IssuePass implements BulkPass<InvoiceDraft, Decision, Counts> {
    /** So few that invoices that are issued one by one wait only a moment for the series. */
    static final int CHUNK = 100;

    private final BillingParts parts;
    private final BillingRules rules;
    private final Request request;
    private final LocalDate date;
    private final Map<Action, Long> counts = new EnumMap<>(Action.class);
    private final ContentDigest digest = new ContentDigest();
    /** Id and version of each draft that was decided about. */
    private final Set<String> decided = new HashSet<>();

    private final @Nullable IssuePass survey;

    IssuePass(BillingParts parts, Request request) {
        this(parts, request, null);
    }

    /** Issues no draft that the survey has not seen as it is: what is issued cannot be taken back. */
    IssuePass(BillingParts parts, Request request, @Nullable IssuePass survey) {
        this.parts = parts;
        this.survey = survey;
        this.rules = new BillingRules(parts);
        this.request = request;
        this.date = rules.dated(request.date());
    }

    /** What is done about a draft. */
    record Decision(
            InvoiceDraft draft,
            Action action,
            @Nullable String number,
            @Nullable String code,
            @Nullable String detail) {
        Step step() {
            return new Step(draft.id(), draft.pupil(), action, number, code, detail);
        }
    }

    private Stream<InvoiceDraft> drafts() {
        return request.drafts().isEmpty()
                ? parts.billingStores().billing().drafts()
                : parts.billingStores().billing().drafts(request.drafts()).stream();
    }

    /** Everything decided anew. */
    Stream<Step> steps() {
        return drafts().flatMap(draft -> decide(List.of(draft)).stream()).map(Decision::step);
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super InvoiceDraft> items) {
        requireKnown();
        try (Stream<InvoiceDraft> all = drafts()) {
            all.forEach(items);
        }
    }

    /** A draft that was named and is not there would be left out without a word. */
    private void requireKnown() {
        if (!request.drafts().isEmpty()) {
            List<String> known = parts.billingStores().billing().drafts(request.drafts()).stream()
                    .map(InvoiceDraft::id)
                    .toList();
            request.drafts().stream()
                    .sorted()
                    .filter(id -> !known.contains(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw EditDrafts.unknown(id);
                    });
        }
    }

    @Override
    public List<Decision> decide(List<InvoiceDraft> chunk) {
        rules.requireNumbers(Invoice.Type.INVOICE, date);
        People people = rules.people(chunk);
        return chunk.stream().map(draft -> decide(draft, people)).toList();
    }

    private static String state(InvoiceDraft draft) {
        return draft.id() + "/" + draft.version();
    }

    private Decision decide(InvoiceDraft draft, People people) {
        if (survey != null && !survey.decided.contains(state(draft))) {
            return new Decision(draft, Action.REFUSE, null, BillingProblem.CHANGED_MEANWHILE.name(), null);
        }
        BillingException refusal = people.refusal(draft);
        return refusal == null
                ? new Decision(draft, Action.ISSUE, null, null, null)
                : new Decision(draft, Action.REFUSE, null, refusal.code(), null);
    }

    @Override
    public boolean writes(Decision decision) {
        return decision.action() == Action.ISSUE;
    }

    /** A draft that was changed, or issued by another caller, after it was read is not what was approved. */
    @Override
    public List<Decision> write(List<Decision> decisions, UnitOfWork transactions) {
        return transactions.<List<Decision>>call(tx -> {
            rules.lock(tx, Invoice.Type.INVOICE, date);
            Map<String, InvoiceDraft> locked = parts.billingStores().billing().lockDrafts(tx, ids(decisions)).stream()
                    .collect(Collectors.toMap(InvoiceDraft::id, Function.identity()));
            List<Decision> same = decisions.stream()
                    .filter(decision ->
                            decision.draft().equals(locked.get(decision.draft().id())))
                    .toList();
            Map<String, Invoice> issued = new Numbering(parts)
                    .issue(tx, ids(same), date).stream().collect(Collectors.toMap(Invoice::id, Function.identity()));
            return decisions.stream()
                    .map(decision -> done(decision, issued.get(decision.draft().id())))
                    .toList();
        });
    }

    private static List<String> ids(List<Decision> decisions) {
        return decisions.stream().map(decision -> decision.draft().id()).toList();
    }

    private static Decision done(Decision decision, @Nullable Invoice issued) {
        return issued == null
                ? new Decision(decision.draft(), Action.REFUSE, null, BillingProblem.CHANGED_MEANWHILE.name(), null)
                : new Decision(decision.draft(), Action.ISSUE, issued.number(), null, null);
    }

    @Override
    public Decision failed(Decision decision, RuntimeException failure) {
        return failure instanceof BillingException refusal
                ? new Decision(decision.draft(), Action.REFUSE, null, refusal.code(), null)
                : new Decision(decision.draft(), Action.FAIL, null, null, String.valueOf(failure.getMessage()));
    }

    @Override
    public void take(Decision decision) {
        counts.merge(decision.action(), 1L, Long::sum);
        InvoiceDraft draft = decision.draft();
        decided.add(state(draft));
        digest.add(draft.id(), draft.version(), decision.action(), decision.code());
    }

    private long count(Action action) {
        return counts.getOrDefault(action, 0L);
    }

    @Override
    public Counts counts() {
        return new Counts(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                count(Action.ISSUE),
                count(Action.REFUSE),
                count(Action.FAIL));
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add("invoices", date, parts.billingSettings().invoices());
        return all.digest();
    }
}
