package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.record.RecordRows.InvoiceInstalment;
import dev.cartable.jdbc.record.RecordRows.InvoiceLine;
import dev.cartable.jdbc.record.RecordRows.InvoicePayer;
import dev.cartable.jdbc.record.RecordRows.InvoiceRow;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Invoices;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Invoices in the relations {@code invoice}, {@code instalment} and {@code payment}, with {@code invoice_line} and {@code invoice_payer} where
 * the host has them, or in the tables of the invoices that Cartable issues. They are read {@value Pages#SIZE} at a time from one snapshot. An
 * invoice without an instalment is left out.
 */
public final class JdbcInvoices implements Invoices {
    private final InvoiceStatements statements;

    private JdbcInvoices(InvoiceStatements statements) {
        this.statements = statements;
    }

    /** The host's own invoices. */
    public static JdbcInvoices ofHost(RecordStatements statements) {
        return new JdbcInvoices(statements);
    }

    /** The invoices that Cartable issues. */
    public static JdbcInvoices issued(Database database) {
        return new JdbcInvoices(new IssuedStatements(database));
    }

    @Override
    public Stream<Invoice> dueBefore(LocalDate day) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(
                Pages.SIZE,
                after -> snapshot.read(h -> complete(
                        h,
                        h.createQuery(statements.sql(h, """
                                        SELECT {COLUMNS(invoice i)} FROM {invoice} i
                                        WHERE i.state IN ('ISSUED', 'PARTLY_PAID') AND {CODE(i.id)} > :after
                                        AND EXISTS (SELECT 1 FROM {instalment} d
                                            WHERE d.invoice_id = i.id AND d.due_on < :day)
                                        ORDER BY {CODE(i.id)} {PAGE}"""))
                                .bind("day", day)
                                .bind("after", after == null ? "" : after.id())
                                .map(RecordRows::invoice)
                                .list())),
                snapshot::close);
    }

    @Override
    public Stream<Invoice> issued(@Nullable LocalDate since) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(
                Pages.SIZE,
                after -> snapshot.read(h -> complete(
                        h,
                        h.createQuery(statements.sql(h, """
                                        SELECT * FROM (SELECT {COLUMNS(invoice i)} FROM {invoice} i
                                            WHERE i.state <> 'DRAFT' AND {CODE(i.id)} > :after) v
                                        WHERE v.issued_on IS NULL
                                            OR v.issued_on >= COALESCE(CAST(:since AS date), v.issued_on)
                                        ORDER BY {CODE(v.id)} {PAGE}"""))
                                .bindByType("since", since, LocalDate.class)
                                .bind("after", after == null ? "" : after.id())
                                .map(RecordRows::invoice)
                                .list())),
                snapshot::close);
    }

    @Override
    public List<Invoice> invoices(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : statements.database().readByIndex(h -> invoices(h, ids));
    }

    List<Invoice> invoices(Handle handle, Collection<String> ids) {
        return complete(
                handle,
                handle.createQuery(statements.sql(handle, """
                                SELECT {COLUMNS(invoice i)}
                                FROM {KEYS(TEXT ids)} JOIN {invoice} i ON {CODE(i.id)} = u.k
                                WHERE {ISSUED(i)}"""))
                        .bind("ids", Arrays.texts(ids))
                        .map(RecordRows::invoice)
                        .list());
    }

    @Override
    public List<Invoice> numbered(Collection<String> numbers) {
        return among("""
                SELECT {COLUMNS(invoice i)} FROM {KEYS(TEXT keys)} JOIN {invoice} i ON {CODE(i.number)} = u.k
                WHERE i.state <> 'DRAFT' ORDER BY {CODE(i.id)}""", numbers);
    }

    @Override
    public List<Invoice> of(Collection<PupilId> pupils) {
        return among("""
                SELECT {COLUMNS(invoice i)} FROM {KEYS(TEXT keys)} JOIN {invoice} i ON {CODE(i.pupil_id)} = u.k
                WHERE i.state <> 'DRAFT' ORDER BY {CODE(i.id)}""", pupils);
    }

    @Override
    public List<Invoice> paidBy(GuardianId guardian) {
        boolean known = statements.database().<Boolean>read(h -> statements.has(h, "invoice_payer"));
        return known ? among("""
                SELECT {COLUMNS(invoice i)} FROM {KEYS(TEXT keys)}
                JOIN {invoice_payer} p ON {CODE(p.guardian_id)} = u.k JOIN {invoice} i ON i.id = p.invoice_id
                WHERE i.state <> 'DRAFT' ORDER BY {CODE(i.id)}""", List.of(guardian)) : List.of();
    }

    private List<Invoice> among(String statement, Collection<?> keys) {
        return keys.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> complete(
                                h,
                                h
                                        .createQuery(statements.sql(h, statement))
                                        .bind("keys", Arrays.texts(keys))
                                        .map(RecordRows::invoice)
                                        .stream()
                                        .distinct()
                                        .toList()));
    }

    private List<Invoice> complete(Handle handle, List<InvoiceRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> ids = rows.stream().map(InvoiceRow::id).toList();
        Map<String, List<InvoiceInstalment>> instalments =
                parts(handle, "instalment", ids, RecordRows::instalment, InvoiceInstalment::invoice);
        Map<String, List<ReceivedPayment>> payments =
                parts(handle, "payment", ids, RecordRows::payment, ReceivedPayment::invoice);
        Map<String, List<InvoiceLine>> lines =
                parts(handle, "invoice_line", ids, RecordRows::line, InvoiceLine::invoice);
        Map<String, List<InvoicePayer>> payers =
                parts(handle, "invoice_payer", ids, RecordRows::payer, InvoicePayer::invoice);
        return rows.stream()
                .filter(row -> instalments.containsKey(row.id()))
                .map(row -> row.with(
                        instalments.getOrDefault(row.id(), List.of()).stream()
                                .map(InvoiceInstalment::instalment)
                                .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                                .toList(),
                        payments.getOrDefault(row.id(), List.of()).stream()
                                .map(ReceivedPayment::payment)
                                .sorted(Comparator.comparing(Invoice.Payment::id))
                                .toList(),
                        lines.getOrDefault(row.id(), List.of()),
                        payers.getOrDefault(row.id(), List.of())))
                .toList();
    }

    /** The rows of a relation that belong to these invoices, by invoice; none where the host does not have the relation. */
    <T> Map<String, List<T>> parts(
            Handle handle, String relation, Collection<String> ids, RowMapper<T> mapper, Function<T, String> invoice) {
        if (!statements.has(handle, relation)) {
            return Map.of();
        }
        String sql = "SELECT {COLUMNS(%1$s d)} FROM {KEYS(TEXT ids)} JOIN {%1$s} d ON {CODE(d.invoice_id)} = u.k"
                .formatted(relation);
        return handle.createQuery(statements.sql(handle, sql)).bind("ids", Arrays.texts(ids)).map(mapper).stream()
                .collect(Collectors.groupingBy(invoice));
    }
}
