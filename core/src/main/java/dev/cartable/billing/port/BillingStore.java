package dev.cartable.billing.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where drafts, issued invoices and their numbers are kept. Of an issued invoice nothing changes but its payments, its state, and until when
 * the school waits for it. A caller locks series first, then drafts or invoices. Safe for use by several threads and nodes.
 */
public interface BillingStore extends BillingStoreReader {
    /** The name of a payer of an invoice whose period of bookkeeping is over. */
    String NO_NAME = "-";

    /** Adds a draft of version 0, unless its id is taken. Returns whether it was added. */
    boolean addDraft(Tx tx, InvoiceDraft draft);

    /**
     * Puts a draft in the place of the one with its id and its version, with the next version. Returns whether there was such a draft; one
     * that is issued is none.
     */
    boolean changeDraft(Tx tx, InvoiceDraft draft);

    /** Deletes a draft. Returns whether there was one; what is issued is never deleted. */
    boolean deleteDraft(Tx tx, String id);

    /** The drafts with these ids, by id; no other transaction changes, deletes or issues them until the commit. */
    List<InvoiceDraft> lockDrafts(Tx tx, Collection<String> ids);

    /** How far the numbers of a series have come; no other transaction locks or moves it until the commit. */
    NumberSeries lockSeries(Tx tx, Invoice.Type series);

    /** Overwrites how far the numbers of a series have come. The caller has locked it. The last number of a year that it leaves is kept. */
    void saveSeries(Tx tx, NumberSeries series);

    /**
     * Keeps which numbers were the last ones of years that are over, where a later one is not known. The caller has locked the series. What has
     * these numbers may be in no table here.
     */
    void keepLastNumbers(Tx tx, Collection<LastNumber> numbers);

    /**
     * Makes invoices of drafts that the caller has locked, under numbers of a series that it has locked.
     *
     * @return how many were made: a draft that is not there, or is issued, is left out
     */
    int issue(Tx tx, Collection<Issued> invoices);

    /**
     * Adds a credit note under a number of its series, which the caller has locked, and cancels the invoice that it names.
     *
     * @return whether the invoice was issued and not cancelled; if not, nothing is written
     */
    boolean cancel(Tx tx, Issued creditNote);

    /** The invoice or credit note with this number; no other transaction changes it until the commit. */
    Optional<Invoice> lock(Tx tx, String number);

    /**
     * Adds a payment to an invoice that the caller has locked, unless its id is taken there.
     *
     * @param state what the payment makes of the invoice
     * @return whether it was added
     */
    boolean addPayment(Tx tx, String invoice, Payment payment, Invoice.State state);

    /**
     * Until when the school waits for an invoice that the caller has locked.
     *
     * @param promisedFor null if no payment was promised
     */
    void postpone(Tx tx, String invoice, @Nullable LocalDate promisedFor, boolean disputed);

    /**
     * The last number of a year.
     *
     * @param sequence 1 or more
     */
    record LastNumber(Invoice.Type series, int year, long sequence) {
        public LastNumber {
            requireNonNull(series, "series");
            if (year < 1 || sequence < 1) {
                throw new IllegalArgumentException("there is no number " + sequence + " of " + year);
            }
        }
    }

    /**
     * An invoice, or a credit note, with its place in its series.
     *
     * @param year the calendar year that it is numbered in
     * @param sequence its number in that year, from 1
     */
    record Issued(Invoice invoice, int year, long sequence, Instant issuedAt) {
        public Issued {
            requireNonNull(invoice, "invoice");
            requireNonNull(issuedAt, "issuedAt");
            if (year < 1 || sequence < 1) {
                throw new IllegalArgumentException("there is no number " + sequence + " of " + year);
            }
        }
    }
}
