package dev.cartable.cli.frame;

import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.model.NumberFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether invoices are issued with Cartable, and how they are numbered. */
public final class InvoiceOptions {
    private InvoiceOptions() {}

    /** How the options number invoices; empty if the school's invoices are of another system. */
    public static Optional<BillingSettings> settings(Frame frame) {
        Options options = frame.options();
        String issue = options.issueInvoices;
        if (issue == null || !CommandException.onOff(frame.words(), "--issue-invoices", issue, "on, off")) {
            return Optional.empty();
        }
        BillingSettings usual = BillingSettings.defaults();
        NumberFormat invoices = format(frame.words(), "--invoice-numbers", options.invoiceNumbers, usual.invoices());
        NumberFormat creditNotes =
                format(frame.words(), "--credit-note-numbers", options.creditNoteNumbers, usual.creditNotes());
        return Optional.of(CommandException.checked(frame.words(), () -> new BillingSettings(invoices, creditNotes)));
    }

    private static NumberFormat format(Words words, String option, @Nullable String given, NumberFormat usual) {
        return given == null ? usual : CommandException.option(words, option, given, () -> new NumberFormat(given));
    }

    /** Refuses a form of numbers that could give one number twice. */
    static void check(Words words, String option, String value) {
        CommandException.option(words, option, value, () -> new NumberFormat(value));
    }
}
