package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.document.PrintInvoices;
import dev.cartable.document.PrintInvoices.Printed;
import dev.cartable.school.model.Viewer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For which payer of an invoice a document is written: one document at a time, so that no payer is handed another's. */
final class PayerChoice {
    private final Frame frame;
    private final String number;
    private final List<PrintInvoices.Choice> choices;

    /** @throws CommandException if there is no such invoice */
    PayerChoice(Frame frame, Host host, String number) {
        this.frame = frame;
        this.number = number;
        this.choices = host.cartable().documents().printInvoices().choices(Viewer.administrator(), number);
        if (choices.isEmpty()) {
            throw failed("NO_INVOICE");
        }
    }

    private CommandException failed(String code) {
        return CommandException.failed(
                code, frame.words().text("error." + code, Map.of("number", number, "payers", payers())));
    }

    private String payers() {
        return choices.stream()
                .filter(choice -> choice.payer() != null)
                .map(choice -> "--payer " + choice.payer() + " (" + choice.name() + ")")
                .collect(Collectors.joining(", "));
    }

    /** @throws CommandException if the invoice has several payers and none is named, or not this one */
    void require(@Nullable Integer payer) {
        boolean isKnown =
                payer == null ? choices.size() == 1 : choices.stream().anyMatch(choice -> payer.equals(choice.payer()));
        if (!isKnown) {
            throw failed("WHICH_PAYER");
        }
    }

    /** What is said where the invoice has no such payment. */
    CommandException noPayment() {
        return failed("NO_PAYMENT");
    }

    /** @throws CommandException if there are several documents */
    void write(Destination destination, List<Printed> printed) {
        if (printed.size() != 1) {
            throw failed("WHICH_PAYER");
        }
        Printed one = printed.get(0);
        destination.write(one.content());
        frame.report()
                .field("number", number)
                .field("payer", one.payer())
                .field("document", one.document().id().toString())
                .field("revision", one.document().revision())
                .field("sha256", one.document().sha256());
        frame.report()
                .say("invoices.pdf.done", Map.of("revision", one.document().revision(), "file", destination.place()));
    }
}
