package dev.cartable.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Work on several real threads. */
final class Together {
    private static final long PATIENCE_SECONDS = 60;

    private Together() {}

    /** Runs the work on so many threads, which all set out at once, and gives what each gave, in their order. */
    static <R> List<R> run(int threads, IntFunction<R> work) {
        CountDownLatch go = new CountDownLatch(1);
        List<Running<R>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            running.add(start(() -> {
                go.await();
                return work.apply(number);
            }));
        }
        go.countDown();
        return running.stream().map(Running::result).toList();
    }

    /** Runs the work on another thread. */
    static <R> Running<R> start(Callable<R> work) {
        FutureTask<R> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "contract");
        thread.setDaemon(true);
        thread.start();
        return new Running<>(task, thread);
    }

    /** Work under way on another thread. */
    record Running<R>(FutureTask<R> task, Thread thread) {
        /** What it gave, when it is done; what it threw is thrown. */
        R result() {
            try {
                return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError("a thread has failed: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a thread was not done after " + PATIENCE_SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        boolean isDone() {
            return task.isDone();
        }
    }
}
