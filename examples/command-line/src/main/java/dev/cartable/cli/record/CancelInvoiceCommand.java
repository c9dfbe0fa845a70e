package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.Invoice;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices cancel}: cancels an invoice by a credit note. */
@picocli.CommandLine.Command(name = "cancel")
final class CancelInvoiceCommand extends Command {
    @Parameters(paramLabel = "NUMBER")
    private String number = "";

    @Option(names = "--date", paramLabel = "DATE")
    private @Nullable LocalDate date;

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            Invoice creditNote = host.cartable().billing().cancel(number, date);
            frame.report().allRows("invoices").add(new InvoiceView(frame).row(creditNote));
            frame.report()
                    .afterwards("invoices.cancelled", Map.of("number", number, "creditNote", creditNote.number()));
            return Exit.DONE;
        }
    }
}
