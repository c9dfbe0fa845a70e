package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.Invoice.State;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** See {@link Billing#record}. */
final class RecordPayment {
    private final BillingParts parts;
    private final BillingRules rules;

    RecordPayment(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    Invoice record(ReceivedPayment received) {
        LocalDate today = rules.today();
        LocalDate paidOn = received.payment().paidOn();
        if (paidOn.isAfter(today)) {
            throw new BillingException(
                    BillingProblem.DATE_IN_FUTURE, Map.of("date", paidOn.toString(), "last", today.toString()));
        }
        return parts.transactions().<Invoice>call(tx -> record(tx, received));
    }

    private Invoice record(Tx tx, ReceivedPayment received) {
        BillingStore store = parts.billingStores().billing();
        Invoice invoice = rules.locked(tx, received.invoice());
        Payment payment = paid(invoice, received);
        for (Payment known : invoice.payments()) {
            if (known.equals(payment)) {
                return invoice;
            }
            if (known.id().equals(payment.id())) {
                throw conflict(invoice, payment);
            }
        }
        if (invoice.state() == State.CANCELLED && payment.amount().signum() > 0) {
            throw new BillingException(BillingProblem.CANCELLED, Map.of("invoice", invoice.number()));
        }
        if (isMoreThanPaid(invoice, payment)) {
            throw new BillingException(BillingProblem.MORE_THAN_PAID, Map.of("invoice", invoice.number()));
        }
        State state =
                invoice.state() == State.CANCELLED ? State.CANCELLED : state(with(invoice, payment, State.ISSUED));
        if (!store.addPayment(tx, invoice.id(), payment, state)) {
            throw conflict(invoice, payment);
        }
        Deed.of("payment.record", "invoice", invoice.number()).record(parts.transactions(), tx);
        return with(invoice, payment, state);
    }

    private static BillingException conflict(Invoice invoice, Payment payment) {
        return new BillingException(
                BillingProblem.PAYMENT_CONFLICT, Map.of("invoice", invoice.number(), "payment", payment.id()));
    }

    private static Payment paid(Invoice invoice, ReceivedPayment received) {
        Payment payment = received.payment();
        BigDecimal amount = payment.amount();
        if (received.currency() != null && !received.currency().equals(invoice.currency())) {
            throw new BillingException(
                    BillingProblem.OTHER_CURRENCY,
                    Map.of(
                            "invoice",
                            invoice.number(),
                            "currency",
                            invoice.currency().getCurrencyCode()));
        }
        if (amount.signum() == 0) {
            throw new BillingException(BillingProblem.NOTHING_PAID, Map.of("invoice", invoice.number()));
        }
        if (amount.scale() > invoice.currency().getDefaultFractionDigits()) {
            throw new BillingException(
                    BillingProblem.TOO_MANY_DECIMALS,
                    Map.of(
                            "invoice",
                            invoice.number(),
                            "currency",
                            invoice.currency().getCurrencyCode()));
        }
        List<Integer> payers =
                invoice.details().payers().stream().map(Invoice.Payer::number).toList();
        Integer payer = payment.payer() == null && payers.size() == 1 ? payers.get(0) : payment.payer();
        if (payer == null && !payers.isEmpty()) {
            throw new BillingException(BillingProblem.PAYER_NEEDED, Map.of("invoice", invoice.number()));
        }
        if (payer != null && !payers.contains(payer)) {
            throw new BillingException(
                    BillingProblem.UNKNOWN_PAYER, Map.of("invoice", invoice.number(), "payer", payer.toString()));
        }
        return new Payment(payment.id(), payment.paidOn(), amount, payer, payment.method());
    }

    /** A payer gets back at most what this payer has paid. */
    private static boolean isMoreThanPaid(Invoice invoice, Payment payment) {
        BigDecimal paid = invoice.payments().stream()
                .filter(known -> Objects.equals(known.payer(), payment.payer()))
                .map(Payment::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return payment.amount().signum() < 0 && paid.add(payment.amount()).signum() < 0;
    }

    /** An invoice is paid when each payer has paid the own part. */
    private static State state(Invoice invoice) {
        return invoice.remaining().signum() == 0
                ? State.PAID
                : invoice.paid().signum() > 0 ? State.PARTLY_PAID : State.ISSUED;
    }

    private static Invoice with(Invoice invoice, Payment payment, State state) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                state,
                invoice.instalments(),
                Stream.concat(invoice.payments().stream(), Stream.of(payment)).toList(),
                invoice.promisedFor(),
                invoice.disputed(),
                invoice.details());
    }
}
