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
     * @throws BillingException if there is no such invoice, it is cancelled, or the day is before today
     */
    public void promised(String number, @Nullable LocalDate until) {
        LocalDate today = rules.today();
        if (until != null && until.isBefore(today)) {
            throw new BillingException(
                    BillingProblem.DATE_IN_PAST, Map.of("date", until.toString(), "last", today.toString()));
        }
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

    /**
     * The school waits no longer: no payment is promised, and the family does not dispute the invoice.
     *
     * @throws BillingException if there is no such invoice, or it is cancelled
     */
    public void noLonger(String number) {
        parts.transactions().run(tx -> {
            Invoice invoice = open(rules.locked(tx, number));
            parts.billingStores().billing().postpone(tx, invoice.id(), null, false);
            Deed.of("invoice.promise", "invoice", number).record(parts.transactions(), tx);
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
