package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Database;
import org.jdbi.v3.core.Handle;

/** Statements about the relations that invoices are in. Safe for use by several threads. */
interface InvoiceStatements {
    Database database();

    /** Whether there is an optional relation, such as {@code invoice_line}. */
    boolean has(Handle handle, String relation);

    /**
     * A statement in which {@code {COLUMNS(invoice i)}} stands for the columns of a relation, {@code {invoice}} for the relation, and
     * {@code {ISSUED(i)}} for a condition that leaves out drafts which no host has written.
     */
    String sql(Handle handle, String statement);
}
