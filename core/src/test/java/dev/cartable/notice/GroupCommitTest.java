package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.work.Leases;
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
    private final NoticeWorld world = new NoticeWorld();
    private final InMemoryStores stores = world.stores;
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

    @Test
    void whatBelongsToTheNextMessagesIsDroppedWhereNoneGoes() {
        AtomicInteger begun = new AtomicInteger();
        GroupCommit.Entry entry = new GroupCommit.Entry();
        entry.beginStep(tx -> begun.incrementAndGet());

        commits.write(entry, List.of());

        assertThat(begun).hasValue(0);
    }

    @Test
    void whatFollowsFromAnOutcomeHappensOnceThoughTheNoticeIsSentAgain() {
        NoticeId notice = world.queue(NoticeWorld.AGAIN);
        AtomicInteger followed = new AtomicInteger();
        GroupCommit.Entry entry = new GroupCommit.Entry();
        Claimed failed = claim();
        entry.outcome(new Outcome(failed, NoticeState.FAILED, "550", NoticeWorld.START));
        entry.consequence(failed, tx -> followed.incrementAndGet());
        commits.write(entry, List.of());
        stores.unitOfWork().run(tx -> stores.outbox().retry(tx, List.of(notice), NoticeWorld.START));

        entry.outcome(new Outcome(claim(), NoticeState.SENT, "250", NoticeWorld.START));
        commits.write(entry, List.of());

        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        assertThat(followed).hasValue(1);
    }

    private Claimed claim() {
        return stores.unitOfWork()
                .<List<Claimed>>call(tx -> stores.outbox()
                        .claim(
                                tx,
                                Channel.EMAIL,
                                1,
                                Leases.Holder.thisProcess(),
                                Duration.ofMinutes(1),
                                NoticeWorld.START))
                .get(0);
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
