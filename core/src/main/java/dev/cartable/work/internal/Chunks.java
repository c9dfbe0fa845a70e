package dev.cartable.work.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Cuts what comes one by one into lists of a size, each of them for one transaction. */
public final class Chunks {
    private Chunks() {}

    /** The items of a stream in lists of a size, read on demand. Closing it does not close {@code items}. */
    public static <T> Stream<List<T>> stream(Stream<T> items, int size) {
        return stream(items.iterator(), size);
    }

    /** The items of an iterator in lists of a size, read on demand. */
    public static <T> Stream<List<T>> stream(Iterator<T> items, int size) {
        Iterable<List<T>> chunks = () -> of(items, size);
        return StreamSupport.stream(chunks.spliterator(), false);
    }

    /** The items of an iterator in lists of a size, read on demand. */
    public static <T> Iterator<List<T>> of(Iterator<T> items, int size) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public List<T> next() {
                List<T> chunk = new ArrayList<>(size);
                do {
                    chunk.add(items.next());
                } while (chunk.size() < size && items.hasNext());
                return chunk;
            }
        };
    }
}
