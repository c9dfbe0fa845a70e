package dev.cartable.billing.port;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberGap;
import dev.cartable.billing.model.NumberSeries;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads drafts, and how far the numbers have come. Safe for use by several threads. */
interface BillingStoreReader {
    /** The drafts with these ids, by id; those that are unknown or issued are left out. */
    List<InvoiceDraft> drafts(Collection<String> ids);

    /** All drafts, by id, which is the order in which they were made. Reads on demand. Close the stream. */
    Stream<InvoiceDraft> drafts();

    /** The id of the invoice that has the first number of all, by which a later state of the same database is recognised; empty if none has. */
    Optional<String> firstIssued();

    /** The series that have a number, or in which numbers are held. */
    List<NumberSeries> series();

    /**
     * The last number of each series in each year, by series and year: of what was issued here, of the series as it stands, and of what is
     * {@linkplain BillingStore#keepLastNumbers kept}.
     */
    List<BillingStore.LastNumber> lastNumbers();

    /** The numbers up to {@link #lastNumbers} that no invoice or credit note has, by series, year and number. */
    List<NumberGap> gaps();
}
