package dev.cartable.pdf;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Line;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.School;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the layout of an invoice or a credit note may name. It shows one payer at most: the one whose share it is. */
final class InvoiceValues {
    /** What the layouts of all documents with a code may name at their foot. */
    static final Set<String> FOOT = Set.of("code", "verify", "verify_address", "replaces");

    static final Names WINDOW_LINE = new Names(Set.of("line"), Map.of());
    private static final Names LINE = new Names(Set.of("label", "label_dir", "quantity", "price", "amount"), Map.of());
    private static final Names INSTALMENT = new Names(Set.of("due", "amount", "left"), Map.of());
    private static final Names PAYMENT = new Names(Set.of("day", "method", "amount"), Map.of());
    private static final Set<String> VALUES = Set.of(
            "heading",
            "dated",
            "cancels",
            "cancelled",
            "recipient",
            "pupil",
            "class",
            "currency",
            "counted",
            "lines_shown",
            "total_label",
            "total",
            "share",
            "due_shown",
            "payments_shown",
            "remaining_label",
            "remaining",
            "in_words");

    private final School school;
    private final DocumentDesign design;
    private final Words words;
    private final Amounts amounts;
    private final AmountInWords inWords;

    InvoiceValues(School school, DocumentDesign design, Words words) {
        this.school = school;
        this.design = design;
        this.words = words;
        this.amounts = new Amounts(words.language());
        this.inWords = new AmountInWords(words);
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(labels);
        values.addAll(Frame.NAMES);
        values.addAll(WindowText.PLACE);
        values.addAll(FOOT);
        values.addAll(VALUES);
        return new Names(
                values, Map.of("window", WINDOW_LINE, "lines", LINE, "instalments", INSTALMENT, "payments", PAYMENT));
    }

    /** @param code by which the document can be verified; null for none */
    Map<String, Object> of(InvoiceDocument document, @Nullable DocumentCode code) {
        Invoice invoice = document.invoice();
        Invoice.Details details = invoice.details();
        boolean credit = details.type() == Invoice.Type.CREDIT_NOTE;
        Currency currency = invoice.currency();
        String pupil = document.pupil().full();
        String heading = words.text(credit ? "credit_note" : "invoice", Map.of("number", invoice.number()));
        Map<String, Object> values = Frame.values(school, design, words);
        values.putAll(WindowText.place(design, school));
        foot(values, design, words, code, document.revision());
        values.put("title", words.text("document", Map.of("heading", heading, "pupil", pupil)));
        values.put("heading", heading);
        values.put("dated", dated(words, details.issuedOn()));
        values.put(
                "cancels", details.credits() == null ? "" : words.text("cancels", Map.of("number", details.credits())));
        values.put("cancelled", invoice.state() == Invoice.State.CANCELLED ? words.text("cancelled") : "");
        recipient(values, words, invoice, pupil, document.promotion());
        values.put("pupil", pupil);
        values.put("class", document.promotion());
        values.put("currency", currency.getCurrencyCode());
        lines(values, details.lines(), currency);
        BigDecimal whole = details.whole();
        values.put("total_label", words.text(credit ? "total_credited" : "total"));
        values.put("total", amounts.withCode(whole == null ? invoice.total() : whole, currency));
        values.put("share", whole == null ? "" : amounts.withCode(invoice.total(), currency));
        instalments(values, invoice);
        payments(values, invoice);
        remaining(values, invoice);
        values.put(
                "in_words",
                inWords.of(invoice.total(), currency)
                        .map(amount -> words.text(
                                credit ? "credit_in_words" : whole == null ? "in_words" : "share_in_words",
                                Map.of("amount", amount)))
                        .orElse(""));
        return values;
    }

    static void foot(
            Map<String, Object> values, DocumentDesign design, Words words, @Nullable DocumentCode code, int revision) {
        values.put("code", code == null ? "" : code.text());
        values.put("verify", code == null ? "" : words.text("verify", Map.of("code", code.text())));
        values.put(
                "verify_address",
                design.verificationAddress().isEmpty()
                        ? ""
                        : words.text("verify_address", Map.of("address", design.verificationAddress())));
        values.put(
                "replaces", revision == 1 ? "" : words.text("replaces", Map.of("revision", String.valueOf(revision))));
    }

    /** The one payer whose share it is; the pupil's family where it is for all, so that no payer is named to another. */
    static void recipient(Map<String, Object> values, Words words, Invoice invoice, String pupil, String promotion) {
        List<Invoice.Payer> payers = invoice.details().payers();
        boolean one = payers.size() == 1;
        String name = one ? payers.get(0).name() : words.text("family", Map.of("pupil", pupil));
        values.put("recipient", WindowText.cut(name));
        values.put(
                "window", WindowText.lines(words, name, one ? payers.get(0).address() : List.of(), pupil, promotion));
    }

    static String dated(Words words, @Nullable LocalDate day) {
        return day == null ? "" : words.text("dated", Map.of("date", Phrases.date(day, words.language())));
    }

    private void lines(Map<String, Object> values, List<Line> lines, Currency currency) {
        boolean counted = lines.stream().anyMatch(line -> line.quantity() != null || line.unitPrice() != null);
        values.put("counted", counted ? "1" : "");
        values.put("lines_shown", lines.isEmpty() ? "" : "1");
        List<Map<String, String>> rows = new ArrayList<>();
        for (Line line : lines) {
            String label = words.typeset(line.label());
            rows.add(Map.of(
                    "label",
                    label,
                    "label_dir",
                    Frame.direction(label),
                    "quantity",
                    line.quantity() == null ? "" : amounts.quantity(line.quantity()),
                    "price",
                    line.unitPrice() == null ? "" : amounts.number(line.unitPrice(), currency),
                    "amount",
                    amounts.number(line.amount(), currency)));
        }
        values.put("lines", rows);
    }

    /** Each instalment with what is missing of it: payments settle them in the order of their due dates. */
    private void instalments(Map<String, Object> values, Invoice invoice) {
        boolean owed = invoice.details().type() == Invoice.Type.INVOICE && invoice.state() != Invoice.State.CANCELLED;
        boolean dated = invoice.instalments().stream().anyMatch(instalment -> instalment.dueOn() != null);
        values.put("due_shown", owed && dated ? "1" : "");
        List<Map<String, String>> rows = new ArrayList<>();
        BigDecimal left = invoice.state() == Invoice.State.PAID ? invoice.total() : invoice.paid();
        for (Instalment instalment : invoice.instalments().stream()
                .sorted(Comparator.comparing(Instalment::dueOn, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparingInt(Instalment::number))
                .toList()) {
            BigDecimal unpaid =
                    instalment.amount().subtract(left.max(BigDecimal.ZERO)).max(BigDecimal.ZERO);
            left = left.subtract(instalment.amount());
            LocalDate due = instalment.dueOn();
            rows.add(Map.of(
                    "due", due == null ? words.text("never_due") : words.date(due),
                    "amount", amounts.number(instalment.amount(), invoice.currency()),
                    "left", unpaid.signum() == 0 ? words.text("settled") : amounts.number(unpaid, invoice.currency())));
        }
        values.put("instalments", rows);
    }

    private void payments(Map<String, Object> values, Invoice invoice) {
        values.put("payments_shown", invoice.payments().isEmpty() ? "" : "1");
        List<Map<String, String>> rows = new ArrayList<>();
        for (Payment payment : invoice.payments().stream()
                .sorted(Comparator.comparing(Payment::paidOn).thenComparing(Payment::id))
                .toList()) {
            Map<String, String> row = new HashMap<>();
            row.put("day", words.date(payment.paidOn()));
            row.put("method", payment.method() == null ? "" : words.typeset(payment.method()));
            row.put("amount", amounts.number(payment.amount(), invoice.currency()));
            rows.add(row);
        }
        values.put("payments", rows);
    }

    private void remaining(Map<String, Object> values, Invoice invoice) {
        boolean owed = invoice.details().type() == Invoice.Type.INVOICE && invoice.state() != Invoice.State.CANCELLED;
        BigDecimal remaining = invoice.remaining();
        values.put("remaining_label", !owed ? "" : words.text(remaining.signum() == 0 ? "paid_in_full" : "remaining"));
        values.put("remaining", owed ? amounts.withCode(remaining, invoice.currency()) : "");
    }
}
