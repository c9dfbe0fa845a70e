package dev.cartable.billing;

import dev.cartable.billing.BillingRules.People;
import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gives numbers to drafts in a transaction: the series is locked from before the first number until the commit. */
final class Numbering {
    private final BillingParts parts;
    private final BillingRules rules;

    Numbering(BillingParts parts) {
        this.parts = parts;
        this.rules = new BillingRules(parts);
    }

    /**
     * Issues those of these drafts that are there, by id.
     *
     * @throws BillingException if one of them cannot be issued; the transaction must not commit then
     */
    List<Invoice> issue(Tx tx, Collection<String> ids, LocalDate date) {
        BillingStore store = parts.billingStores().billing();
        NumberSeries series = rules.lock(tx, Invoice.Type.INVOICE, date);
        List<InvoiceDraft> drafts = store.lockDrafts(tx, ids);
        People people = rules.people(drafts);
        Instant now = parts.time().instant().truncatedTo(ChronoUnit.MILLIS);
        List<Issued> issued = new ArrayList<>();
        for (InvoiceDraft draft : drafts) {
            BillingException refusal = people.refusal(draft);
            if (refusal != null) {
                throw refusal;
            }
            series = series.next(date);
            Invoice invoice = draft.issued(rules.number(series), date, people.payers(draft));
            issued.add(new Issued(invoice, series.year(), series.sequence(), now));
        }
        if (!issued.isEmpty()) {
            write(tx, store, issued, series);
        }
        return issued.stream().map(Issued::invoice).toList();
    }

    private void write(Tx tx, BillingStore store, List<Issued> issued, NumberSeries series) {
        rules.requireFree(issued.stream().map(one -> one.invoice().number()).toList());
        store.saveSeries(tx, series);
        int written = store.issue(tx, issued);
        if (written != issued.size()) {
            throw new IllegalStateException(
                    written + " of " + issued.size() + " locked drafts were issued; nothing was written");
        }
    }
}
