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
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param details what its document shows beyond that; {@link Details#NONE} where the source has no more
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
        boolean disputed,
        Details details) {
    /** The pupil of an invoice whose period of bookkeeping is over, so that names were taken off it. */
    public static final PupilId NO_PUPIL = new PupilId("-");

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
        requireNonNull(details, "details");
        BigDecimal total = sum(instalments.stream().map(Instalment::amount));
        BigDecimal charged = sum(details.lines().stream().map(Line::amount));
        BigDecimal whole = details.whole() == null ? total : details.whole();
        if (!details.lines().isEmpty() && charged.compareTo(whole) != 0) {
            throw new IllegalArgumentException("the lines of invoice " + id + " come to " + charged.toPlainString()
                    + ", and its instalments to " + whole.toPlainString());
        }
    }

    /** An invoice of which no more is known than what is due. */
    public Invoice(
            String id,
            String number,
            PupilId pupil,
            Currency currency,
            State state,
            List<Instalment> instalments,
            List<Payment> payments,
            @Nullable LocalDate promisedFor,
            boolean disputed) {
        this(id, number, pupil, currency, state, instalments, payments, promisedFor, disputed, Details.NONE);
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
     * @param payer the number of the {@link Payer} who has paid; null if that is not known
     * @param method how it was paid, in the school's words, such as {@code cheque 1234567}; null if that is not known
     */
    public record Payment(
            String id,
            LocalDate paidOn,
            BigDecimal amount,
            @Nullable Integer payer,
            @Nullable String method) {
        public Payment {
            id = Ids.check("the id of a payment", id);
            requireNonNull(paidOn, "paidOn");
            amount = canonical(amount);
            WellFormedText.optional("the method of payment " + id, method);
        }

        /** A payment of which no more is known. */
        public Payment(String id, LocalDate paidOn, BigDecimal amount) {
            this(id, paidOn, amount, null, null);
        }
    }

    /** Whether people have to pay it, or it takes back one that they had to pay. */
    public enum Type {
        INVOICE,
        /** Cancels an invoice. Its amounts are above zero, and nothing of it is ever due. */
        CREDIT_NOTE
    }

    /**
     * What the document of an invoice shows beyond what is due.
     *
     * @param issuedOn the day that stands on it, in the school's zone; null if that is not known
     * @param lines what is charged, in the order of the document; none if that is not known. Their sum is that of the instalments
     * @param payers who pays which part of it; none if it is one matter of the whole family
     * @param credits the number of the invoice that a credit note cancels; null on an invoice
     * @param whole what the lines come to where this is one payer's part of an invoice; null for a whole invoice
     */
    public record Details(
            Type type,
            @Nullable LocalDate issuedOn,
            List<Line> lines,
            List<Payer> payers,
            @Nullable String credits,
            @Nullable BigDecimal whole) {
        /** An invoice of which no details are known. */
        public static final Details NONE = new Details(Type.INVOICE, null, List.of(), List.of(), null);

        /** The details of a whole invoice. */
        public Details(
                Type type,
                @Nullable LocalDate issuedOn,
                List<Line> lines,
                List<Payer> payers,
                @Nullable String credits) {
            this(type, issuedOn, lines, payers, credits, null);
        }

        public Details {
            requireNonNull(type, "type");
            lines = List.copyOf(lines);
            payers = List.copyOf(payers);
            WellFormedText.optional("the number of the cancelled invoice", credits);
            if (type == Type.INVOICE && credits != null) {
                throw new IllegalArgumentException("an invoice cancels no other, but names " + credits);
            }
            if (payers.stream().map(Payer::number).distinct().count() != payers.size()) {
                throw new IllegalArgumentException("two payers have the same number");
            }
        }
    }

    /**
     * A line of an invoice.
     *
     * @param quantity how much there is of it; null without one
     * @param unitPrice the price of one; null without one
     * @param amount what it comes to; below zero for a discount
     */
    public record Line(
            String label,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount) {
        public Line {
            if (WellFormedText.require("the label of a line", label).isBlank()) {
                throw new IllegalArgumentException("a line has no label");
            }
            quantity = quantity == null ? null : canonical(quantity);
            unitPrice = unitPrice == null ? null : canonical(unitPrice);
            amount = canonical(amount);
        }
    }

    /**
     * A person or an organisation that pays a part of an invoice. Payers do not see one another.
     *
     * @param number what tells it from the others of the invoice, 1 or more
     * @param guardian the guardian who pays; null for any other payer, such as a sponsor
     * @param name as it stands in the address window
     * @param address the lines below the name in the address window; empty if it is not known
     * @param parts how many parts of all parts of the invoice's payers it pays, 1 or more
     * @param email where it is reminded, as the source has it; null if there is none, and for a guardian, whose address is on the roster
     */
    public record Payer(
            int number,
            @Nullable GuardianId guardian,
            String name,
            List<String> address,
            long parts,
            @Nullable String email) {
        /** Leaves room for sums: as many parts as a sum of money has cents. */
        private static final long MOST_PARTS = 1_000_000_000_000L;

        public Payer {
            if (WellFormedText.require("the name of payer " + number, name).isBlank()) {
                throw new IllegalArgumentException("payer " + number + " has no name");
            }
            address = List.copyOf(address);
            address.forEach(line -> WellFormedText.require("the address of payer " + number, line));
            email = guardian == null ? WellFormedText.optional("the e-mail address of payer " + number, email) : null;
            if (number < 1) {
                throw new IllegalArgumentException("the number " + number + " of a payer is below 1");
            }
            if (parts < 1 || parts > MOST_PARTS) {
                throw new IllegalArgumentException(
                        "payer " + number + " pays " + parts + " parts, which is not 1 to " + MOST_PARTS);
            }
        }

        /** A payer without an e-mail address of their own. */
        public Payer(int number, @Nullable GuardianId guardian, String name, List<String> address, long parts) {
            this(number, guardian, name, address, parts, null);
        }

        /** The same payer under another number. */
        public Payer numbered(int other) {
            return new Payer(other, guardian, name, address, parts, email);
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
        BigDecimal canonical = stripped.setScale(Math.max(0, stripped.scale()));
        if (canonical.scale() > DECIMALS || canonical.precision() - canonical.scale() > DIGITS) {
            throw new IllegalArgumentException("the amount " + amount + " has more than " + DIGITS
                    + " digits before or " + DECIMALS + " after the decimal mark");
        }
        return canonical;
    }

    /** The same invoice with these details in the place of its own. */
    public Invoice withDetails(Details others) {
        return new Invoice(id, number, pupil, currency, state, instalments, payments, promisedFor, disputed, others);
    }

    /** The same invoice with these payments in the place of its own. */
    public Invoice withPayments(List<Payment> others) {
        return new Invoice(id, number, pupil, currency, state, instalments, others, promisedFor, disputed, details);
    }

    /** What is charged in all. */
    public BigDecimal total() {
        return sum(instalments.stream().map(Instalment::amount));
    }

    /** What was paid in all, less what was paid back. */
    public BigDecimal paid() {
        return sum(payments.stream().map(Payment::amount));
    }

    /**
     * What remains to be paid in all; never below zero, and zero for what is paid, cancelled or a credit note. Of several payers each owes the
     * own part: what one has paid too much is not paid for another.
     */
    public BigDecimal remaining() {
        boolean owed = state != State.PAID && state != State.CANCELLED && details.type() == Type.INVOICE;
        if (owed && details.payers().size() > 1) {
            return sum(shares().stream().map(Invoice::remaining));
        }
        return owed ? total().subtract(paid()).max(BigDecimal.ZERO) : BigDecimal.ZERO;
    }

    /** What was paid beyond what is owed, of each payer by itself; all that was paid for what is cancelled or a credit note. */
    public BigDecimal favour() {
        if (details.payers().size() > 1) {
            return sum(shares().stream().map(Invoice::favour));
        }
        boolean owed = state != State.CANCELLED && details.type() == Type.INVOICE;
        return paid().subtract(owed ? total() : BigDecimal.ZERO).max(BigDecimal.ZERO);
    }

    /**
     * What each payer sees, in the order of the payers: the same invoice with this payer alone, the own part of each instalment, the own
     * payments, and the own part of payments without a payer. The parts of each instalment come to it, those of all to the invoice. A payer
     * whose part is less than the smallest unit of the currency has none.
     */
    public List<Invoice> shares() {
        return InvoiceShares.of(this);
    }

    /** What one payer sees; empty if the invoice has no payer of that number, or the payer has no part of it. */
    public Optional<Invoice> shareOf(int payer) {
        return shares().stream()
                .filter(share -> share.details().payers().get(0).number() == payer)
                .findFirst();
    }

    private static BigDecimal sum(Stream<BigDecimal> amounts) {
        return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * The instalments that are overdue on {@code today}, a date in the school's zone, in the order of their due dates: those of an
     * issued or partly paid invoice that were due before, and are not settled. What is due today is not overdue. Of several payers, ask for
     * their {@link #shares}.
     */
    public List<Overdue> overdue(LocalDate today) {
        List<Overdue> overdue = new ArrayList<>();
        if ((state != State.ISSUED && state != State.PARTLY_PAID) || details.type() != Type.INVOICE) {
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
