package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link Billing#cancel}. */
final class CancelInvoice {
    private final BillingParts parts;
    private final BillingRules rules;

    CancelInvoice(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    Invoice cancel(String number, @Nullable LocalDate date) {
        LocalDate dated = rules.dated(date);
        return parts.transactions().<Invoice>call(tx -> cancel(tx, number, dated));
    }

    private Invoice cancel(Tx tx, String number, LocalDate date) {
        BillingStore store = parts.billingStores().billing();
        NumberSeries series = rules.lock(tx, Invoice.Type.CREDIT_NOTE, date);
        Invoice invoice = rules.locked(tx, number);
        LocalDate issuedOn = invoice.details().issuedOn();
        if (invoice.state() == Invoice.State.CANCELLED) {
            throw new BillingException(BillingProblem.CANCELLED, Map.of("invoice", number));
        }
        if (issuedOn != null && date.isBefore(issuedOn)) {
            throw new BillingException(
                    BillingProblem.DATE_BEFORE_LAST, Map.of("date", date.toString(), "last", issuedOn.toString()));
        }
        NumberSeries next = series.next(date);
        Instant now = parts.time().instant().truncatedTo(ChronoUnit.MILLIS);
        Invoice creditNote = creditNote(invoice, rules.number(next), date, now);
        rules.requireFree(List.of(creditNote.number()));
        store.saveSeries(tx, next);
        if (!store.cancel(tx, new Issued(creditNote, next.year(), next.sequence(), now))) {
            throw new BillingException(BillingProblem.CANCELLED, Map.of("invoice", number));
        }
        Deed.of("invoice.cancel", "invoice", number).record(parts.transactions(), tx);
        return creditNote;
    }

    private static Invoice creditNote(Invoice invoice, String number, LocalDate date, Instant now) {
        return new Invoice(
                TimeOrderedIds.next(now).toString(),
                number,
                invoice.pupil(),
                invoice.currency(),
                Invoice.State.ISSUED,
                List.of(new Invoice.Instalment(1, null, invoice.total())),
                List.of(),
                null,
                false,
                new Invoice.Details(
                        Invoice.Type.CREDIT_NOTE,
                        date,
                        invoice.details().lines(),
                        invoice.details().payers(),
                        invoice.number()));
    }
}
