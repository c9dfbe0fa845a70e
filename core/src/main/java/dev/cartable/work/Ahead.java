package dev.cartable.work;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Items of which the next is made on a thread of its own while the caller works on the one before; so the making never runs
 * more than one item ahead, and never on two threads at once. What it throws is thrown to the caller. For one thread; close
 * it, which waits until nothing is made any more, before what the items are made from.
 */
public final class Ahead<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> items;
    private final ExecutorService maker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "cartable-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<Optional<T>> next;

    public Ahead(Iterator<T> items) {
        this.items = items;
        this.next = make();
    }

    private CompletableFuture<Optional<T>> make() {
        return CompletableFuture.supplyAsync(
                () -> items.hasNext() ? Optional.of(items.next()) : Optional.empty(), maker);
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
        maker.shutdown();
    }
}
