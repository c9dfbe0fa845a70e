package dev.cartable.billing.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStore.LastNumber;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps a restored database from giving a number twice: its series go on where those of the live database stand, which gives no number from
 * then on. Where that is not known, no number is given until a person has named the last one.
 */
public final class RestoredNumbers {
    private RestoredNumbers() {}

    /**
     * How far the numbers of a database have come.
     *
     * @param database what tells the database from others; empty if nothing does
     * @param first the id of its first invoice; empty before that
     * @param last the last number of each year
     */
    public record State(
            Optional<String> database, Optional<String> first, List<NumberSeries> series, List<LastNumber> last) {
        public State {
            last = List.copyOf(last);
            requireNonNull(database, "database");
            requireNonNull(first, "first");
            series = List.copyOf(series);
        }

        /** Reads it, as it was before a restore began. */
        public static State of(BillingStore store, Optional<String> database) {
            return new State(
                    database,
                    store.firstIssued(),
                    store.series().stream()
                            .map(one -> one.restoring() ? one.released() : one)
                            .toList(),
                    store.lastNumbers());
        }

        /** Whether this is a later state of the same database: of another one, the numbers say nothing. */
        public boolean continues(State earlier) {
            return earlier.first.isPresent()
                    ? first.equals(earlier.first)
                    : database.isPresent() && database.equals(earlier.database);
        }
    }

    /**
     * Gives no number in the live database until a restore is over. Transactions that give one are waited for, so that what is read after
     * the commit is the last number.
     */
    public static void awaitRestore(Tx tx, BillingStore live, Instant now) {
        for (Invoice.Type type : Invoice.Type.values()) {
            live.saveSeries(tx, live.lockSeries(tx, type).awaitingRestore(now));
        }
    }

    /** Whether the live database gives no number because of a restore. */
    public static boolean awaitsRestore(BillingStore live) {
        return live.series().stream().anyMatch(NumberSeries::restoring);
    }

    /** Gives numbers in the live database again after a restore that was given up. */
    public static void release(Tx tx, BillingStore live) {
        for (Invoice.Type type : Invoice.Type.values()) {
            NumberSeries held = live.lockSeries(tx, type);
            if (held.restoring()) {
                live.saveSeries(tx, held.released());
            }
        }
    }

    /** Lets the series of a restored database go on after those of the live one, of which it keeps how far the years before had come. */
    public static void raise(Tx tx, BillingStore restored, State live) {
        Map<Invoice.Type, NumberSeries> further =
                live.series().stream().collect(Collectors.toMap(NumberSeries::series, Function.identity()));
        for (Invoice.Type type : Invoice.Type.values()) {
            NumberSeries behind = restored.lockSeries(tx, type);
            NumberSeries ahead = further.getOrDefault(type, NumberSeries.unused(type));
            NumberSeries last = ahead.isAfter(behind) ? ahead : behind;
            Instant held = ahead.heldAt();
            restored.saveSeries(tx, held == null ? last.released() : last.held(held));
            restored.keepLastNumbers(
                    tx,
                    live.last().stream()
                            .filter(one -> one.series() == type && one.year() < last.year())
                            .toList());
        }
    }

    /** Gives no number in any series from now on. */
    public static void hold(Tx tx, BillingStore restored, Instant now) {
        for (Invoice.Type type : Invoice.Type.values()) {
            restored.saveSeries(tx, restored.lockSeries(tx, type).held(now));
        }
    }

    /** The same for those series alone that have a number: this program issues none, and another one of the school may. */
    public static void holdUsed(Tx tx, BillingStore restored, Instant now) {
        for (Invoice.Type type : Invoice.Type.values()) {
            NumberSeries last = restored.lockSeries(tx, type);
            if (!last.equals(NumberSeries.unused(type))) {
                restored.saveSeries(tx, last.held(now));
            }
        }
    }
}
