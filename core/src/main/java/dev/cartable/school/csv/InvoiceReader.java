package dev.cartable.school.csv;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.State;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource.Origin;
import dev.cartable.school.port.RecordSource.Sink;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Invoices, whose rows are instalments, lines and payers. All of them are held in memory until the file was read, since rows may stand in any
 * order.
 */
final class InvoiceReader implements RecordReader<Invoice> {
    static final int LONGEST_ID = 200;

    private static final int LONGEST_TEXT = 255;
    private static final int MOST_OF_ADDRESS = 1_000;

    /** Enough to write a sum of money as parts. */
    private static final int DIGITS_OF_PARTS = 12;

    private static final List<Field> FIELDS = List.of(
            Field.required("invoice", "id", "invoice id", "facture", "id facture", "identifiant"),
            Field.required("pupil", "pupilId", "student", "studentId", "studentSourcedId", "élève", "id élève"),
            Field.required("currency", "devise", "monnaie"),
            Field.required("amount", "montant"),
            Field.optional("dueOn", "due", "due date", "échéance", "date d'échéance"),
            Field.optional("number", "invoice number", "numéro", "numéro de facture"),
            Field.optional("instalment", "installment", "tranche"),
            Field.optional("state", "status", "état", "statut"),
            Field.optional("promisedFor", "promised", "promised for", "promis pour le", "promesse"),
            Field.optional("disputed", "contestée", "litige"),
            Field.optional("issuedOn", "issued on", "invoice date", "émise le", "date de facture"),
            Field.optional("type", "document type", "type de pièce", "pièce"),
            Field.optional("credits", "cancels", "cancelled invoice", "annule", "facture annulée"),
            Field.optional("row", "row type", "nature", "type de ligne"),
            Field.optional("label", "description", "libellé", "désignation"),
            Field.optional("quantity", "quantité"),
            Field.optional("unitPrice", "unit price", "prix unitaire"),
            Field.optional("guardian", "guardianId", "responsable", "id responsable"),
            Field.optional("payer", "payer name", "payeur", "nom du payeur"),
            Field.optional("address", "payer address", "adresse", "adresse du payeur"),
            Field.optional("parts"),
            Field.optional("email", "payer email", "e-mail", "courriel", "e-mail du payeur", "courriel du payeur"));

    private static final Vocabulary<Part> PARTS = new Vocabulary<Part>()
            .with(Part.INSTALMENT, "instalment", "tranche", "installment", "échéance")
            .with(Part.LINE, "line", "ligne")
            .with(Part.PAYER, "payer", "payeur");

    private static final Vocabulary<Invoice.Type> TYPES = new Vocabulary<Invoice.Type>()
            .with(Invoice.Type.INVOICE, "invoice", "facture")
            .with(Invoice.Type.CREDIT_NOTE, "credit note", "avoir");

    private static final Vocabulary<State> STATES = new Vocabulary<State>()
            .with(State.DRAFT, "draft", "brouillon")
            .with(State.ISSUED, "issued", "émise", "open", "sent", "envoyée", "ouverte")
            .with(State.PARTLY_PAID, "partly paid", "partiellement payée", "partially paid")
            .with(State.PAID, "paid", "payée", "réglée")
            .with(State.CANCELLED, "cancelled", "annulée", "canceled");

    private final @Nullable Character decimalMark;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    InvoiceReader(@Nullable Character decimalMark) {
        this.decimalMark = decimalMark;
    }

    /** What a row is of its invoice. */
    private enum Part {
        INSTALMENT,
        LINE,
        PAYER
    }

    /** What all rows of an invoice say. */
    private record Head(
            String id,
            String number,
            PupilId pupil,
            Currency currency,
            State state,
            @Nullable LocalDate promisedFor,
            boolean disputed,
            @Nullable LocalDate issuedOn,
            Invoice.Type type,
            @Nullable String credits) {
        private static final List<Column> COLUMNS = List.of(
                new Column("number", Head::number),
                new Column("pupil", Head::pupil),
                new Column("currency", Head::currency),
                new Column("state", Head::state),
                new Column("promisedFor", Head::promisedFor),
                new Column("disputed", Head::disputed),
                new Column("issuedOn", Head::issuedOn),
                new Column("type", Head::type),
                new Column("credits", Head::credits));

        private record Column(String name, Function<Head, @Nullable Object> value) {}

        /** The column in which another row says something else; null if there is none. */
        @Nullable
        String difference(Head other) {
            return COLUMNS.stream()
                    .filter(column -> !Objects.equals(column.value.apply(this), column.value.apply(other)))
                    .map(Column::name)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** An invoice of which not all rows were read yet. */
    private static final class Draft {
        /** Where its rows stand in the file. */
        private final List<Long> rows = new ArrayList<>();

        private final List<Invoice.Instalment> instalments = new ArrayList<>();
        private final List<Invoice.Line> lines = new ArrayList<>();
        private final List<Invoice.Payer> payers = new ArrayList<>();
        private final Set<Integer> numbers = new HashSet<>();
        private @Nullable Head head;
        private boolean bad;

        private boolean comesToItsLines() {
            BigDecimal due =
                    instalments.stream().map(Invoice.Instalment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal charged = lines.stream().map(Invoice.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            return lines.isEmpty() || charged.compareTo(due) == 0;
        }
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "pupil";
    }

    @Override
    public @Nullable Invoice read(RecordRow row) throws BadRowException {
        String id = row.id("invoice", LONGEST_ID);
        Draft draft = drafts.computeIfAbsent(id, one -> new Draft());
        Currency currency = row.currency("currency");
        if (currency == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, "currency");
        }
        String number = row.words("number", 255);
        String credits = row.words("credits", LONGEST_TEXT);
        Invoice.Type type = row.word("type", TYPES, credits == null ? Invoice.Type.INVOICE : Invoice.Type.CREDIT_NOTE);
        if (type == Invoice.Type.CREDIT_NOTE && credits == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, "credits");
        }
        if (type == Invoice.Type.INVOICE && credits != null) {
            throw new BadRowException(RowProblem.CREDITS_OF_INVOICE, "credits");
        }
        Head head = new Head(
                id,
                number == null ? id : number,
                new PupilId(row.id("pupil", 255)),
                currency,
                row.word("state", STATES, State.ISSUED),
                row.date("promisedFor"),
                row.flag("disputed", false),
                row.date("issuedOn"),
                type,
                credits);
        String difference = draft.head == null ? null : draft.head.difference(head);
        if (difference != null) {
            throw new BadRowException(RowProblem.CONTRADICTION, difference, "invoice", id, "line", draft.rows.get(0));
        }
        switch (row.word("row", PARTS, Part.INSTALMENT)) {
            case INSTALMENT -> addInstalment(row, draft, currency);
            case LINE -> draft.lines.add(line(row, currency));
            case PAYER -> draft.payers.add(payer(row, draft.payers.size() + 1));
        }
        draft.head = draft.head == null ? head : draft.head;
        draft.rows.add(row.line());
        return null;
    }

    private void addInstalment(RecordRow row, Draft draft, Currency currency) throws BadRowException {
        BigDecimal amount = row.amount("amount", currency, decimalMark);
        if (amount.signum() <= 0) {
            throw new BadRowException(RowProblem.NOT_POSITIVE, "amount");
        }
        Invoice.Instalment instalment = new Invoice.Instalment(
                row.count("instalment", draft.instalments.size() + 1), row.date("dueOn"), amount);
        if (!draft.numbers.add(instalment.number())) {
            throw new BadRowException(RowProblem.DUPLICATE_ID, "instalment");
        }
        draft.instalments.add(instalment);
    }

    private Invoice.Line line(RecordRow row, Currency currency) throws BadRowException {
        BigDecimal quantity = row.has("quantity") ? row.amount("quantity", null, decimalMark) : null;
        BigDecimal unitPrice = row.has("unitPrice") ? row.amount("unitPrice", currency, decimalMark) : null;
        BigDecimal amount = row.amount("amount", currency, decimalMark);
        if (quantity != null && unitPrice != null) {
            requirePrice(quantity.multiply(unitPrice), amount, currency);
        }
        return new Invoice.Line(row.requiredWords("label", LONGEST_TEXT), quantity, unitPrice, amount);
    }

    /** An amount may be rounded to what people can pay in the currency, to either side. */
    private static void requirePrice(BigDecimal price, BigDecimal amount, Currency currency) throws BadRowException {
        BigDecimal unit = BigDecimal.ONE.movePointLeft(currency.getDefaultFractionDigits());
        if (price.subtract(amount).abs().compareTo(unit) >= 0) {
            throw new BadRowException(
                    RowProblem.PRICE_DIFFERS,
                    "amount",
                    "price",
                    price.stripTrailingZeros().toPlainString());
        }
    }

    /** The lines of an address are on lines of their own, or between semicolons where the file has others between its cells. */
    private static Invoice.Payer payer(RecordRow row, int number) throws BadRowException {
        if (row.has("amount")) {
            throw new BadRowException(RowProblem.AMOUNT_OF_PAYER, "amount");
        }
        return new Invoice.Payer(
                number,
                row.has("guardian") ? new GuardianId(row.id("guardian", LONGEST_TEXT)) : null,
                row.requiredWords("payer", LONGEST_TEXT),
                row.has("address")
                        ? row.paragraphs("address", MOST_OF_ADDRESS)
                                .lines()
                                .flatMap(line -> Stream.of(line.split(" *; *")))
                                .filter(line -> !line.isBlank())
                                .toList()
                        : List.of(),
                row.count("parts", DIGITS_OF_PARTS, 1),
                row.words("email", LONGEST_TEXT));
    }

    /** An invoice without one of its instalments would say a wrong sum. */
    @Override
    public void bad(RecordRow row, RowError error) {
        drafts.computeIfAbsent(row.text("invoice"), id -> new Draft()).bad = true;
    }

    @Override
    public void end(Table table, Sink<Invoice> sink) {
        drafts.forEach((id, draft) -> {
            Head head = draft.head;
            if (draft.bad || draft.instalments.isEmpty()) {
                draft.rows.forEach(row -> sink.error(error(table, row, RowProblem.INCOMPLETE_INVOICE, id)));
            } else if (!draft.comesToItsLines()) {
                draft.rows.forEach(row -> sink.error(error(table, row, RowProblem.LINES_DIFFER, id)));
            } else if (head != null) {
                sink.record(
                        new Invoice(
                                id,
                                head.number,
                                head.pupil,
                                head.currency,
                                head.state,
                                draft.instalments.stream()
                                        .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                                        .toList(),
                                List.of(),
                                head.promisedFor,
                                head.disputed,
                                new Invoice.Details(head.type, head.issuedOn, draft.lines, draft.payers, head.credits)),
                        new Origin(
                                table.name(),
                                draft.rows.get(0),
                                draft.rows.size(),
                                table.shown("invoice"),
                                table.shown("pupil")));
            }
        });
    }

    private static RowError error(Table table, long row, RowProblem problem, String invoice) {
        return new RowError(table.name(), row, table.shown("invoice"), problem.name(), Map.of("invoice", invoice));
    }
}
