package dev.cartable.work.internal;

import dev.cartable.work.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Takes a chunk at once; if that fails, each item alone, so that one bad row costs only itself. */
public final class OneByOneRetry {
    /** So many failures from the first item on mean that the store is to blame and not the rows. */
    private static final int HOPELESS = 4;

    private OneByOneRetry() {}

    /**
     * Applies the step to all items.
     *
     * @param step takes a list, in one transaction if it writes, and returns what became of it, in the same order
     * @param failed what to say of an item that was refused alone
     */
    public static <T> List<T> apply(
            List<T> items, UnaryOperator<List<T>> step, BiFunction<T, RuntimeException, T> failed) {
        try {
            return step.apply(items);
        } catch (LeaseLostException | RunEndsException e) {
            throw e;
        } catch (RuntimeException e) {
            if (items.size() == 1) {
                throw e;
            }
            return oneByOne(items, step, failed, e);
        }
    }

    private static <T> List<T> oneByOne(
            List<T> items,
            UnaryOperator<List<T>> step,
            BiFunction<T, RuntimeException, T> failed,
            RuntimeException chunkFailure) {
        List<T> results = new ArrayList<>();
        int failures = 0;
        for (T item : items) {
            try {
                results.addAll(step.apply(List.of(item)));
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
