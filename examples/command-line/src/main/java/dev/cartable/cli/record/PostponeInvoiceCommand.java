package dev.cartable.cli.record;

import dev.cartable.billing.PostponeInvoice;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
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
            if (day != null || noLonger) {
                postpone.promised(number, day);
            }
            if (disputed || noLonger) {
                postpone.disputed(number, disputed);
            }
            host.stores()
                    .issuedInvoices()
                    .numbered(List.of(number))
                    .forEach(invoice -> frame.report().allRows("invoices").add(new InvoiceView(frame).row(invoice)));
            frame.report()
                    .afterwards(
                            noLonger ? "invoices.not-postponed" : disputed ? "invoices.disputed" : "invoices.postponed",
                            Map.of(
                                    "number",
                                    number,
                                    "until",
                                    day == null ? "" : frame.words().date(day)));
            return Exit.DONE;
        }
    }
}
