package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.document.PrintInvoices.Printed;
import dev.cartable.school.model.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices pdf}: the document of an invoice or a credit note as it is now. */
@picocli.CommandLine.Command(name = "pdf")
final class PrintInvoiceCommand extends Command {
    @Parameters(paramLabel = "NUMBER", index = "0")
    private String number = "";

    @Parameters(paramLabel = "FILE", index = "1")
    private String file = "";

    @Option(names = "--payer", paramLabel = "N")
    private @Nullable Integer payer;

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        Destination destination = Destination.of(frame, file, force);
        frame.report().rows("errors");
        try (Host host = Host.changing(frame).withInvoices()) {
            PayerChoice choice = new PayerChoice(frame, host, number);
            choice.require(payer);
            List<Printed> printed =
                    host.cartable().documents().printInvoices().invoice(Viewer.administrator(), number, payer);
            choice.write(destination, printed);
            return Exit.DONE;
        }
    }
}
