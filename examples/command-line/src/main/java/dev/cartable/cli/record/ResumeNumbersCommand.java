package dev.cartable.cli.record;

import dev.cartable.billing.model.NumberSeries;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.model.Invoice;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code invoices resume}: gives numbers again after a restore. */
@picocli.CommandLine.Command(name = "resume")
final class ResumeNumbersCommand extends Command {
    @Option(names = "--after", paramLabel = "NUMBER")
    private @Nullable String after;

    @Option(names = "--none")
    private boolean none;

    @Option(names = "--credit-notes")
    private boolean creditNotes;

    @Override
    protected Exit run(Frame frame) {
        if ((after == null) != none) {
            throw CommandException.usage(frame.words().text("error.after-or-none"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            Invoice.Type series = creditNotes ? Invoice.Type.CREDIT_NOTE : Invoice.Type.INVOICE;
            NumberSeries resumed = host.cartable().billing().numbers().after(series, after);
            frame.report().field("series", series).field("after", after).field("date", resumed.date());
            frame.report()
                    .say(
                            none ? "invoices.resumed-from-one" : "invoices.resumed",
                            Map.of("after", after == null ? "" : after));
            return Exit.DONE;
        }
    }
}
