package dev.cartable.cli.record;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.InvoiceOptions;
import dev.cartable.cli.frame.Rows;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Invoices;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code invoices list}: the invoices and credit notes of the school, or the drafts. */
@picocli.CommandLine.Command(name = "list")
final class ListInvoicesCommand extends Command {
    @Option(names = "--pupil", paramLabel = "PUPIL")
    private @Nullable String pupil;

    @Option(names = "--since", paramLabel = "DATE")
    private @Nullable LocalDate since;

    @Option(names = "--unpaid")
    private boolean unpaid;

    @Option(names = "--drafts")
    private boolean drafts;

    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            if (drafts) {
                BillingChoice.requireIssuing(frame);
                drafts(frame, host);
            } else {
                invoices(frame, host);
            }
            return Exit.DONE;
        }
    }

    private void drafts(Frame frame, Host host) {
        Rows rows = frame.report().allRows("drafts");
        InvoiceView view = new InvoiceView(frame);
        try (Stream<InvoiceDraft> all = host.cartable().billing().drafts().all()) {
            all.filter(draft -> pupil == null || draft.pupil().value().equals(pupil))
                    .forEach(draft -> rows.add(view.row(draft)));
        }
        if (rows.size() == 0) {
            frame.report().say("invoices.no-drafts");
        }
    }

    private void invoices(Frame frame, Host host) {
        Rows rows = frame.report().allRows("invoices");
        InvoiceView view = new InvoiceView(frame);
        try (Stream<Invoice> all = invoices(frame, source(frame, host))) {
            all.filter(invoice -> !unpaid || invoice.remaining().signum() > 0)
                    .forEach(invoice -> rows.add(view.row(invoice)));
        }
        if (rows.size() == 0) {
            frame.report().say("invoices.none");
        }
    }

    /** The school's invoices: those that Cartable issues, or the host's. */
    static Invoices source(Frame frame, Host host) {
        return InvoiceOptions.settings(frame).isPresent()
                ? host.stores().issuedInvoices()
                : host.stores().invoices();
    }

    private Stream<Invoice> invoices(Frame frame, Invoices invoices) {
        String of = pupil;
        if (of == null) {
            return invoices.issued(since);
        }
        PupilId id = CommandException.checked(frame.words(), () -> new PupilId(of));
        return invoices.of(List.of(id)).stream()
                .filter(invoice -> since == null
                        || invoice.details().issuedOn() == null
                        || !since.isAfter(invoice.details().issuedOn()));
    }
}
