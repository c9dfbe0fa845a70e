package dev.cartable.cli.record;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.model.Phrases;
import dev.cartable.school.model.Invoice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invoices and drafts as lists show them. */
final class InvoiceView {
    private final Frame frame;

    InvoiceView(Frame frame) {
        this.frame = frame;
    }

    Row row(Invoice invoice) {
        Row row = Row.of("invoice", invoice.id())
                .and("number", invoice.number())
                .and("type", invoice.details().type())
                .and("pupil", invoice.pupil())
                .and("currency", invoice.currency().getCurrencyCode())
                .and("total", invoice.total().toPlainString())
                .and("paid", invoice.paid().toPlainString())
                .and("remaining", invoice.remaining().toPlainString())
                .and("state", invoice.state())
                .and("issuedOn", invoice.details().issuedOn())
                .and("credits", invoice.details().credits())
                .and("promisedFor", invoice.promisedFor())
                .and("disputed", invoice.disputed());
        return frame.isJson()
                ? row
                : row.and("day", day(invoice.details().issuedOn()))
                        .and("sum", money(invoice.total(), invoice.currency()))
                        .and(
                                "what",
                                frame.words()
                                        .text(
                                                "invoices.state."
                                                        + (invoice.details().type() == Invoice.Type.CREDIT_NOTE
                                                                ? "CREDIT_NOTE"
                                                                : invoice.state()
                                                                        .name()),
                                                "remaining",
                                                money(invoice.remaining(), invoice.currency())));
    }

    Row row(InvoiceDraft draft) {
        Row row = Row.of("draft", draft.id())
                .and("pupil", draft.pupil())
                .and("currency", draft.currency().getCurrencyCode())
                .and("total", draft.total().toPlainString())
                .and("version", draft.version());
        return frame.isJson() ? row : row.and("sum", money(draft.total(), draft.currency()));
    }

    Row line(Invoice.Line line, Currency currency) {
        Row row = Row.of("label", line.label())
                .and("quantity", plain(line.quantity()))
                .and("unitPrice", plain(line.unitPrice()))
                .and("amount", line.amount().toPlainString());
        return frame.isJson() ? row : row.and("sum", money(line.amount(), currency));
    }

    Row instalment(Invoice.Instalment instalment, Currency currency) {
        Row row = Row.of("instalment", instalment.number())
                .and("dueOn", instalment.dueOn())
                .and("amount", instalment.amount().toPlainString());
        return frame.isJson()
                ? row
                : row.and("day", day(instalment.dueOn())).and("sum", money(instalment.amount(), currency));
    }

    /** A payer with the own part of the invoice. */
    Row payer(Invoice share) {
        Invoice.Payer payer = share.details().payers().get(0);
        Row row = Row.of("payer", payer.number())
                .and(
                        "guardian",
                        payer.guardian() == null ? null : payer.guardian().value())
                .and("name", payer.name())
                .and("email", payer.email())
                .and("parts", payer.parts())
                .and("total", share.total().toPlainString())
                .and("remaining", share.remaining().toPlainString());
        return frame.isJson()
                ? row
                : row.and("sum", money(share.total(), share.currency()))
                        .and("left", money(share.remaining(), share.currency()));
    }

    Row payment(Invoice.Payment payment, Currency currency) {
        Row row = Row.of("payment", payment.id())
                .and("paidOn", payment.paidOn())
                .and("amount", payment.amount().toPlainString())
                .and("payer", payment.payer())
                .and("method", payment.method());
        return frame.isJson()
                ? row
                : row.and("day", day(payment.paidOn())).and("sum", money(payment.amount(), currency));
    }

    /** All that an invoice has. */
    void show(Invoice invoice) {
        frame.report().rows("invoices").add(row(invoice));
        list(
                "lines",
                invoice.details().lines().stream()
                        .map(line -> line(line, invoice.currency()))
                        .toList());
        list(
                "instalments",
                invoice.instalments().stream()
                        .map(one -> instalment(one, invoice.currency()))
                        .toList());
        list("payers", invoice.shares().stream().map(this::payer).toList());
        list(
                "payments",
                invoice.payments().stream()
                        .map(one -> payment(one, invoice.currency()))
                        .toList());
    }

    private void list(String name, List<Row> rows) {
        var list = frame.report().allRows(name);
        rows.forEach(list::add);
    }

    String money(BigDecimal amount, Currency currency) {
        return Phrases.money(amount, currency, frame.words().language());
    }

    private String day(@Nullable LocalDate day) {
        return day == null
                ? frame.words().text("invoices.no-date")
                : frame.words().date(day);
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }
}
