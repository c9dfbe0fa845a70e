package dev.cartable.jdbc.sql;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream that is read page by page, each beginning after the last item of the one before: one page in memory at a time. */
public final class Pages<T> implements Iterator<T> {
    /** How many rows a page has. */
    public static final int SIZE = 1_000;

    private final int size;
    private final Function<@Nullable T, List<T>> after;
    private final Runnable close;
    private Iterator<T> page = List.<T>of().iterator();
    private @Nullable T last;
    private boolean exhausted;

    private Pages(int size, Function<@Nullable T, List<T>> after, Runnable close) {
        this.size = size;
        this.after = after;
        this.close = close;
    }

    /**
     * The items of all pages.
     *
     * @param after reads the page that follows an item, the first one for null; a page that is not full is the last
     */
    public static <T> Stream<T> stream(Function<@Nullable T, List<T>> after) {
        return stream(SIZE, after, () -> {});
    }

    /** As {@link #stream(Function)}, with pages of another size; closes when the last item is read or the stream is closed. */
    public static <T> Stream<T> stream(int size, Function<@Nullable T, List<T>> after, Runnable close) {
        Iterator<T> items = new Pages<>(size, after, close);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(close);
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !exhausted) {
            List<T> items = after.apply(last);
            page = items.iterator();
            exhausted = items.size() < size;
            if (exhausted) {
                close.run();
            }
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T item = page.next();
        last = item;
        return item;
    }
}
