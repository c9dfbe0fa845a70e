package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBatcherTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(12);
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** The first batch waits, so that the others gather. */
    private List<Integer> doubled(List<Integer> numbers) {
        sizes.add(numbers.size());
        try {
            first.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return numbers.stream().map(number -> number * 2).toList();
    }

    @Test
    void whoComesWhileOneIsServedIsServedTogether() throws Exception {
        RequestBatcher<Integer, Integer> batcher = new RequestBatcher<>(this::doubled, 4);
        List<Callable<Integer>> asking = IntStream.range(0, 10)
                .<Callable<Integer>>mapToObj(i -> () -> batcher.call(i))
                .toList();
        List<Future<Integer>> answers = asking.stream().map(threads::submit).toList();
        while (waiting() < 9) {
            Thread.onSpinWait();
        }
        first.countDown();

        for (int i = 0; i < 10; i++) {
            assertThat(answers.get(i).get()).isEqualTo(i * 2);
        }
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
        assertThat(sizes).hasSizeLessThanOrEqualTo(4).allMatch(size -> size <= 4);
    }

    private static long waiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getState() == Thread.State.WAITING)
                .filter(entry -> Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(RequestBatcher.class.getName())
                                && frame.getMethodName().equals("call")))
                .filter(entry -> Arrays.stream(entry.getValue())
                        .noneMatch(frame -> frame.getMethodName().equals("doubled")))
                .count();
    }

    @Test
    void anInterruptIsTheCallersOwn() {
        RequestBatcher<String, Boolean> batcher = new RequestBatcher<>(
                words -> words.stream()
                        .map(word -> Thread.currentThread().isInterrupted())
                        .toList(),
                10);
        Thread.currentThread().interrupt();

        assertThat(batcher.call("a")).as("while the batch is served").isFalse();
        assertThat(Thread.interrupted()).as("afterwards").isTrue();
    }

    @Test
    void aFailureIsHeardByThoseWhoWereInTheBatchAndNobodyElse() {
        RequestBatcher<String, String> batcher = new RequestBatcher<>(
                words -> {
                    if (words.contains("bad")) {
                        throw new IllegalStateException("no");
                    }
                    return words;
                },
                10);

        assertThatIllegalStateException().isThrownBy(() -> batcher.call("bad")).withMessage("no");
        assertThat(batcher.call("good")).isEqualTo("good");
    }

    @Test
    void aBatchThatDoesNotAnswerEachFails() {
        RequestBatcher<String, String> batcher = new RequestBatcher<>(words -> List.of(), 10);

        assertThatIllegalStateException().isThrownBy(() -> batcher.call("a")).withMessageContaining("1 requests");
    }
}
