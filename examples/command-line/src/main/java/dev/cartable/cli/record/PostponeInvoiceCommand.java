package dev.cartable.cli.record;

import dev.cartable.billing.PostponeInvoice;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.Invoice;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices postpone}: lets the school wait for an invoice, so that nobody is reminded of it meanwhile. */
@picocli.CommandLine.Command(name = "postpone")
final class PostponeInvoiceCommand extends Command {
    @Parameters(paramLabel = "NUMBER")
    private String number = "";

    @Option(names = "--until", paramLabel = "DATE")
    private @Nullable LocalDate until;

    @Option(names = "--disputed")
    private boolean disputed;

    @Option(names = "--no-longer")
    private boolean noLonger;

    @Override
    protected Exit run(Frame frame) {
        LocalDate day = until;
        if (Stream.of(day != null, disputed, noLonger).filter(given -> given).count() != 1) {
            throw CommandException.usage(frame.words().text("error.postpone-how"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            PostponeInvoice postpone = host.cartable().billing().postpone();
            if (noLonger) {
                postpone.noLonger(number);
            } else if (disputed) {
                postpone.disputed(number, true);
            } else {
                postpone.promised(number, day);
            }
            host.stores().issuedInvoices().numbered(List.of(number)).forEach(invoice -> {
                frame.report().allRows("invoices").add(new InvoiceView(frame).row(invoice));
                say(frame, invoice);
            });
            return Exit.DONE;
        }
    }

    /** What holds now, which may have more reasons than the one that was given. */
    private static void say(Frame frame, Invoice invoice) {
        LocalDate promised = invoice.promisedFor();
        String key = invoice.state() == Invoice.State.PAID
                ? "invoices.paid"
                : invoice.disputed()
                        ? "invoices.disputed"
                        : promised == null ? "invoices.not-postponed" : "invoices.postponed";
        frame.report()
                .afterwards(
                        key,
                        Map.of(
                                "number",
                                invoice.number(),
                                "until",
                                promised == null ? "" : frame.words().date(promised)));
    }
}
