package dev.cartable.pdf;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.template.DocumentTemplate.Names;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.School;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the layout of a receipt for a payment may name. */
final class ReceiptValues {
    private static final Set<String> VALUES = Set.of(
            "heading",
            "recipient",
            "pupil",
            "class",
            "amount",
            "in_words",
            "paid_on",
            "method",
            "reference",
            "number",
            "total",
            "remaining_label",
            "remaining");

    private final School school;
    private final DocumentDesign design;
    private final Words words;

    ReceiptValues(School school, DocumentDesign design, Words words) {
        this.school = school;
        this.design = design;
        this.words = words;
    }

    static Names names(Set<String> labels) {
        Set<String> values = new TreeSet<>(labels);
        values.addAll(Frame.NAMES);
        values.addAll(WindowText.PLACE);
        values.addAll(InvoiceValues.FOOT);
        values.addAll(VALUES);
        return new Names(values, Map.of("window", InvoiceValues.WINDOW_LINE));
    }

    /** @param code by which the document can be verified; null for none */
    Map<String, Object> of(ReceiptDocument receipt, @Nullable DocumentCode code) {
        Invoice invoice = receipt.invoice();
        Invoice.Payment payment = receipt.payment();
        Currency currency = invoice.currency();
        Amounts amounts = new Amounts(words.language());
        String pupil = receipt.pupil().full();
        String heading = words.text("receipt");
        Map<String, Object> values = Frame.values(school, design, words);
        values.putAll(WindowText.place(design, school));
        InvoiceValues.foot(values, design, words, code, receipt.revision());
        InvoiceValues.recipient(values, words, invoice, pupil, receipt.promotion());
        values.put("title", words.text("document", Map.of("heading", heading, "pupil", pupil)));
        values.put("heading", heading);
        values.put("pupil", pupil);
        values.put("class", receipt.promotion());
        values.put("amount", amounts.withCode(payment.amount(), currency));
        values.put(
                "in_words",
                new AmountInWords(words).of(payment.amount(), currency).orElse(""));
        values.put("paid_on", Phrases.date(payment.paidOn(), words.language()));
        values.put("method", payment.method() == null ? "" : words.typeset(payment.method()));
        values.put("reference", payment.id());
        values.put("number", invoice.number());
        values.put("total", amounts.withCode(invoice.total(), currency));
        values.put(
                "remaining_label", words.text(receipt.remaining().signum() == 0 ? "paid_in_full" : "remaining_after"));
        values.put("remaining", amounts.withCode(receipt.remaining(), currency));
        return values;
    }
}
