package dev.cartable.cli.record;

import dev.cartable.account.port.ExportFormat;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.ExportProfile;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Money;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code invoices export FILE}: a row for each payer of each invoice and credit note, for the books. As books have it, what is charged is a debit
 * of the payer, and what is credited a credit.
 */
@picocli.CommandLine.Command(name = "export")
final class ExportInvoicesCommand extends Command {
    private static final List<String> HEADER = List.of(
            "type",
            "number",
            "cancels",
            "issuedOn",
            "pupil",
            "name",
            "promotion",
            "payer",
            "currency",
            "debit",
            "credit",
            "paid",
            "remaining",
            "state");

    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--since", paramLabel = "DATE")
    private @Nullable LocalDate since;

    @Option(names = "--profile", paramLabel = "xlsx|excel-fr|plain")
    private String profile = "plain";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        ExportFormat format = ExportProfile.of(frame.words(), profile, "invoices");
        Destination destination = Destination.of(frame, file, force);
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            List<Invoice> all;
            try (Stream<Invoice> issued =
                    ListInvoicesCommand.source(frame, host).issued(since)) {
                all = issued.toList();
            }
            long rows = write(host, all, destination, format);
            frame.report().field("file", file).field("profile", profile);
            frame.report().counts(Map.of("exported", rows));
            frame.report().say("invoices.exported", Map.of("exported", rows, "file", destination.place()));
            return Exit.DONE;
        }
    }

    private static long write(Host host, List<Invoice> all, Destination destination, ExportFormat format) {
        Map<PupilId, Pupil> pupils =
                host.roster().pupils(all.stream().map(Invoice::pupil).collect(Collectors.toSet()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.Rows rows = format.begin(out);
        rows.row(HEADER);
        AtomicLong written = new AtomicLong();
        all.stream()
                .flatMap(ExportInvoicesCommand::shares)
                .map(share -> row(share, pupils.get(share.pupil())))
                .forEach(row -> {
                    rows.row(row);
                    written.incrementAndGet();
                });
        rows.end();
        destination.write(out.toByteArray());
        return written.get();
    }

    private static Stream<Invoice> shares(Invoice invoice) {
        return invoice.details().payers().isEmpty() ? Stream.of(invoice) : invoice.shares().stream();
    }

    private static List<Object> row(Invoice share, @Nullable Pupil pupil) {
        Invoice.Details details = share.details();
        boolean isCredit = details.type() == Invoice.Type.CREDIT_NOTE;
        BigDecimal total = Money.in(share.currency(), share.total());
        Optional<Pupil> known = Optional.ofNullable(pupil);
        return List.of(
                details.type().name(),
                share.number(),
                Objects.requireNonNullElse(details.credits(), ""),
                Objects.toString(details.issuedOn(), ""),
                share.pupil().value(),
                known.map(one -> one.name().full()).orElse(""),
                known.map(Pupil::promotion).map(promotion -> promotion.value()).orElse(""),
                details.payers().stream().findFirst().map(Invoice.Payer::name).orElse(""),
                share.currency().getCurrencyCode(),
                isCredit ? "" : total,
                isCredit ? total : "",
                Money.in(share.currency(), share.paid()),
                Money.in(share.currency(), share.remaining()),
                share.state().name());
    }
}
