package dev.cartable.work;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Items of which the next is made by an executor while the caller works on the one before: never more than one ahead, and
 * never two at once. What the making throws is thrown to the caller. For one thread; close it, which waits until nothing is
 * made any more, before what the items are made from.
 */
public final class Ahead<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> items;
    private final Executor executor;
    private CompletableFuture<Optional<T>> next;

    /**
     * Begins to make the first.
     *
     * @param executor {@code Runnable::run} makes each on the caller's thread
     */
    public Ahead(Iterator<T> items, Executor executor) {
        this.items = items;
        this.executor = executor;
        this.next = make();
    }

    private CompletableFuture<Optional<T>> make() {
        return CompletableFuture.supplyAsync(
                () -> items.hasNext() ? Optional.of(items.next()) : Optional.empty(), executor);
    }

    @Override
    public boolean hasNext() {
        return made().isPresent();
    }

    @Override
    public T next() {
        T item = made().orElseThrow(NoSuchElementException::new);
        next = make();
        return item;
    }

    private Optional<T> made() {
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
