package dev.cartable.billing.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Line;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.internal.WellFormedText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that is being written. It has no number, and no family sees it. Immutable.
 *
 * @param id what it keeps when it is issued
 * @param version how often it was changed, from 0
 * @param currency one that people pay in
 * @param lines what is charged; a discount is a line below zero
 * @param instalments when it is to be paid
 * @param payers who pays which part of it, in their order; none if it is one matter of the whole family
 */
public record InvoiceDraft(
        String id,
        int version,
        PupilId pupil,
        Currency currency,
        List<Line> lines,
        List<Instalment> instalments,
        List<Payer> payers) {
    public InvoiceDraft {
        requireNonNull(id, "id");
        requireNonNull(pupil, "pupil");
        requireNonNull(currency, "currency");
        if (!Invoice.isPaidIn(currency)) {
            throw new IllegalArgumentException(
                    "the draft is in " + currency.getCurrencyCode() + ", in which nobody can pay");
        }
        lines = List.copyOf(lines);
        instalments = List.copyOf(instalments);
        payers = List.copyOf(payers);
        if (instalments.stream().map(Instalment::number).distinct().count() != instalments.size()) {
            throw new IllegalArgumentException("two instalments of draft " + id + " have the same number");
        }
    }

    /**
     * A person or an organisation that is to pay a part.
     *
     * @param guardian the guardian who pays; null for any other payer, such as a sponsor
     * @param name as it is to stand in the address window; null for a guardian's name as the roster has it when the invoice is issued
     * @param address the lines below the name; empty if it is not known
     * @param parts how many parts of all it pays, 1 or more
     * @param email where it is reminded; null if there is none, and for a guardian, whose address is on the roster
     */
    public record Payer(
            @Nullable GuardianId guardian,
            @Nullable String name,
            List<String> address,
            long parts,
            @Nullable String email) {
        public Payer {
            email = guardian == null ? WellFormedText.optional("the e-mail address of a payer", email) : null;
            WellFormedText.optional("the name of a payer", name);
            address = List.copyOf(address);
            address.forEach(line -> WellFormedText.require("the address of a payer", line));
            if (guardian == null && (name == null || name.isBlank())) {
                throw new IllegalArgumentException("a payer is a guardian or has a name");
            }
            if (parts < 1) {
                throw new IllegalArgumentException("a payer pays " + parts + " parts, which is below 1");
            }
        }

        /** A payer without an e-mail address of their own. */
        public Payer(@Nullable GuardianId guardian, @Nullable String name, List<String> address, long parts) {
            this(guardian, name, address, parts, null);
        }

        /** A guardian who pays that many parts. */
        public static Payer guardian(GuardianId guardian, long parts) {
            return new Payer(requireNonNull(guardian, "guardian"), null, List.of(), parts);
        }
    }

    /** A line that comes to quantity × price, rounded half up to what people can pay in the currency. */
    public static Line line(String label, BigDecimal quantity, BigDecimal unitPrice, Currency currency) {
        return new Line(
                label,
                quantity,
                unitPrice,
                quantity.multiply(unitPrice).setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP));
    }

    /**
     * Instalments of the same amount that come to a sum, due on the same day of each month, or on its last. The first ones have what is
     * left over, the smallest unit of the currency each.
     *
     * @param total has no more decimals than the currency, and enough units for each instalment to have one
     * @param count 1 or more
     * @param firstDueOn when the first is due
     */
    public static List<Instalment> monthly(BigDecimal total, int count, LocalDate firstDueOn, Currency currency) {
        BigDecimal unit = BigDecimal.ONE.movePointLeft(currency.getDefaultFractionDigits());
        BigDecimal each =
                total.divide(BigDecimal.valueOf(count), currency.getDefaultFractionDigits(), RoundingMode.DOWN);
        BigDecimal left = total.subtract(each.multiply(BigDecimal.valueOf(count)));
        List<Instalment> instalments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigDecimal more = unit.min(left);
            left = left.subtract(more);
            instalments.add(new Instalment(i + 1, firstDueOn.plusMonths(i), each.add(more)));
        }
        return instalments;
    }

    /** The same draft of the next version. */
    public InvoiceDraft next() {
        return new InvoiceDraft(id, version + 1, pupil, currency, lines, instalments, payers);
    }

    /** What the lines come to. */
    public BigDecimal total() {
        return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What keeps it from being issued, as far as the draft itself shows it; empty if nothing does. */
    public Optional<BillingProblem> problem() {
        if (lines.isEmpty()) {
            return Optional.of(BillingProblem.NO_LINES);
        }
        int decimals = currency.getDefaultFractionDigits();
        boolean tooFine = Stream.concat(
                        lines.stream().map(Line::amount), instalments.stream().map(Instalment::amount))
                .anyMatch(amount -> amount.stripTrailingZeros().scale() > decimals);
        if (tooFine) {
            return Optional.of(BillingProblem.TOO_MANY_DECIMALS);
        }
        BigDecimal total = total();
        if (total.signum() <= 0) {
            return Optional.of(BillingProblem.TOTAL_NOT_POSITIVE);
        }
        BigDecimal due = instalments.stream().map(Instalment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (due.compareTo(total) != 0) {
            return Optional.of(BillingProblem.INSTALMENTS_DIFFER);
        }
        return preview().shares().size() < payers.size()
                ? Optional.of(BillingProblem.SHARE_TOO_SMALL)
                : Optional.empty();
    }

    private Invoice preview() {
        List<Invoice.Payer> numbered = new ArrayList<>();
        for (Payer payer : payers) {
            numbered.add(new Invoice.Payer(numbered.size() + 1, payer.guardian(), "draft", List.of(), payer.parts()));
        }
        return issued("draft", LocalDate.EPOCH, numbered);
    }

    /**
     * The invoice that it becomes.
     *
     * @param issuedOn the date that stands on it, in the school's zone
     * @param known its payers with their names, in the same order
     * @throws IllegalArgumentException if the draft has a {@link #problem}
     */
    public Invoice issued(String number, LocalDate issuedOn, List<Invoice.Payer> known) {
        return new Invoice(
                id,
                number,
                pupil,
                currency,
                Invoice.State.ISSUED,
                instalments,
                List.of(),
                null,
                false,
                new Invoice.Details(Invoice.Type.INVOICE, issuedOn, lines, known, null));
    }
}
