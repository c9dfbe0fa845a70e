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

/** {@code payments receipt}: the receipt for a payment of an invoice. */
@picocli.CommandLine.Command(name = "receipt")
final class PrintReceiptCommand extends Command {
    @Parameters(paramLabel = "NUMBER", index = "0")
    private String number = "";

    @Parameters(paramLabel = "FILE", index = "1")
    private String file = "";

    @Option(names = "--payment", paramLabel = "ID")
    private @Nullable String payment;

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
            List<Printed> printed =
                    host.cartable().documents().printInvoices().receipt(Viewer.administrator(), number, payment, payer);
            if (printed.isEmpty()) {
                throw choice.noPayment();
            }
            choice.write(destination, printed);
            return Exit.DONE;
        }
    }
}
