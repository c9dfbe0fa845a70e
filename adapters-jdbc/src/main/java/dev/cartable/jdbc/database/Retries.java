package dev.cartable.jdbc.database;

import dev.cartable.jdbc.sql.Failures;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Runs a transaction of our own again, a bounded number of times, when the database has undone it in favour of another: after a
 * deadlock, a serialisation failure or a lock time-out. A commit whose outcome is not known is never repeated. Safe for use by
 * several threads.
 *
 * @param attempts how often it is run at most; 1 for never again
 * @param pause what happens between two attempts
 */
public record Retries(int attempts, Pause pause) {
    public static final int ATTEMPTS = 10;

    private static final long FIRST_MILLIS = 20;
    private static final int MOST_DOUBLINGS = 5;

    /** Waits before the attempt that follows so many. */
    public interface Pause {
        void after(int attempts) throws InterruptedException;
    }

    public Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("a transaction is tried at least once, not " + attempts + " times");
        }
    }

    public Retries(int attempts) {
        this(attempts, Retries::sleep);
    }

    /** A random time, so that transactions that were in each other's way do not meet again. */
    private static void sleep(int attempts) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(FIRST_MILLIS << Math.min(attempts, MOST_DOUBLINGS)));
    }

    public <R> R call(Supplier<R> transaction) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.get();
            } catch (RuntimeException e) {
                if (attempt == attempts || !Failures.isContention(e)) {
                    throw e;
                }
                try {
                    pause.after(attempt);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
