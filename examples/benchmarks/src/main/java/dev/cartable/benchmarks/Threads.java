package dev.cartable.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** The same thing done by several threads at once. */
final class Threads {
    private Threads() {}

    /** How often a second something is done, when so many threads do it so often together; each time has its number. */
    static double perSecond(int threads, int times, IntConsumer work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            double seconds = Measured.seconds(() -> {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int first = i;
                    all.add(pool.submit(() -> {
                        for (int number = first; number < times; number += threads) {
                            work.accept(number);
                        }
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            });
            return times / seconds;
        } finally {
            pool.shutdownNow();
        }
    }
}
