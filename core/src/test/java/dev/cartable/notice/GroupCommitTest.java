package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupCommitTest {
    private final InMemoryStores stores = new InMemoryStores(new SettableClock(NoticeWorld.START));
    private final GroupCommit commits = new GroupCommit(stores.unitOfWork(), stores.outbox(), Duration.ofMinutes(1));
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<FutureTask<Integer>> writes = new ArrayList<>();

    @Test
    @Timeout(60)
    void whatFailsForOneLineCostsTheOthersNothing() throws Exception {
        waitInWrite(tx -> awaitGo());
        AtomicInteger together = new AtomicInteger();
        waitInWrite(tx -> together.incrementAndGet());
        waitInWrite(tx -> {
            throw new IllegalStateException("bad words");
        });
        AtomicInteger later = new AtomicInteger();
        waitInWrite(tx -> later.incrementAndGet());
        go.countDown();

        assertThat(writes.get(1).get()).isZero();
        assertThatThrownBy(writes.get(2)::get).hasRootCauseMessage("bad words");
        assertThat(writes.get(3).get()).isZero();
        assertThat(together).as("with the others, then alone").hasValue(2);
        assertThat(later).as("alone").hasValue(1);
    }

    @Test
    @Timeout(60)
    void aStoreThatIsAwayIsNotTriedForEach() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        waitInWrite(tx -> awaitGo());
        for (int i = 0; i < 10; i++) {
            waitInWrite(tx -> {
                tries.incrementAndGet();
                throw new IllegalStateException("the store is away");
            });
        }
        go.countDown();

        for (FutureTask<Integer> write : writes.subList(1, writes.size())) {
            assertThatThrownBy(write::get).hasRootCauseMessage("the store is away");
        }
        assertThat(tries).as("all at once, and then two").hasValue(3);
    }

    private void awaitGo() {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void waitInWrite(Consumer<Tx> step) {
        GroupCommit.Entry entry = new GroupCommit.Entry();
        entry.step(step);
        FutureTask<Integer> write =
                new FutureTask<>(() -> commits.write(entry, List.of()).begun().size());
        writes.add(write);
        Thread thread = new Thread(write, "write");
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
