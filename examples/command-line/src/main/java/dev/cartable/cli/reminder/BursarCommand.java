package dev.cartable.cli.reminder;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Money;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.Reminders;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reminders bursar}: the instalments of which no reminder follows, shown or written into a file. */
@picocli.CommandLine.Command(name = "bursar")
final class BursarCommand extends Command {
    private static final List<String> HEADER = List.of(
            "number",
            "instalment",
            "pupil",
            "name",
            "promotion",
            "currency",
            "unpaid",
            "remaining",
            "dueOn",
            "days",
            "payer",
            "email",
            "address");

    @Parameters(paramLabel = "FILE", arity = "0..1")
    private @Nullable String file;

    @Option(names = "--profile", paramLabel = "excel-fr|plain")
    private String profile = "plain";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        ExportFormat format = switch (profile) {
            case "plain" -> CsvExport.plain();
            case "excel-fr" -> CsvExport.excelFrench();
            default ->
                throw CommandException.usage(frame.words()
                        .text(
                                "error.choice",
                                Map.of("option", "--profile", "value", profile, "allowed", "excel-fr, plain")));
        };
        Destination destination = file == null ? null : Destination.of(frame, file, force);
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            List<Reminders.UnpaidInstalment> list;
            try (Stream<Reminders.UnpaidInstalment> unpaid =
                    host.cartable().reminders().bursarList()) {
                list = unpaid.toList();
            }
            if (destination != null) {
                destination.write(table(host, list, format));
                frame.report().field("file", file).field("profile", profile);
                frame.report().say("bursar.written", Map.of("size", list.size(), "file", destination.place()));
            } else if (list.isEmpty()) {
                frame.report().say("bursar.none");
            }
            Rows rows = destination == null
                    ? frame.report().allRows("bursar")
                    : frame.report().hiddenRows("bursar");
            list.forEach(unpaid -> rows.add(row(frame, unpaid)));
            return Exit.DONE;
        }
    }

    private static Row row(Frame frame, Reminders.UnpaidInstalment unpaid) {
        Invoice invoice = unpaid.invoice();
        Invoice.Overdue overdue = unpaid.overdue();
        Row row = Row.of("invoice", invoice.id())
                .and("number", invoice.number())
                .and("instalment", overdue.instalment().number())
                .and("pupil", invoice.pupil())
                .and("currency", invoice.currency().getCurrencyCode())
                .and("unpaid", overdue.unpaid().toPlainString())
                .and("remaining", invoice.remaining().toPlainString())
                .and("dueOn", dueOn(overdue))
                .and("days", overdue.days())
                .and("payer", payer(invoice).map(Invoice.Payer::number).orElse(null))
                .and("payerName", payer(invoice).map(Invoice.Payer::name).orElse(null));
        Words words = frame.words();
        return frame.isJson()
                ? row
                : row.and("amount", Phrases.money(overdue.unpaid(), invoice.currency(), words.language()))
                        .and("due", words.date(dueOn(overdue)))
                        .and(
                                "by",
                                payer(invoice).map(payer -> ", " + payer.name()).orElse(""));
    }

    /** Whose part it is; empty if it is one matter of the whole family. */
    private static Optional<Invoice.Payer> payer(Invoice invoice) {
        return invoice.details().payers().stream().findFirst();
    }

    private static LocalDate dueOn(Invoice.Overdue overdue) {
        return Objects.requireNonNull(overdue.instalment().dueOn(), "what is overdue has a due date");
    }

    /** What a spreadsheet opens, with the pupils' names. */
    private static String table(Host host, List<Reminders.UnpaidInstalment> list, ExportFormat format) {
        Map<PupilId, Pupil> pupils = host.roster()
                .pupils(list.stream().map(unpaid -> unpaid.invoice().pupil()).collect(Collectors.toSet()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.Rows rows = format.begin(out);
        rows.row(HEADER);
        for (Reminders.UnpaidInstalment unpaid : list) {
            Invoice invoice = unpaid.invoice();
            Invoice.Overdue overdue = unpaid.overdue();
            Pupil pupil = pupils.get(invoice.pupil());
            rows.row(List.of(
                    invoice.number(),
                    overdue.instalment().number(),
                    invoice.pupil().value(),
                    pupil == null ? "" : pupil.name().full(),
                    pupil == null || pupil.promotion() == null
                            ? ""
                            : pupil.promotion().value(),
                    invoice.currency().getCurrencyCode(),
                    Money.in(invoice.currency(), overdue.unpaid()),
                    Money.in(invoice.currency(), invoice.remaining()),
                    dueOn(overdue),
                    overdue.days(),
                    payer(invoice).map(Invoice.Payer::name).orElse(""),
                    payer(invoice).map(Invoice.Payer::email).orElse(""),
                    payer(invoice)
                            .map(payer -> String.join(", ", payer.address()))
                            .orElse("")));
        }
        rows.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
