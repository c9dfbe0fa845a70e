package dev.cartable.school.model;

import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits an invoice among its payers, by the method of the largest remainder in the smallest unit of the currency: of what is left over,
 * those with the greatest fraction get one unit each, and among equals the first of them.
 */
final class InvoiceShares {
    private final Invoice invoice;
    private final List<Payer> payers;
    private final List<BigInteger> parts;
    private final BigInteger allParts;

    private InvoiceShares(Invoice invoice) {
        this.invoice = invoice;
        this.payers = invoice.details().payers();
        this.parts =
                payers.stream().map(payer -> BigInteger.valueOf(payer.parts())).toList();
        this.allParts = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    static List<Invoice> of(Invoice invoice) {
        return new InvoiceShares(invoice).shares();
    }

    private List<Invoice> shares() {
        if (payers.isEmpty()) {
            return List.of();
        }
        List<List<BigDecimal>> instalments =
                split(invoice.instalments().stream().map(Instalment::amount).toList());
        // each by itself, so that a payment and its return cancel each other out
        List<List<BigDecimal>> payments = invoice.payments().stream()
                .map(payment -> split(List.of(payment.payer() == null ? payment.amount() : BigDecimal.ZERO))
                        .get(0))
                .toList();
        List<Invoice> shares = new ArrayList<>();
        for (int i = 0; i < payers.size(); i++) {
            Invoice share = share(i, instalments, payments);
            if (share != null) {
                shares.add(share);
            }
        }
        return shares;
    }

    private @Nullable Invoice share(
            int index, List<List<BigDecimal>> instalmentParts, List<List<BigDecimal>> paymentParts) {
        Payer payer = payers.get(index);
        List<Instalment> instalments = new ArrayList<>();
        for (int k = 0; k < invoice.instalments().size(); k++) {
            Instalment whole = invoice.instalments().get(k);
            BigDecimal own = instalmentParts.get(k).get(index);
            if (own.signum() > 0) {
                instalments.add(new Instalment(whole.number(), whole.dueOn(), own));
            }
        }
        List<Payment> payments = new ArrayList<>();
        for (int k = 0; k < invoice.payments().size(); k++) {
            Payment whole = invoice.payments().get(k);
            Integer paidBy = whole.payer();
            BigDecimal own = paidBy == null
                    ? paymentParts.get(k).get(index)
                    : paidBy == payer.number() ? whole.amount() : BigDecimal.ZERO;
            if (own.signum() != 0) {
                payments.add(new Payment(whole.id(), whole.paidOn(), own, paidBy, whole.method()));
            }
        }
        if (instalments.isEmpty()) {
            return null;
        }
        Invoice.Details whole = invoice.details();
        Invoice.Details own = new Invoice.Details(
                whole.type(), whole.issuedOn(), whole.lines(), List.of(payer), whole.credits(), invoice.total());
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                state(instalments, payments),
                instalments,
                payments,
                invoice.promisedFor(),
                invoice.disputed(),
                own);
    }

    /** Of an invoice that is open, what the payer's own payments make of the own part. */
    private State state(List<Instalment> instalments, List<Payment> payments) {
        if (invoice.state() != State.ISSUED && invoice.state() != State.PARTLY_PAID) {
            return invoice.state();
        }
        BigDecimal amount = instalments.stream().map(Instalment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal paid = payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean settled = invoice.remaining().signum() == 0 || paid.compareTo(amount) >= 0;
        return settled ? State.PAID : paid.signum() > 0 ? State.PARTLY_PAID : State.ISSUED;
    }

    /**
     * For each amount, the part of each payer. What a payer was given too much or too little of one amount is made up for by the next, so
     * that all amounts together are split as their sum would be.
     */
    private List<List<BigDecimal>> split(List<BigDecimal> amounts) {
        int scale = amounts.stream()
                .mapToInt(BigDecimal::scale)
                .reduce(invoice.currency().getDefaultFractionDigits(), Math::max);
        BigInteger sum = BigInteger.ZERO;
        BigInteger[] given = new BigInteger[payers.size()];
        Arrays.fill(given, BigInteger.ZERO);
        List<List<BigDecimal>> all = new ArrayList<>();
        for (BigDecimal amount : amounts) {
            BigInteger units = amount.setScale(scale).unscaledValue();
            sum = sum.add(units.abs());
            BigInteger[] own = next(sum, units.abs(), given);
            List<BigDecimal> row = new ArrayList<>();
            for (int i = 0; i < own.length; i++) {
                given[i] = given[i].add(own[i]);
                row.add(new BigDecimal(units.signum() < 0 ? own[i].negate() : own[i], scale));
            }
            all.add(row);
        }
        return all;
    }

    /** Splits {@code units} so that what each has then comes as near as can be to its part of {@code sum}. */
    private BigInteger[] next(BigInteger sum, BigInteger units, BigInteger[] given) {
        BigInteger[] own = new BigInteger[given.length];
        BigInteger[] fraction = new BigInteger[given.length];
        BigInteger left = units;
        for (int i = 0; i < own.length; i++) {
            BigInteger[] target = sum.multiply(parts.get(i))
                    .subtract(given[i].multiply(allParts))
                    .divideAndRemainder(allParts);
            boolean ahead = target[0].signum() < 0 || target[1].signum() < 0;
            own[i] = ahead ? BigInteger.ZERO : target[0].min(left);
            fraction[i] = ahead ? BigInteger.valueOf(-1) : target[1];
            left = left.subtract(own[i]);
        }
        List<Integer> byFraction = IntStream.range(0, own.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> fraction[i]).reversed())
                .toList();
        for (int i : byFraction) {
            if (left.signum() > 0) {
                own[i] = own[i].add(BigInteger.ONE);
                left = left.subtract(BigInteger.ONE);
            }
        }
        return own;
    }
}
