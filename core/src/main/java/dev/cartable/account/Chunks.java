package dev.cartable.account;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Cuts what comes one by one into lists of a size. */
final class Chunks {
    private Chunks() {}

    static <T> Iterator<List<T>> of(Iterator<T> items, int size) {
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
