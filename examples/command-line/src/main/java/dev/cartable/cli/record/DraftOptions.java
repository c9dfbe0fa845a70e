package dev.cartable.cli.record;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Words;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a draft consists of. */
final class DraftOptions {
    @Parameters(paramLabel = "PUPIL")
    private String pupil = "";

    @Option(names = "--line", paramLabel = "LABEL;QUANTITY;PRICE", required = true)
    private List<String> lines = new ArrayList<>();

    @Option(names = "--currency", paramLabel = "CODE", required = true)
    private String currency = "";

    @Option(names = "--due", paramLabel = "DATE")
    private @Nullable LocalDate due;

    @Option(names = "--instalments", paramLabel = "N")
    private int instalments = 1;

    @Option(names = "--payer", paramLabel = "GUARDIAN=PARTS")
    private List<String> payers = new ArrayList<>();

    @Option(names = "--sponsor", paramLabel = "NAME=PARTS")
    private List<String> sponsors = new ArrayList<>();

    PupilId pupil(Words words) {
        return CommandException.checked(words, () -> new PupilId(pupil));
    }

    Currency currency(Words words) {
        return CommandException.option(
                words, "--currency", currency, () -> paidIn(Currency.getInstance(currency.toUpperCase(Locale.ROOT))));
    }

    private static Currency paidIn(Currency currency) {
        if (!Invoice.isPaidIn(currency)) {
            throw new IllegalArgumentException("nobody can pay in " + currency);
        }
        return currency;
    }

    List<Invoice.Line> lines(Words words) {
        Currency of = currency(words);
        return lines.stream()
                .map(text -> CommandException.option(words, "--line", text, () -> line(text, of)))
                .toList();
    }

    private static Invoice.Line line(String text, Currency currency) {
        String[] cells = text.split(";", -1);
        if (cells.length < 2 || cells.length > 3) {
            throw new IllegalArgumentException("'" + text + "' is not LABEL;PRICE or LABEL;QUANTITY;PRICE");
        }
        BigDecimal quantity = cells.length == 3 ? number(cells[1]) : BigDecimal.ONE;
        return InvoiceDraft.line(cells[0].strip(), quantity, number(cells[cells.length - 1]), currency);
    }

    /** With a point or a comma, and no marks between thousands, which could be taken for either. */
    static BigDecimal number(String text) {
        try {
            return new BigDecimal(text.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text.strip() + "' is no number such as 1500.50", e);
        }
    }

    List<Invoice.Instalment> instalments(Words words, List<Invoice.Line> charged) {
        CommandException.range(words, "--instalments", 1, 120, instalments);
        BigDecimal total = charged.stream().map(Invoice.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.signum() <= 0) {
            return List.of(); // which the library refuses
        }
        LocalDate first = due;
        if (first == null) {
            if (instalments > 1) {
                throw CommandException.usage(words.text("error.instalments-without-date"));
            }
            return List.of(new Invoice.Instalment(1, null, total));
        }
        return CommandException.option(
                words,
                "--instalments",
                instalments,
                () -> InvoiceDraft.monthly(total, instalments, first, currency(words)));
    }

    List<InvoiceDraft.Payer> payers(Words words) {
        List<InvoiceDraft.Payer> all = new ArrayList<>();
        payers.forEach(text -> all.add(CommandException.option(words, "--payer", text, () -> {
            Shared shared = Shared.parse(text);
            return InvoiceDraft.Payer.guardian(new GuardianId(shared.name()), shared.parts());
        })));
        sponsors.forEach(text -> all.add(CommandException.option(words, "--sponsor", text, () -> {
            Shared shared = Shared.parse(text);
            return new InvoiceDraft.Payer(null, shared.withoutEmail(), List.of(), shared.parts(), shared.email());
        })));
        return all;
    }

    private record Shared(String name, long parts) {
        private static final Pattern WITH_EMAIL = Pattern.compile("(.*)<([^<>]*)>\\s*");

        private String withoutEmail() {
            Matcher parts = WITH_EMAIL.matcher(name);
            return (parts.matches() ? parts.group(1) : name).strip();
        }

        /** @throws IllegalArgumentException if it is no address: a person can correct it now */
        private @Nullable String email() {
            Matcher parts = WITH_EMAIL.matcher(name);
            return parts.matches() ? EmailAddress.of(parts.group(2).strip()).value() : null;
        }

        static Shared parse(String text) {
            int mark = text.lastIndexOf('=');
            return mark < 0
                    ? new Shared(text, 1)
                    : new Shared(
                            text.substring(0, mark),
                            Long.parseLong(text.substring(mark + 1).strip()));
        }
    }
}
