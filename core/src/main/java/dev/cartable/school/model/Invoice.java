package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a school charges for a pupil, with its due dates and what was paid. Payments settle the instalments in the order of their
 * due dates; those without a due date come last.
 *
 * @param id opaque, 1 to 200 characters
 * @param number the number that people know it by
 * @param currency one that people {@linkplain #isPaidIn pay in}
 * @param instalments one or more, each with a number of its own; amounts have at most 15 digits before the decimal mark and 4
 *     after it
 * @param payments each with an id of its own
 * @param promisedFor until when the school waits, because a payment was promised; null if none was
 * @param disputed whether the family disputes it, so that the school waits
 */
public record Invoice(
        String id,
        String number,
        PupilId pupil,
        Currency currency,
        State state,
        List<Instalment> instalments,
        List<Payment> payments,
        @Nullable LocalDate promisedFor,
        boolean disputed) {
    /** Leaves room for the number of an instalment. */
    private static final int LONGEST_ID = 200;

    private static final int DECIMALS = 4;

    private static final int DIGITS = 15;

    private static final Comparator<Instalment> BY_DUE_DATE = Comparator.comparing(
                    Instalment::dueOn, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingInt(Instalment::number);

    public Invoice {
        id = Ids.check("the id of an invoice", id);
        if (id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "the id of an invoice has " + id.length() + " characters; at most " + LONGEST_ID + " are allowed");
        }
        WellFormedText.require("the number of invoice " + id, number);
        requireNonNull(pupil, "pupil");
        requireNonNull(currency, "currency");
        if (!isPaidIn(currency)) {
            throw new IllegalArgumentException(
                    "invoice " + id + " is in " + currency.getCurrencyCode() + ", in which nobody can pay");
        }
        requireNonNull(state, "state");
        instalments = List.copyOf(instalments);
        payments = List.copyOf(payments);
        if (instalments.isEmpty()) {
            throw new IllegalArgumentException("invoice " + id + " has no instalment");
        }
        if (instalments.stream().map(Instalment::number).distinct().count() != instalments.size()) {
            throw new IllegalArgumentException("two instalments of invoice " + id + " have the same number");
        }
        if (payments.stream().map(Payment::id).distinct().count() != payments.size()) {
            throw new IllegalArgumentException("two payments of invoice " + id + " have the same id");
        }
    }

    /** Whether people pay in a currency: ISO 4217 also has codes for precious metals, for tests and for no currency at all. */
    public static boolean isPaidIn(Currency currency) {
        return currency.getDefaultFractionDigits() >= 0;
    }

    /** The state of an invoice in the host's books. */
    public enum State {
        DRAFT,
        ISSUED,
        PARTLY_PAID,
        PAID,
        CANCELLED
    }

    /**
     * A part of an invoice that is due by itself.
     *
     * @param dueOn the last day on which it may be paid, in the school's zone; null if it is never due
     * @param amount more than zero
     */
    public record Instalment(int number, @Nullable LocalDate dueOn, BigDecimal amount) {
        public Instalment {
            amount = canonical(amount);
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException("instalment " + number + " of " + amount + " is not above zero");
            }
        }
    }

    /**
     * What was paid.
     *
     * @param amount below zero if it was paid back
     */
    public record Payment(String id, LocalDate paidOn, BigDecimal amount) {
        public Payment {
            id = Ids.check("the id of a payment", id);
            requireNonNull(paidOn, "paidOn");
            amount = canonical(amount);
        }
    }

    /**
     * An instalment that is overdue.
     *
     * @param unpaid what is missing of it, more than zero
     * @param days since its due date, 1 or more
     */
    public record Overdue(Instalment instalment, BigDecimal unpaid, long days) {}

    /** Amounts that are equal are written alike, so that instalments and payments can be compared. */
    private static BigDecimal canonical(BigDecimal amount) {
        BigDecimal stripped = requireNonNull(amount, "amount").stripTrailingZeros();
        BigDecimal canonical = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (canonical.scale() > DECIMALS || canonical.precision() - canonical.scale() > DIGITS) {
            throw new IllegalArgumentException("the amount " + amount + " has more than " + DIGITS
                    + " digits before or " + DECIMALS + " after the decimal mark");
        }
        return canonical;
    }

    /** The same invoice with these payments in the place of its own. */
    public Invoice withPayments(List<Payment> others) {
        return new Invoice(id, number, pupil, currency, state, instalments, others, promisedFor, disputed);
    }

    /** What remains to be paid in all; never below zero. */
    public BigDecimal remaining() {
        return instalments.stream()
                .map(Instalment::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .subtract(paid())
                .max(BigDecimal.ZERO);
    }

    private BigDecimal paid() {
        return payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * The instalments that are overdue on {@code today}, a date in the school's zone, in the order of their due dates: those of an
     * issued or partly paid invoice that were due before, and are not settled. What is due today is not overdue.
     */
    public List<Overdue> overdue(LocalDate today) {
        List<Overdue> overdue = new ArrayList<>();
        if (state != State.ISSUED && state != State.PARTLY_PAID) {
            return overdue;
        }
        BigDecimal left = paid();
        for (Instalment instalment : instalments.stream().sorted(BY_DUE_DATE).toList()) {
            BigDecimal unpaid = instalment.amount().subtract(left.max(BigDecimal.ZERO));
            left = left.subtract(instalment.amount());
            LocalDate dueOn = instalment.dueOn();
            if (unpaid.signum() > 0 && dueOn != null && dueOn.isBefore(today)) {
                overdue.add(new Overdue(instalment, unpaid, ChronoUnit.DAYS.between(dueOn, today)));
            }
        }
        return overdue;
    }

    /**
     * A payment with the invoice that it is for, where payments come by themselves.
     *
     * @param invoice the id of the invoice
     * @param currency the currency that the source names, which has to be the invoice's; null if it names none
     */
    public record ReceivedPayment(String invoice, @Nullable Currency currency, Invoice.Payment payment) {
        public ReceivedPayment {
            invoice = Ids.check("the id of an invoice", invoice);
            requireNonNull(payment, "payment");
        }
    }
}
