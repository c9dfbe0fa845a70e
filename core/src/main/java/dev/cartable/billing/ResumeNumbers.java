package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.NumberFormat;
import dev.cartable.billing.model.NumberGap;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says how far the numbers have come and which are missing, and gives numbers again. After a restore without the live database, it is not known which numbers were given since the backup, so that none is
 * given until a person has looked at the last invoice that the school has sent. Safe for use by several threads and nodes.
 */
public final class ResumeNumbers {
    /** No restore takes longer: then it was given up, and what it held is held for good where its journal is lost. */
    private static final Duration LONGEST_RESTORE = Duration.ofDays(1);

    private final BillingParts parts;
    private final BillingRules rules;

    ResumeNumbers(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.rules = new BillingRules(parts);
    }

    /** How far each series has come. */
    public List<NumberSeries> series() {
        return parts.billingStores().billing().series();
    }

    /**
     * The numbers that were given and that no invoice here has, by series, year and number, for the school's books: after a restore, those of
     * invoices that were issued since the backup. Of an earlier year, those after its last number here are known unless the live database could
     * not be read.
     */
    public List<Missing> missing() {
        return parts.billingStores().billing().gaps().stream()
                .map(gap -> new Missing(gap, format(gap, gap.first()), format(gap, gap.last())))
                .toList();
    }

    private String format(NumberGap gap, long sequence) {
        return parts.billingSettings().format(gap.series()).format(gap.year(), sequence);
    }

    /**
     * Numbers that follow one another and that no invoice here has.
     *
     * @param first as people know the first of them
     * @param last as people know the last of them
     */
    public record Missing(NumberGap gap, String first, String last) {}

    /**
     * The series goes on after a number, with dates of today and later.
     *
     * @param last the last number that was given, also of an invoice that is lost; null if the series never had one
     * @return the series as it is now
     * @throws BillingException if numbers are not held, or only until a restore is over that began less than a day ago, the number is of another form, or a later one is in the database
     */
    public NumberSeries after(Invoice.Type series, @Nullable String last) {
        return parts.transactions().<NumberSeries>call(tx -> resume(tx, series, last));
    }

    private NumberSeries resume(Tx tx, Invoice.Type type, @Nullable String last) {
        BillingStore store = parts.billingStores().billing();
        NumberSeries held = store.lockSeries(tx, type);
        Instant heldAt = held.heldAt();
        if (heldAt == null) {
            throw new BillingException(BillingProblem.NUMBERS_NOT_HELD, Map.of("series", type.name()));
        }
        if (held.restoring()
                && heldAt.plus(LONGEST_RESTORE).isAfter(parts.time().instant())) {
            throw new BillingException(
                    BillingProblem.RESTORE_UNDER_WAY, Map.of("series", type.name(), "last", rules.last(held)));
        }
        NumberSeries resumed = last == null ? held : named(type, last);
        if (held.isAfter(resumed) || (last == null && held.sequence() > 0)) {
            throw new BillingException(
                    BillingProblem.NUMBER_BEFORE_LAST,
                    Map.of("number", last == null ? "" : last, "last", rules.last(held)));
        }
        NumberSeries released = resumed.isAfter(held) ? resumed : held.released();
        store.saveSeries(tx, released);
        Deed.of("series.resume", "series", type.name()).record(parts.transactions(), tx);
        return released;
    }

    /** The date of a lost invoice is not known, but it is not after today. */
    private NumberSeries named(Invoice.Type type, String last) {
        NumberFormat format = parts.billingSettings().format(type);
        LocalDate today = rules.today();
        return format.parse(last)
                .filter(parsed -> parsed.sequence() > 0 && parsed.year() > 0 && parsed.year() <= today.getYear())
                .map(parsed -> new NumberSeries(type, parsed.year(), parsed.sequence(), today, null))
                .orElseThrow(() -> new BillingException(
                        BillingProblem.NUMBER_OF_ANOTHER_FORM, Map.of("number", last, "form", format.pattern())));
    }
}
