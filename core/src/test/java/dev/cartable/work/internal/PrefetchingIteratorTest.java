package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrefetchingIteratorTest {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private Iterator<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).map(i -> made.incrementAndGet()).iterator();
    }

    @Test
    void givesAllInTheirOrder() {
        for (int last : new int[] {0, 1, 5}) {
            made.set(0);
            List<Integer> got = new ArrayList<>();
            try (PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(upTo(last), executor)) {
                ahead.forEachRemaining(got::add);
                assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(ahead::next);
            }
            assertThat(got).isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
        }
    }

    @Test
    void makesTheNextWhileTheCallerWorksAndNoMoreThanThat() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        Iterator<Integer> items = IntStream.rangeClosed(1, 5)
                .peek(i -> {
                    made.incrementAndGet();
                    second.countDown();
                })
                .iterator();
        try (PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(items, executor)) {
            assertThat(ahead.next()).isEqualTo(1);
            assertThat(second.await(10, TimeUnit.SECONDS))
                    .as("made while nobody asked")
                    .isTrue();
        }
        assertThat(made.get()).isEqualTo(2);
    }

    @Test
    void whatTheMakingThrowsIsThrownWhereItsItemIsDue() {
        Iterator<Integer> items = IntStream.rangeClosed(1, 3)
                .map(i -> {
                    if (i == 2) {
                        throw new IllegalStateException("no second");
                    }
                    return i;
                })
                .iterator();
        try (PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(items, executor)) {
            assertThat(ahead.next()).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(ahead::hasNext).withMessage("no second");
        }
    }

    @Test
    void closingWaitsUntilNothingIsMadeAnyMore() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Stream<Integer> items = IntStream.of(1, 2).boxed().peek(i -> {
            if (i == 2) {
                making.countDown();
                await(go);
            }
            made.incrementAndGet();
        });
        Stream<Integer> ahead = PrefetchingIterator.stream(items, executor);
        assertThat(ahead.iterator().next()).isEqualTo(1);
        assertThat(making.await(10, TimeUnit.SECONDS)).isTrue();
        Thread other = new Thread(() -> {
            ahead.close();
            made.addAndGet(10);
        });
        other.start();
        other.join(100);
        assertThat(made).as("closed before it was made").hasValue(1);
        go.countDown();
        other.join(10_000);
        assertThat(made).hasValue(12);
    }

    @Test
    void makesNothingBeforeItIsAskedFor() {
        try (PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(upTo(3), task -> {
            throw new RejectedExecutionException("no thread is left");
        })) {
            assertThat(made).hasValue(0);
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(ahead::hasNext);
        }
    }

    @Test
    void withoutAnExecutorTheStreamIsTheSame() {
        Stream<Integer> items = Stream.of(1);

        assertThat(PrefetchingIterator.stream(items, null)).isSameAs(items);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
