package dev.cartable.work.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that, once its first element was asked for, prefetches one on an executor while the caller works on the one before. An
 * exception of the source is thrown to the caller. Used by one thread at a time. Closing it waits for the element under way; close it
 * before its source.
 */
public final class PrefetchingIterator<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> items;
    private final Executor executor;
    private @Nullable CompletableFuture<Optional<T>> next;

    PrefetchingIterator(Iterator<T> items, Executor executor) {
        this.items = items;
        this.executor = executor;
    }

    /**
     * The elements as a stream, to be closed before their source.
     *
     * @param executor null if each element is fetched when it is asked for, by the caller
     */
    public static <T> Stream<T> stream(Stream<T> items, @Nullable Executor executor) {
        if (executor == null) {
            return items;
        }
        PrefetchingIterator<T> ahead = new PrefetchingIterator<>(items.iterator(), executor);
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
        if (next == null) {
            next = fetch();
        }
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
        if (next != null) {
            next.handle((item, thrown) -> item).join();
        }
    }
}
