package dev.cartable.school.csv;

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
import org.jspecify.annotations.Nullable;

/** Invoices, whose rows are instalments. All of them are held in memory until the file was read, since rows may stand in any order. */
final class InvoiceReader implements RecordReader<Invoice> {
    static final int LONGEST_ID = 200;

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
            Field.optional("disputed", "contestée", "litige"));

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

    /** What all rows of an invoice say. */
    private record Head(
            String id,
            String number,
            PupilId pupil,
            Currency currency,
            State state,
            @Nullable LocalDate promisedFor,
            boolean disputed) {
        /** The column in which another row says something else; null if there is none. */
        @Nullable
        String difference(Head other) {
            return !number.equals(other.number)
                    ? "number"
                    : !pupil.equals(other.pupil)
                            ? "pupil"
                            : !currency.equals(other.currency)
                                    ? "currency"
                                    : state != other.state
                                            ? "state"
                                            : !Objects.equals(promisedFor, other.promisedFor)
                                                    ? "promisedFor"
                                                    : disputed == other.disputed ? null : "disputed";
        }
    }

    /** An invoice of which not all rows were read yet. */
    private static final class Draft {
        private final List<Long> lines = new ArrayList<>();
        private final List<Invoice.Instalment> instalments = new ArrayList<>();
        private final Set<Integer> numbers = new HashSet<>();
        private @Nullable Head head;
        private boolean bad;
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
        Head head = new Head(
                id,
                number == null ? id : number,
                new PupilId(row.id("pupil", 255)),
                currency,
                row.word("state", STATES, State.ISSUED),
                row.date("promisedFor"),
                row.flag("disputed", false));
        BigDecimal amount = row.amount("amount", currency, decimalMark);
        if (amount.signum() <= 0) {
            throw new BadRowException(RowProblem.NOT_POSITIVE, "amount");
        }
        Invoice.Instalment instalment =
                new Invoice.Instalment(row.count("instalment", draft.lines.size() + 1), row.date("dueOn"), amount);
        String difference = draft.head == null ? null : draft.head.difference(head);
        if (difference != null) {
            throw new BadRowException(RowProblem.CONTRADICTION, difference, "invoice", id, "line", draft.lines.get(0));
        }
        if (!draft.numbers.add(instalment.number())) {
            throw new BadRowException(RowProblem.DUPLICATE_ID, "instalment");
        }
        draft.head = draft.head == null ? head : draft.head;
        draft.instalments.add(instalment);
        draft.lines.add(row.line());
        return null;
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
            if (draft.bad) {
                draft.lines.forEach(line -> sink.error(new RowError(
                        table.name(),
                        line,
                        table.shown("invoice"),
                        RowProblem.INCOMPLETE_INVOICE.name(),
                        Map.of("invoice", id))));
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
                                head.disputed),
                        new Origin(
                                table.name(),
                                draft.lines.get(0),
                                draft.lines.size(),
                                table.shown("invoice"),
                                table.shown("pupil")));
            }
        });
    }
}
