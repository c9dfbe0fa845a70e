package dev.cartable.jdbc.record;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberGap;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.record.RecordRows.InvoiceInstalment;
import dev.cartable.jdbc.record.RecordRows.InvoiceLine;
import dev.cartable.jdbc.record.RecordRows.InvoicePayer;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Drafts and issued invoices in the table {@code billing_invoice} and those of their parts. A statement that changes what an invoice says
 * asks for {@code state = 'DRAFT'}, so that an issued one cannot be changed by it.
 */
public final class JdbcBilling implements BillingStore {
    private static final String DRAFT_COLUMNS = "SELECT id, version, pupil_id, currency FROM {billing_invoice} ";

    private static final Columns<InvoiceDraft> DRAFTS = Columns.of(
            Column.of("id", Type.TEXT, InvoiceDraft::id),
            Column.of("version", Type.INT, InvoiceDraft::version),
            Column.of("pupil_id", Type.TEXT, draft -> draft.pupil().value()),
            Column.of("currency", Type.TEXT, draft -> draft.currency().getCurrencyCode()),
            Column.of("state", Type.TEXT, draft -> Invoice.State.DRAFT.name()),
            Column.of("type", Type.TEXT, draft -> Invoice.Type.INVOICE.name()));

    private static final Columns<Issued> CREDIT_NOTES = new Columns<>(Stream.concat(
                    RecordRows.INVOICES.columns().stream()
                            .map(column -> Column.<Issued>of(
                                    column.name(),
                                    column.type(),
                                    issued -> column.value().apply(issued.invoice()))),
                    Stream.of(
                            Column.<Issued>of("version", Type.INT, issued -> 0),
                            Column.<Issued>of("book_year", Type.INT, Issued::year),
                            Column.<Issued>of("sequence_number", Type.LONG, Issued::sequence),
                            Column.<Issued>of("issued_at", Type.TIME, Issued::issuedAt)))
            .toList());

    private static final Columns<LastNumber> YEARS = Columns.of(
            Column.of("series", Type.TEXT, one -> one.series().name()),
            Column.of("book_year", Type.INT, LastNumber::year),
            Column.of("last_sequence", Type.LONG, LastNumber::sequence));

    /** The last number of each series in each year that anything here knows. */
    private static final String LAST_NUMBERS = """
            SELECT series, book_year, MAX(last_sequence) AS last_sequence
            FROM (SELECT type AS series, book_year, sequence_number AS last_sequence FROM {billing_invoice}
                  WHERE sequence_number IS NOT NULL
                  UNION ALL
                  SELECT series, book_year, last_sequence FROM {billing_series} WHERE last_sequence > 0
                  UNION ALL
                  SELECT series, book_year, last_sequence FROM {billing_year}) known
            GROUP BY series, book_year""";

    private final Database database;
    private final JdbcInvoices issued;
    private final String addDraft;
    private final String addCreditNote;
    private final String addLines;
    private final String addInstalments;
    private final String addPayers;
    private final String addPayment;

    public JdbcBilling(Database database, JdbcInvoices issued) {
        this.database = database;
        this.issued = issued;
        this.addDraft = database.dialect().insertNew(table("billing_invoice"), DRAFTS, List.of("id"), "id");
        this.addCreditNote = database.dialect().insert(table("billing_invoice"), CREDIT_NOTES);
        this.addLines = database.dialect().insert(table("billing_line"), RecordRows.LINES);
        this.addInstalments = database.dialect().insert(table("billing_instalment"), RecordRows.INSTALMENTS);
        this.addPayers = database.dialect().insert(table("billing_payer"), RecordRows.PAYERS);
        this.addPayment = database.dialect()
                .insertNew(table("billing_payment"), RecordRows.PAYMENTS, List.of("invoice_id", "id"), "id");
    }

    private String table(String name) {
        return database.names().qualified(name);
    }

    @Override
    public boolean addDraft(Tx tx, InvoiceDraft draft) {
        return database.<Boolean>write(tx, h -> {
            boolean added = !database.dialect()
                    .insertNew(h, addDraft, DRAFTS, List.of(draft), String.class)
                    .isEmpty();
            if (added) {
                addParts(h, draft);
            }
            return added;
        });
    }

    @Override
    public boolean changeDraft(Tx tx, InvoiceDraft draft) {
        return database.<Boolean>write(tx, h -> {
            int changed = h.createUpdate(database.sql("""
                            UPDATE {billing_invoice} SET pupil_id = :pupil, currency = :currency, version = version + 1
                            WHERE id = :id AND version = :version AND state = 'DRAFT'"""))
                    .bind("pupil", draft.pupil().value())
                    .bind("currency", draft.currency().getCurrencyCode())
                    .bind("id", draft.id())
                    .bind("version", draft.version())
                    .execute();
            if (changed == 1) {
                deleteParts(h, draft.id());
                addParts(h, draft);
            }
            return changed == 1;
        });
    }

    @Override
    public boolean deleteDraft(Tx tx, String id) {
        return database.<Boolean>write(tx, h -> {
            int deleted = h.createUpdate(
                            database.sql("DELETE FROM {billing_invoice} WHERE id = :id AND state = 'DRAFT'"))
                    .bind("id", id)
                    .execute();
            if (deleted == 1) {
                deleteParts(h, id);
            }
            return deleted == 1;
        });
    }

    private void addParts(Handle handle, InvoiceDraft draft) {
        addParts(
                handle,
                draft.id(),
                draft.lines(),
                draft.instalments(),
                IntStream.range(0, draft.payers().size())
                        .mapToObj(i -> payer(draft.id(), i + 1, draft.payers().get(i)))
                        .toList());
    }

    private static InvoicePayer payer(String draft, int number, InvoiceDraft.Payer payer) {
        return new InvoicePayer(
                draft, number, payer.guardian(), payer.name(), payer.address(), payer.parts(), payer.email());
    }

    private void addParts(
            Handle handle,
            String id,
            List<Invoice.Line> lines,
            List<Invoice.Instalment> instalments,
            List<InvoicePayer> payers) {
        database.dialect().insert(handle, addLines, RecordRows.LINES, InvoiceLine.of(id, lines));
        database.dialect()
                .insert(
                        handle,
                        addInstalments,
                        RecordRows.INSTALMENTS,
                        instalments.stream()
                                .map(one -> new InvoiceInstalment(id, one))
                                .toList());
        database.dialect().insert(handle, addPayers, RecordRows.PAYERS, payers);
    }

    private void deleteParts(Handle handle, String id) {
        for (String table : List.of("billing_line", "billing_instalment", "billing_payer")) {
            handle.createUpdate(database.sql("DELETE FROM {" + table + "} WHERE invoice_id = :id"))
                    .bind("id", id)
                    .execute();
        }
    }

    @Override
    public List<InvoiceDraft> lockDrafts(Tx tx, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.write(
                        tx,
                        h -> drafts(
                                h,
                                h.createQuery(database.sql(DRAFT_COLUMNS
                                                + "WHERE id = ANY(:ids) AND state = 'DRAFT' ORDER BY id FOR UPDATE"))
                                        .bind("ids", Arrays.texts(ids))));
    }

    @Override
    public List<InvoiceDraft> drafts(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.readByIndex(h -> drafts(
                        h,
                        h.createQuery(database.sql(
                                        DRAFT_COLUMNS + "WHERE id = ANY(:ids) AND state = 'DRAFT' ORDER BY id"))
                                .bind("ids", Arrays.texts(ids))));
    }

    @Override
    public Stream<InvoiceDraft> drafts() {
        return Pages.stream(last -> database.read(h -> drafts(
                h,
                h.createQuery(database.sql(DRAFT_COLUMNS + "WHERE id > :last AND state = 'DRAFT' ORDER BY id {PAGE}"))
                        .bind("last", last == null ? "" : last.id()))));
    }

    /** A draft of which only its own row was read. */
    private record DraftRow(String id, int version, PupilId pupil, Currency currency) {
        static DraftRow read(ResultSet row, StatementContext context) throws SQLException {
            return new DraftRow(
                    row.getString("id"),
                    row.getInt("version"),
                    new PupilId(row.getString("pupil_id")),
                    Currency.getInstance(row.getString("currency")));
        }
    }

    private List<InvoiceDraft> drafts(Handle handle, Query query) {
        List<DraftRow> rows = query.map(DraftRow::read).list();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> ids = rows.stream().map(DraftRow::id).toList();
        Map<String, List<InvoiceLine>> lines =
                issued.parts(handle, "invoice_line", ids, RecordRows::line, InvoiceLine::invoice);
        Map<String, List<InvoiceInstalment>> instalments =
                issued.parts(handle, "instalment", ids, RecordRows::instalment, InvoiceInstalment::invoice);
        Map<String, List<InvoicePayer>> payers =
                issued.parts(handle, "invoice_payer", ids, RecordRows::payer, InvoicePayer::invoice);
        return rows.stream()
                .map(row -> new InvoiceDraft(
                        row.id(),
                        row.version(),
                        row.pupil(),
                        row.currency(),
                        lines.getOrDefault(row.id(), List.of()).stream()
                                .sorted(Comparator.comparingInt(InvoiceLine::number))
                                .map(InvoiceLine::line)
                                .toList(),
                        instalments.getOrDefault(row.id(), List.of()).stream()
                                .map(InvoiceInstalment::instalment)
                                .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                                .toList(),
                        payers.getOrDefault(row.id(), List.of()).stream()
                                .sorted(Comparator.comparingInt(InvoicePayer::number))
                                .map(one -> new InvoiceDraft.Payer(
                                        one.guardian(), one.name(), one.address(), one.parts(), one.email()))
                                .toList()))
                .toList();
    }

    @Override
    public NumberSeries lockSeries(Tx tx, Invoice.Type series) {
        database.requireReadCommitted(tx, "giving a number to an invoice");
        return database.<NumberSeries>write(tx, h -> {
            Optional<NumberSeries> known = locked(h, series);
            if (known.isPresent()) {
                return known.get();
            }
            Columns<NumberSeries> columns = Columns.of(
                    Column.of("series", Type.TEXT, one -> one.series().name()),
                    Column.of("book_year", Type.INT, NumberSeries::year),
                    Column.of("last_sequence", Type.LONG, NumberSeries::sequence));
            String insert = database.dialect().insertNew(table("billing_series"), columns, List.of("series"), "series");
            database.dialect().insertNew(h, insert, columns, List.of(NumberSeries.unused(series)), String.class);
            return locked(h, series).orElseThrow();
        });
    }

    private Optional<NumberSeries> locked(Handle handle, Invoice.Type series) {
        return handle.createQuery(database.sql("SELECT * FROM {billing_series} WHERE series = :series FOR UPDATE"))
                .bind("series", series.name())
                .map(JdbcBilling::readSeries)
                .findOne();
    }

    @Override
    public void saveSeries(Tx tx, NumberSeries series) {
        locked(tx, series.series())
                .filter(before -> before.sequence() > 0 && before.year() < series.year())
                .ifPresent(before -> keepLastNumbers(
                        tx, List.of(new LastNumber(before.series(), before.year(), before.sequence()))));
        database.<Integer>write(
                tx,
                h -> h.createUpdate(database.sql("""
                        UPDATE {billing_series} SET book_year = :year, last_sequence = :sequence, last_date = :date,
                            held_at = :held, restoring = :restoring
                        WHERE series = :series"""))
                        .bind("year", series.year())
                        .bind("sequence", series.sequence())
                        .bindByType("date", series.date(), LocalDate.class)
                        .bindByType(
                                "held",
                                series.heldAt() == null ? null : Type.time(series.heldAt()),
                                OffsetDateTime.class)
                        .bind("restoring", series.restoring())
                        .bind("series", series.series().name())
                        .execute());
    }

    @Override
    public List<NumberSeries> series() {
        return database
                .read(h -> h.createQuery(database.sql("""
                        SELECT * FROM {billing_series} WHERE last_sequence > 0 OR held_at IS NOT NULL ORDER BY series"""))
                        .map(JdbcBilling::readSeries)
                        .list())
                .stream()
                .sorted(Comparator.comparing(NumberSeries::series))
                .toList();
    }

    private static NumberSeries readSeries(ResultSet row, StatementContext context) throws SQLException {
        return new NumberSeries(
                Invoice.Type.valueOf(row.getString("series")),
                row.getInt("book_year"),
                row.getLong("last_sequence"),
                row.getObject("last_date", LocalDate.class),
                Rows.timeOrNull(row, "held_at"),
                row.getBoolean("restoring"));
    }

    private Optional<NumberSeries> locked(Tx tx, Invoice.Type series) {
        return database.write(tx, h -> locked(h, series));
    }

    @Override
    public void keepLastNumbers(Tx tx, Collection<LastNumber> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        database.<Integer>write(tx, h -> {
            String insert = database.dialect()
                    .insertNew(table("billing_year"), YEARS, List.of("series", "book_year"), "book_year");
            database.dialect().insertNew(h, insert, YEARS, List.copyOf(numbers), Integer.class);
            int raised = 0;
            for (LastNumber number : numbers) {
                raised += h.createUpdate(database.sql("""
                                UPDATE {billing_year} SET last_sequence = :sequence
                                WHERE series = :series AND book_year = :year AND last_sequence < :sequence"""))
                        .bind("sequence", number.sequence())
                        .bind("series", number.series().name())
                        .bind("year", number.year())
                        .execute();
            }
            return raised;
        });
    }

    @Override
    public List<LastNumber> lastNumbers() {
        return database
                .read(h -> h.createQuery(database.sql(LAST_NUMBERS))
                        .map((row, context) -> new LastNumber(
                                Invoice.Type.valueOf(row.getString("series")),
                                row.getInt("book_year"),
                                row.getLong("last_sequence")))
                        .list())
                .stream()
                .sorted(Comparator.comparing(LastNumber::series).thenComparing(LastNumber::year))
                .toList();
    }

    @Override
    public List<NumberGap> gaps() {
        return database
                .read(h -> h.createQuery(database.sql("""
                        SELECT type, book_year, previous + 1 AS first_number, sequence_number - 1 AS last_number
                        FROM (SELECT type, book_year, sequence_number, COALESCE(LAG(sequence_number)
                                OVER (PARTITION BY type, book_year ORDER BY sequence_number), 0) AS previous
                              FROM (SELECT type, book_year, sequence_number FROM {billing_invoice}
                                    WHERE sequence_number IS NOT NULL
                                    UNION ALL
                                    SELECT series AS type, book_year, last_sequence + 1 AS sequence_number
                                    FROM (%s) ends) given) neighbours
                        WHERE sequence_number > previous + 1""".formatted(LAST_NUMBERS)))
                        .map(JdbcBilling::readGap)
                        .list())
                .stream()
                .sorted(Comparator.comparing(NumberGap::series)
                        .thenComparing(NumberGap::year)
                        .thenComparing(NumberGap::first))
                .toList();
    }

    private static NumberGap readGap(ResultSet row, StatementContext context) throws SQLException {
        return new NumberGap(
                Invoice.Type.valueOf(row.getString("type")),
                row.getInt("book_year"),
                row.getLong("first_number"),
                row.getLong("last_number"));
    }

    @Override
    public Optional<String> firstIssued() {
        return database.read(
                h -> h.createQuery(database.sql("""
                        SELECT id FROM {billing_invoice} WHERE type = 'INVOICE' AND sequence_number IS NOT NULL
                        ORDER BY book_year, sequence_number FETCH FIRST 1 ROWS ONLY""")).mapTo(String.class).findOne());
    }

    @Override
    public int issue(Tx tx, Collection<Issued> invoices) {
        return invoices.isEmpty()
                ? 0
                : database.<Integer>write(tx, h -> {
                    List<Issued> rows = List.copyOf(invoices);
                    PreparedBatch batch = h.prepareBatch(database.sql("""
                    UPDATE {billing_invoice} SET number = :number, state = 'ISSUED', issued_on = :issuedOn,
                        book_year = :year, sequence_number = :sequence, issued_at = :issuedAt
                    WHERE id = :id AND state = 'DRAFT'"""));
                    rows.forEach(row -> batch.bind("number", row.invoice().number())
                            .bind("issuedOn", row.invoice().details().issuedOn())
                            .bind("year", row.year())
                            .bind("sequence", row.sequence())
                            .bind("issuedAt", Type.time(row.issuedAt()))
                            .bind("id", row.invoice().id())
                            .add());
                    int[] updated = batch.execute();
                    List<InvoicePayer> payers = new ArrayList<>();
                    for (int i = 0; i < updated.length; i++) {
                        if (updated[i] == 1) {
                            payers.addAll(InvoicePayer.of(rows.get(i).invoice()));
                        }
                    }
                    namePayers(h, payers);
                    return IntStream.of(updated).sum();
                });
    }

    private void namePayers(Handle handle, List<InvoicePayer> payers) {
        if (!payers.isEmpty()) {
            handle.createUpdate(database.sql("DELETE FROM {billing_payer} WHERE invoice_id = ANY(:ids)"))
                    .bind("ids", Arrays.of(Type.TEXT, payers, InvoicePayer::invoice))
                    .execute();
            database.dialect().insert(handle, addPayers, RecordRows.PAYERS, payers);
        }
    }

    @Override
    public boolean cancel(Tx tx, Issued creditNote) {
        Invoice invoice = creditNote.invoice();
        return database.<Boolean>write(tx, h -> {
            int cancelled = h.createUpdate(database.sql("""
                            UPDATE {billing_invoice} SET state = 'CANCELLED'
                            WHERE number = :number AND type = 'INVOICE' AND state NOT IN ('DRAFT', 'CANCELLED')"""))
                    .bind("number", String.valueOf(invoice.details().credits()))
                    .execute();
            if (cancelled == 1) {
                database.dialect().insert(h, addCreditNote, CREDIT_NOTES, List.of(creditNote));
                addParts(h, invoice.id(), invoice.details().lines(), invoice.instalments(), InvoicePayer.of(invoice));
            }
            return cancelled == 1;
        });
    }

    @Override
    public Optional<Invoice> lock(Tx tx, String number) {
        return database.write(
                tx,
                h -> issued
                        .invoices(
                                h,
                                h.createQuery(database.sql("""
                                        SELECT id FROM {billing_invoice} WHERE number = :number AND state <> 'DRAFT'
                                        FOR UPDATE"""))
                                        .bind("number", number)
                                        .mapTo(String.class)
                                        .list())
                        .stream()
                        .findFirst());
    }

    @Override
    public boolean addPayment(Tx tx, String invoice, Payment payment, Invoice.State state) {
        return database.<Boolean>write(tx, h -> {
            boolean added = !database.dialect()
                    .insertNew(
                            h,
                            addPayment,
                            RecordRows.PAYMENTS,
                            List.of(new ReceivedPayment(invoice, null, payment)),
                            String.class)
                    .isEmpty();
            if (added) {
                h.createUpdate(database.sql(
                                "UPDATE {billing_invoice} SET state = :state WHERE id = :id AND state <> 'DRAFT'"))
                        .bind("state", state.name())
                        .bind("id", invoice)
                        .execute();
            }
            return added;
        });
    }

    @Override
    public void postpone(Tx tx, String invoice, @Nullable LocalDate promisedFor, boolean disputed) {
        database.<Integer>write(
                tx,
                h -> h.createUpdate(database.sql("""
                        UPDATE {billing_invoice} SET promised_for = :until, disputed = :disputed
                        WHERE id = :id AND state <> 'DRAFT'"""))
                        .bindByType("until", promisedFor, LocalDate.class)
                        .bind("disputed", disputed)
                        .bind("id", invoice)
                        .execute());
    }
}
