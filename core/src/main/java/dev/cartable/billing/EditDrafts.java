package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Line;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.TimeOrderedIds;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes, changes, deletes and lists drafts of invoices. A draft has no number, and no family sees it. What is issued is no draft any more,
 * and is never changed. Safe for use by several threads.
 */
public final class EditDrafts {
    private final BillingParts parts;
    private final BillingRules rules;

    EditDrafts(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    /**
     * Writes a draft.
     *
     * @param payers who pays which part of it; none if it is one matter of the whole family
     * @throws BillingException if it could not be issued as it is
     */
    public InvoiceDraft add(
            PupilId pupil,
            Currency currency,
            List<Line> lines,
            List<Instalment> instalments,
            List<InvoiceDraft.Payer> payers) {
        String id = TimeOrderedIds.next(parts.time().instant()).toString();
        InvoiceDraft draft = new InvoiceDraft(id, 0, pupil, currency, lines, instalments, payers);
        requireIssuable(draft);
        parts.transactions().run(tx -> {
            parts.billingStores().billing().addDraft(tx, draft);
            Deed.of("draft.create", "draft", id).record(parts.transactions(), tx);
        });
        return draft;
    }

    /**
     * Puts a draft in the place of the one with its id.
     *
     * @param draft with the version that was read
     * @return the draft with its new version
     * @throws BillingException if it could not be issued as it is, there is no such draft, or another caller has changed it meanwhile
     */
    public InvoiceDraft change(InvoiceDraft draft) {
        requireIssuable(draft);
        parts.transactions().run(tx -> {
            if (!parts.billingStores().billing().changeDraft(tx, draft)) {
                throw find(draft.id()).isPresent()
                        ? new BillingException(BillingProblem.CHANGED_MEANWHILE, Map.of("draft", draft.id()))
                        : unknown(draft.id());
            }
            Deed.of("draft.change", "draft", draft.id()).record(parts.transactions(), tx);
        });
        return draft.next();
    }

    private void requireIssuable(InvoiceDraft draft) {
        BillingException refusal = rules.people(List.of(draft)).refusal(draft);
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Deletes a draft.
     *
     * @throws BillingException if there is none
     */
    public void delete(String id) {
        parts.transactions().run(tx -> {
            if (!parts.billingStores().billing().deleteDraft(tx, id)) {
                throw unknown(id);
            }
            Deed.of("draft.delete", "draft", id).record(parts.transactions(), tx);
        });
    }

    /** The draft with this id; empty if there is none, or it is issued. */
    public Optional<InvoiceDraft> find(String id) {
        return parts.billingStores().billing().drafts(List.of(id)).stream().findFirst();
    }

    /** All drafts, in the order in which they were written. Close the stream. */
    public Stream<InvoiceDraft> all() {
        return parts.billingStores().billing().drafts();
    }

    static BillingException unknown(String draft) {
        return new BillingException(BillingProblem.UNKNOWN_DRAFT, Map.of("draft", draft));
    }
}
