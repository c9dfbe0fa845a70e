package dev.cartable.work.internal;

import dev.cartable.work.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Writes a chunk in one transaction; if that fails, each item in its own, so that one bad row costs only itself. */
final class OneByOneRetry {
    /** So many failures from the first item on mean that the store is to blame and not the rows. */
    private static final int HOPELESS = 4;

    private OneByOneRetry() {}

    /**
     * Carries the items out.
     *
     * @param inOneTransaction writes a list and returns what was done, in the same order
     * @param failed what to say of an item that was refused alone
     */
    static <T> List<T> write(
            List<T> items, UnaryOperator<List<T>> inOneTransaction, BiFunction<T, RuntimeException, T> failed) {
        try {
            return inOneTransaction.apply(items);
        } catch (LeaseLostException | RunEndsException e) {
            throw e;
        } catch (RuntimeException e) {
            if (items.size() == 1) {
                throw e;
            }
            return oneByOne(items, inOneTransaction, failed, e);
        }
    }

    private static <T> List<T> oneByOne(
            List<T> items,
            UnaryOperator<List<T>> inOneTransaction,
            BiFunction<T, RuntimeException, T> failed,
            RuntimeException chunkFailure) {
        List<T> results = new ArrayList<>();
        int failures = 0;
        for (T item : items) {
            try {
                results.addAll(inOneTransaction.apply(List.of(item)));
            } catch (LeaseLostException | RunEndsException e) {
                throw e;
            } catch (RuntimeException e) {
                failures++;
                if (failures == results.size() + 1 && failures >= HOPELESS) {
                    throw chunkFailure;
                }
                results.add(failed.apply(item, e));
            }
        }
        return results;
    }
}
