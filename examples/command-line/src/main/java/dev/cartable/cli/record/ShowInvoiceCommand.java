package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.Invoice;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code invoices show}: an invoice with its lines, payers and payments. */
@picocli.CommandLine.Command(name = "show")
final class ShowInvoiceCommand extends Command {
    @Parameters(paramLabel = "NUMBER")
    private String number = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            List<Invoice> found = ListInvoicesCommand.source(frame, host).numbered(List.of(number));
            if (found.isEmpty()) {
                throw CommandException.failed(
                        "UNKNOWN_INVOICE", frame.words().text("error.UNKNOWN_INVOICE", Map.of("invoice", number)));
            }
            new InvoiceView(frame).show(found.get(0));
            return Exit.DONE;
        }
    }
}
