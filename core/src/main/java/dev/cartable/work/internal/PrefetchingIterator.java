package dev.cartable.work.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An iterator that prefetches one element on an executor while the caller works on the one before. An exception of the source
 * is thrown to the caller. Used by one thread. Closing it waits for the element under way; close it before its source.
 */
public final class PrefetchingIterator<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> items;
    private final Executor executor;
    private CompletableFuture<Optional<T>> next;

    /**
     * Begins to fetch the first element.
     *
     * @param executor {@code Runnable::run} fetches on the caller's thread
     */
    public PrefetchingIterator(Iterator<T> items, Executor executor) {
        this.items = items;
        this.executor = executor;
        this.next = fetch();
    }

    /** A stream of what the iterator prefetches; close it before its source. */
    public static <T> Stream<T> stream(Iterator<T> items, Executor executor) {
        PrefetchingIterator<T> ahead = new PrefetchingIterator<>(items, executor);
        Iterable<T> iterable = () -> ahead;
        return StreamSupport.stream(iterable.spliterator(), false).onClose(ahead::close);
    }

    private CompletableFuture<Optional<T>> fetch() {
        return CompletableFuture.supplyAsync(
                () -> items.hasNext() ? Optional.of(items.next()) : Optional.empty(), executor);
    }

    @Override
    public boolean hasNext() {
        return fetched().isPresent();
    }

    @Override
    public T next() {
        T item = fetched().orElseThrow(NoSuchElementException::new);
        next = fetch();
        return item;
    }

    private Optional<T> fetched() {
        try {
            return next.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        next.handle((item, thrown) -> item).join();
    }
}
