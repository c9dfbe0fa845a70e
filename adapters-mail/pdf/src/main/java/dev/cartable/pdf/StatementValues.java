package dev.cartable.pdf;

import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.School;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the layout of a family's statement may name. */
final class StatementValues {
    private static final Names ENTRY =
            new Names(Set.of("day", "entry", "charged", "paid", "left", "cancelled"), Map.of());
    private static final Names PUPIL = new Names(Set.of("pupil", "class"), Map.of("entries", ENTRY));
    private static final Names TOTAL = new Names(Set.of("charged", "paid", "left", "favour"), Map.of());
    private static final Set<String> VALUES = Set.of("heading", "dated", "recipient", "nothing");

    private final School school;
    private final DocumentDesign design;
    private final Words words;
    private final Amounts amounts;

    StatementValues(School school, DocumentDesign design, Words words) {
        this.school = school;
        this.design = design;
        this.words = words;
        this.amounts = new Amounts(words.language());
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(labels);
        values.addAll(Frame.NAMES);
        values.addAll(WindowText.PLACE);
        values.addAll(VALUES);
        return new Names(values, Map.of("window", InvoiceValues.WINDOW_LINE, "pupils", PUPIL, "totals", TOTAL));
    }

    /** What was charged and paid in one currency. */
    private static final class Sum {
        private BigDecimal charged = BigDecimal.ZERO;
        private BigDecimal paid = BigDecimal.ZERO;
        private BigDecimal left = BigDecimal.ZERO;
        /** What was paid beyond what was charged, of each invoice by itself. */
        private BigDecimal favour = BigDecimal.ZERO;

        void add(Invoice invoice, @Nullable Closing closing) {
            charged = charged.add(charged(invoice));
            paid = paid.add(invoice.paid());
            left = left.add(invoice.remaining());
            favour = favour.add(invoice.favour());
            if (closing != null) {
                charged = charged.add(closing.charged());
                paid = paid.add(closing.paid());
            }
        }
    }

    /**
     * What the school's books say of an invoice beyond its rows: it is paid, or cancelled, and no payment or credit note here says how. Without
     * it, what was charged less what was paid would not come to what is left.
     */
    private record Closing(String label, BigDecimal charged, BigDecimal paid) {
        /** @param credited what the credit notes on the statement take back, by the number of their invoice */
        static @Nullable Closing of(Invoice invoice, Map<String, BigDecimal> credited) {
            if (invoice.details().type() != Invoice.Type.INVOICE) {
                return null;
            }
            BigDecimal charged = invoice.total().subtract(credited.getOrDefault(invoice.number(), BigDecimal.ZERO));
            BigDecimal unpaid = charged.subtract(invoice.paid());
            if (invoice.state() == Invoice.State.PAID && unpaid.signum() > 0) {
                return new Closing("settled_by_books", BigDecimal.ZERO, unpaid);
            }
            return invoice.state() == Invoice.State.CANCELLED && charged.signum() > 0
                    ? new Closing("cancelled_by_books", charged.negate(), BigDecimal.ZERO)
                    : null;
        }
    }

    private static Map<String, BigDecimal> credited(List<InvoiceDocument> entries) {
        Map<String, BigDecimal> credited = new HashMap<>();
        for (InvoiceDocument entry : entries) {
            String number = entry.invoice().details().credits();
            if (number != null) {
                credited.merge(number, entry.invoice().total(), BigDecimal::add);
            }
        }
        return credited;
    }

    /** A credit note takes back what was charged. */
    private static BigDecimal charged(Invoice invoice) {
        return invoice.details().type() == Invoice.Type.CREDIT_NOTE
                ? invoice.total().negate()
                : invoice.total();
    }

    Map<String, Object> of(FamilyStatement statement) {
        List<InvoiceDocument> entries = statement.entries();
        Map<String, Object> values = Frame.values(school, design, words);
        values.putAll(WindowText.place(design, school));
        String heading = words.text("statement");
        values.put("title", words.text("statement_document", Map.of("heading", heading, "payer", statement.payer())));
        values.put("heading", heading);
        values.put("dated", InvoiceValues.dated(words, statement.day()));
        values.put("recipient", WindowText.cut(statement.payer()));
        values.put(
                "window",
                WindowText.lines(
                        words,
                        statement.payer(),
                        statement.address(),
                        entries.isEmpty() ? "" : entries.get(0).pupil().full(),
                        entries.isEmpty() ? "" : entries.get(0).promotion()));
        values.put("nothing", entries.isEmpty() ? words.text("nothing") : "");
        values.put("pupils", pupils(entries));
        Map<String, BigDecimal> credited = credited(entries);
        Map<Currency, Sum> sums = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
        entries.forEach(entry -> sums.computeIfAbsent(entry.invoice().currency(), any -> new Sum())
                .add(entry.invoice(), Closing.of(entry.invoice(), credited)));
        List<Map<String, String>> totals = new ArrayList<>();
        sums.forEach((currency, sum) -> totals.add(Map.of(
                "charged", amounts.withCode(sum.charged, currency),
                "paid", amounts.withCode(sum.paid, currency),
                "left", amounts.withCode(sum.left, currency),
                "favour",
                        sum.favour.signum() == 0
                                ? ""
                                : words.text("favour", Map.of("amount", amounts.withCode(sum.favour, currency))))));
        values.put("totals", totals);
        return values;
    }

    private List<Map<String, Object>> pupils(List<InvoiceDocument> entries) {
        Map<String, BigDecimal> credited = credited(entries);
        List<Map<String, Object>> pupils = new ArrayList<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            InvoiceDocument entry = entries.get(i);
            if (i == 0
                    || !entries.get(i - 1)
                            .invoice()
                            .pupil()
                            .equals(entry.invoice().pupil())) {
                rows = new ArrayList<>();
                pupils.add(Map.of("pupil", entry.pupil().full(), "class", entry.promotion(), "entries", rows));
            }
            rows.add(row(entry.invoice()));
            Closing closing = Closing.of(entry.invoice(), credited);
            if (closing != null) {
                rows.add(row(closing, entry.invoice().currency()));
            }
        }
        return pupils;
    }

    private Map<String, String> row(Invoice invoice) {
        Invoice.Details details = invoice.details();
        boolean credit = details.type() == Invoice.Type.CREDIT_NOTE;
        Map<String, String> row = new HashMap<>();
        row.put("day", details.issuedOn() == null ? "" : words.date(details.issuedOn()));
        row.put("entry", words.text(credit ? "credit_note" : "invoice", Map.of("number", invoice.number())));
        row.put("cancelled", invoice.state() == Invoice.State.CANCELLED ? words.text("cancelled") : "");
        row.put("charged", amounts.withCode(charged(invoice), invoice.currency()));
        row.put("paid", invoice.paid().signum() == 0 ? "" : amounts.withCode(invoice.paid(), invoice.currency()));
        row.put("left", amounts.withCode(invoice.remaining(), invoice.currency()));
        return row;
    }

    private Map<String, String> row(Closing closing, Currency currency) {
        return Map.of(
                "day",
                "",
                "entry",
                words.text(closing.label()),
                "cancelled",
                "",
                "charged",
                closing.charged().signum() == 0 ? "" : amounts.withCode(closing.charged(), currency),
                "paid",
                closing.paid().signum() == 0 ? "" : amounts.withCode(closing.paid(), currency),
                "left",
                "");
    }
}
