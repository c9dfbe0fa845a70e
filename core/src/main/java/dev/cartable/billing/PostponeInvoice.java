package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.internal.Deed;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the school wait for an invoice: nobody is reminded of it meanwhile. Safe for use by several threads and nodes. */
public final class PostponeInvoice {
    private final BillingParts parts;
    private final BillingRules rules;

    PostponeInvoice(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    /**
     * A payment was promised, or is not any more.
     *
     * @param until the last day on which the school waits, in its zone; null for none
     * @throws BillingException if there is no such invoice, or it is cancelled
     */
    public void promised(String number, @Nullable LocalDate until) {
        parts.transactions().run(tx -> {
            Invoice invoice = open(rules.locked(tx, number));
            parts.billingStores().billing().postpone(tx, invoice.id(), until, invoice.disputed());
            Deed.of("invoice.promise", "invoice", number).record(parts.transactions(), tx);
        });
    }

    /**
     * The family disputes an invoice, or does not any more.
     *
     * @throws BillingException if there is no such invoice, or it is cancelled
     */
    public void disputed(String number, boolean disputed) {
        parts.transactions().run(tx -> {
            Invoice invoice = open(rules.locked(tx, number));
            parts.billingStores().billing().postpone(tx, invoice.id(), invoice.promisedFor(), disputed);
            Deed.of("invoice.dispute", "invoice", number).record(parts.transactions(), tx);
        });
    }

    private static Invoice open(Invoice invoice) {
        if (invoice.state() == Invoice.State.CANCELLED) {
            throw new BillingException(BillingProblem.CANCELLED, Map.of("invoice", invoice.number()));
        }
        return invoice;
    }
}
