package dev.cartable.cli.record;

import dev.cartable.billing.Billing;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payments record}: records what was paid of an invoice that Cartable has issued. */
@picocli.CommandLine.Command(name = "record")
final class RecordPaymentCommand extends Command {
    @Parameters(index = "0", paramLabel = "NUMBER")
    private String number = "";

    @Parameters(index = "1", paramLabel = "AMOUNT")
    private String amount = "";

    @Option(names = "--date", paramLabel = "DATE")
    private @Nullable LocalDate date;

    @Option(names = "--payer", paramLabel = "N")
    private @Nullable Integer payer;

    @Option(names = "--id", paramLabel = "ID")
    private @Nullable String id;

    @Option(names = "--method", paramLabel = "WORDS")
    private @Nullable String method;

    private BigDecimal amount(Frame frame) {
        try {
            return DraftOptions.number(amount);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(frame.words().text("error.amount", "value", amount));
        }
    }

    @Override
    protected Exit run(Frame frame) {
        BigDecimal paid = amount(frame);
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            Billing billing = host.cartable().billing();
            String given = id;
            LocalDate on = date == null
                    ? SchoolOptions.school(frame).today(frame.around().time().instant())
                    : date;
            Payment payment = CommandException.checked(
                    frame.words(),
                    () -> new Payment(given == null ? billing.newPaymentId() : given, on, paid, payer, method));
            Invoice invoice = billing.record(new ReceivedPayment(number, null, payment));
            InvoiceView view = new InvoiceView(frame);
            frame.report().allRows("payments").add(view.payment(payment, invoice.currency()));
            frame.report()
                    .field("invoice", invoice.number())
                    .field("state", invoice.state())
                    .field("remaining", invoice.remaining().toPlainString());
            frame.report()
                    .afterwards(
                            "payments.recorded",
                            Map.of(
                                    "number", invoice.number(),
                                    "remaining", view.money(invoice.remaining(), invoice.currency())));
            return Exit.DONE;
        }
    }
}
