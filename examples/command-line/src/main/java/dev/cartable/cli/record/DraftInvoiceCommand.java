package dev.cartable.cli.record;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Words;
import dev.cartable.school.model.Invoice;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** {@code invoices draft}: writes a draft of an invoice. */
@picocli.CommandLine.Command(name = "draft")
final class DraftInvoiceCommand extends Command {
    @Mixin
    private DraftOptions options = new DraftOptions();

    @Override
    protected Exit run(Frame frame) {
        Words words = frame.words();
        List<Invoice.Line> lines = options.lines(words);
        List<Invoice.Instalment> instalments = options.instalments(words, lines);
        List<InvoiceDraft.Payer> payers = options.payers(words);
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            InvoiceDraft draft = host.cartable()
                    .billing()
                    .drafts()
                    .add(options.pupil(words), options.currency(words), lines, instalments, payers);
            frame.report().allRows("drafts").add(new InvoiceView(frame).row(draft));
            frame.report().afterwards("invoices.drafted", Map.of("draft", draft.id()));
            return Exit.DONE;
        }
    }
}
