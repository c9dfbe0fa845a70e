package dev.cartable.school.model;

import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Splits an invoice among its payers. The total is split by the method of the largest remainder in the smallest unit of the currency: of
 * what is left over, those with the greatest fraction get one unit each, and among equals the first of them.
 *
 * <p>Its units are then in one order, in which each payer's come as evenly as can be. An instalment is the next so many units, and so is what
 * was paid without naming a payer. Therefore payments that come to the instalments settle each payer's part of them to the last unit, and a
 * payment and its return cancel each other out.
 */
final class InvoiceShares {
    private final Invoice invoice;
    private final List<Payer> payers;
    /** Decimals of one unit. */
    private final int scale;
    /** In units. */
    private final BigInteger total;
    /** What each payer owes, in units. */
    private final List<BigInteger> owed;

    private InvoiceShares(Invoice invoice) {
        this.invoice = invoice;
        this.payers = invoice.details().payers();
        this.scale = invoice.instalments().stream()
                .map(instalment -> instalment.amount().scale())
                .reduce(invoice.currency().getDefaultFractionDigits(), Math::max);
        this.total = invoice.total().setScale(scale).unscaledValue();
        this.owed = owed();
    }

    static List<Invoice> of(Invoice invoice) {
        return invoice.details().payers().isEmpty() ? List.of() : new InvoiceShares(invoice).shares();
    }

    private List<BigInteger> owed() {
        List<BigInteger> parts =
                payers.stream().map(payer -> BigInteger.valueOf(payer.parts())).toList();
        BigInteger allParts = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger[]> exact = parts.stream()
                .map(part -> total.multiply(part).divideAndRemainder(allParts))
                .toList();
        int left = total.subtract(exact.stream().map(one -> one[0]).reduce(BigInteger.ZERO, BigInteger::add))
                .intValueExact();
        List<Integer> raised = IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> exact.get(i)[1]).reversed())
                .limit(left)
                .toList();
        return IntStream.range(0, parts.size())
                .mapToObj(i -> raised.contains(i) ? exact.get(i)[0].add(BigInteger.ONE) : exact.get(i)[0])
                .toList();
    }

    private List<Invoice> shares() {
        List<List<BigDecimal>> instalments =
                split(invoice.instalments().stream().map(Instalment::amount).toList());
        List<List<BigDecimal>> payments = split(invoice.payments().stream()
                .map(payment -> paidBy(payment) == null ? payment.amount() : BigDecimal.ZERO)
                .toList());
        List<Invoice> shares = new ArrayList<>();
        for (int i = 0; i < payers.size(); i++) {
            if (owed.get(i).signum() > 0) {
                shares.add(share(i, instalments, payments));
            }
        }
        return shares;
    }

    private Invoice share(int index, List<List<BigDecimal>> instalmentParts, List<List<BigDecimal>> paymentParts) {
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
            Integer paidBy = paidBy(whole);
            BigDecimal own = paidBy == null
                    ? paymentParts.get(k).get(index)
                    : paidBy == payer.number() ? whole.amount() : BigDecimal.ZERO;
            if (own.signum() != 0) {
                payments.add(new Payment(whole.id(), whole.paidOn(), own, paidBy, whole.method()));
            }
        }
        Invoice.Details whole = invoice.details();
        Invoice.Details own = new Invoice.Details(
                whole.type(),
                whole.issuedOn(),
                whole.lines(),
                List.of(payer),
                whole.credits(),
                whole.whole() == null ? invoice.total() : whole.whole());
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

    /** The payer who has paid; null if that is not known, or this one has no share, so that no payment is lost. */
    private @Nullable Integer paidBy(Payment payment) {
        Integer number = payment.payer();
        return owing().anyMatch(i -> Objects.equals(payers.get(i).number(), number)) ? number : null;
    }

    /** Of an invoice that is open, what the payer's own payments make of the own part. */
    private State state(List<Instalment> instalments, List<Payment> payments) {
        if (invoice.state() != State.ISSUED && invoice.state() != State.PARTLY_PAID) {
            return invoice.state();
        }
        BigDecimal amount = instalments.stream().map(Instalment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal paid = payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return paid.compareTo(amount) >= 0 ? State.PAID : paid.signum() > 0 ? State.PARTLY_PAID : State.ISSUED;
    }

    /** For each of these amounts, which follow one another, the part of each payer. */
    private List<List<BigDecimal>> split(List<BigDecimal> amounts) {
        List<List<BigDecimal>> all = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        List<BigDecimal> before = until(sum);
        for (BigDecimal amount : amounts) {
            sum = sum.add(amount);
            List<BigDecimal> after = until(sum);
            List<BigDecimal> until = before;
            all.add(IntStream.range(0, owed.size())
                    .mapToObj(i -> after.get(i).subtract(until.get(i)))
                    .toList());
            before = after;
        }
        return all;
    }

    /** What each payer has of the first units that come to a sum, which may be more than the total, or below zero. */
    private List<BigDecimal> until(BigDecimal sum) {
        if (sum.signum() < 0) {
            return until(sum.negate()).stream().map(BigDecimal::negate).toList();
        }
        BigDecimal units = sum.movePointRight(scale);
        BigInteger whole = units.setScale(0, RoundingMode.DOWN).unscaledValue();
        List<BigInteger> counts = first(whole);
        BigDecimal rest = units.subtract(new BigDecimal(whole));
        List<BigInteger> next = rest.signum() == 0 ? counts : first(whole.add(BigInteger.ONE));
        return IntStream.range(0, owed.size())
                .mapToObj(i -> new BigDecimal(counts.get(i))
                        .add(rest.multiply(new BigDecimal(next.get(i).subtract(counts.get(i)))))
                        .movePointLeft(scale))
                .toList();
    }

    /**
     * How many of the first units each payer has. The n-th unit of a payer has the place (2n - 1) / (2 · owed): the units are in the order of
     * their places, so that the first ones are near {@code owed} / {@code total} of each payer's, and all of them after {@code total}.
     */
    private List<BigInteger> first(BigInteger units) {
        List<BigInteger> counts = new ArrayList<>(owed.stream()
                .map(own -> units.multiply(own).shiftLeft(1).add(total).divide(total.shiftLeft(1)))
                .toList());
        BigInteger sum = counts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        for (; sum.compareTo(units) < 0; sum = sum.add(BigInteger.ONE)) {
            int next = owing().min((a, b) -> byPlace(
                            a,
                            counts.get(a).add(BigInteger.ONE),
                            b,
                            counts.get(b).add(BigInteger.ONE)))
                    .orElseThrow();
            counts.set(next, counts.get(next).add(BigInteger.ONE));
        }
        for (; sum.compareTo(units) > 0; sum = sum.subtract(BigInteger.ONE)) {
            int last = owing().filter(i -> counts.get(i).signum() > 0)
                    .max((a, b) -> byPlace(a, counts.get(a), b, counts.get(b)))
                    .orElseThrow();
            counts.set(last, counts.get(last).subtract(BigInteger.ONE));
        }
        return counts;
    }

    private Stream<Integer> owing() {
        return IntStream.range(0, owed.size())
                .filter(i -> owed.get(i).signum() > 0)
                .boxed();
    }

    /** Compares the places of two payers' units. */
    private int byPlace(int one, BigInteger nth, int other, BigInteger otherNth) {
        BigInteger left = nth.shiftLeft(1).subtract(BigInteger.ONE).multiply(owed.get(other));
        BigInteger right = otherNth.shiftLeft(1).subtract(BigInteger.ONE).multiply(owed.get(one));
        int places = left.compareTo(right);
        return places == 0 ? Integer.compare(one, other) : places;
    }
}
