package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.InvoiceOptions;

/** Whether the school issues its invoices with Cartable. */
final class BillingChoice {
    private BillingChoice() {}

    /** Refuses a command that only makes sense where it does. */
    static void requireIssuing(Frame frame) {
        if (InvoiceOptions.settings(frame).isEmpty()) {
            throw CommandException.failed("NOT_ISSUING", frame.words().text("error.NOT_ISSUING"));
        }
    }
}
