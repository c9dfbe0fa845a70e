package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code invoices discard}: deletes a draft. */
@picocli.CommandLine.Command(name = "discard")
final class DiscardDraftCommand extends Command {
    @Parameters(paramLabel = "DRAFT")
    private String draft = "";

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            host.cartable().billing().drafts().delete(draft);
            frame.report().field("draft", draft);
            frame.report().say("invoices.discarded", Map.of("draft", draft));
            return Exit.DONE;
        }
    }
}
