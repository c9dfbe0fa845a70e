package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.record.RecordRows.InvoiceInstalment;
import dev.cartable.jdbc.record.RecordRows.InvoiceRow;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.port.Invoices;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Invoices in the relations {@code invoice}, {@code instalment} and {@code payment}, read {@value Pages#SIZE} at a time from one
 * snapshot. An invoice without an instalment is left out.
 */
public final class JdbcInvoices implements Invoices {
    private final RecordStatements statements;

    public JdbcInvoices(RecordStatements statements) {
        this.statements = statements;
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
    public List<Invoice> invoices(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : statements.database().readByIndex(h -> invoices(h, ids));
    }

    List<Invoice> invoices(Handle handle, Collection<String> ids) {
        return complete(
                handle,
                handle.createQuery(statements.sql(handle, """
                                SELECT {COLUMNS(invoice i)}
                                FROM {KEYS(TEXT ids)} JOIN {invoice} i ON {CODE(i.id)} = u.k"""))
                        .bind("ids", Arrays.texts(ids))
                        .map(RecordRows::invoice)
                        .list());
    }

    private List<Invoice> complete(Handle handle, List<InvoiceRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> ids = rows.stream().map(InvoiceRow::id).toList();
        Map<String, List<Invoice.Instalment>> instalments = new HashMap<>();
        handle
                .createQuery(statements.sql(handle, """
                        SELECT {COLUMNS(instalment d)}
                        FROM {KEYS(TEXT ids)} JOIN {instalment} d ON {CODE(d.invoice_id)} = u.k"""))
                .bind("ids", Arrays.texts(ids))
                .map(RecordRows::instalment)
                .stream()
                .collect(Collectors.groupingBy(InvoiceInstalment::invoice))
                .forEach((id, found) -> instalments.put(
                        id,
                        found.stream()
                                .map(InvoiceInstalment::instalment)
                                .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                                .toList()));
        Map<String, List<Invoice.Payment>> payments = new HashMap<>();
        handle.createQuery(statements.sql(handle, """
                        SELECT {COLUMNS(payment p)}
                        FROM {KEYS(TEXT ids)} JOIN {payment} p ON {CODE(p.invoice_id)} = u.k""")).bind("ids", Arrays.texts(ids)).map(RecordRows::payment).stream()
                .collect(Collectors.groupingBy(ReceivedPayment::invoice))
                .forEach((id, found) -> payments.put(
                        id,
                        found.stream()
                                .map(ReceivedPayment::payment)
                                .sorted(Comparator.comparing(Invoice.Payment::id))
                                .toList()));
        return rows.stream()
                .filter(row -> instalments.containsKey(row.id()))
                .map(row -> row.with(
                        instalments.getOrDefault(row.id(), List.of()), payments.getOrDefault(row.id(), List.of())))
                .toList();
    }
}
