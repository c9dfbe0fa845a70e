package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static dev.cartable.notice.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A courier that names sender and recipient while it is written that a notice is on its way. */
@Timeout(60)
class DispatchClearanceTest {
    private final NoticeWorld world = new NoticeWorld();

    DispatchClearanceTest() {
        world.mail.prepares = true;
    }

    /** A unit of work that waits before it writes, or fails. */
    private final class Slow implements UnitOfWork {
        private final Runnable before;

        private Slow(Runnable before) {
            this.before = before;
        }

        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            before.run();
            return world.stores.unitOfWork().call(work);
        }

        @Override
        public boolean joins() {
            return false;
        }
    }

    @Test
    void nothingArrivesBeforeItIsWrittenThatItMay() {
        List<NoticeId> notices = List.of(world.queue(AGAIN), world.queue(ONCE));
        List<List<NoticeState>> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            world.mail.then(notice -> {
                seen.add(notices.stream().map(world::state).toList());
                return new Delivery.Sent("250");
            });
        }

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(seen)
                .as("one in doubt at most")
                .containsExactly(
                        List.of(NoticeState.SENDING, NoticeState.QUEUED),
                        List.of(NoticeState.SENT, NoticeState.SENDING));
        assertThat(notices.stream().map(world::state)).containsOnly(NoticeState.SENT);
    }

    @Test
    void theRecipientIsNamedWhileItIsWritten() {
        NoticeId notice = world.queue(AGAIN);
        CountDownLatch named = new CountDownLatch(1);
        AtomicReference<NoticeState> before = new AtomicReference<>();
        world.mail.preparing = any -> {
            before.set(world.state(notice));
            named.countDown();
        };
        int[] commits = {0};
        UnitOfWork work = new Slow(() -> {
            if (++commits[0] == 2) { // After the claim.
                await(named);
            }
        });

        assertThat(world.dispatcher(work, world.stores.outbox(), true).drain().sent())
                .isOne();

        assertThat(before).hasValue(NoticeState.QUEUED);
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void aNoticeThatWasCancelledMeanwhileDoesNotGo() {
        NoticeId notice = world.queue(AGAIN);
        int[] commits = {0};
        UnitOfWork work = new Slow(() -> {
            if (++commits[0] == 2) {
                world.stores
                        .unitOfWork()
                        .run(tx -> world.stores.outbox().cancel(tx, List.of(notice), "by hand", world.clock.instant()));
            }
        });

        assertThat(world.dispatcher(work, world.stores.outbox(), true).drain().failed())
                .isZero();

        assertThat(world.mail.cleared).containsExactly(false);
        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(notice)).isEqualTo(NoticeState.CANCELLED);
    }

    @Test
    void aNoticeWhoseCommitFailsDoesNotGo() {
        NoticeId notice = world.queue(AGAIN);
        int[] commits = {0};
        UnitOfWork work = new Slow(() -> {
            if (++commits[0] == 2) {
                throw new IllegalStateException("the store is away");
            }
        });

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        world.dispatcher(work, world.stores.outbox(), true).drain())
                .withMessage("the store is away");

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.entry(notice))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(NoticeState.QUEUED, 0);
    }

    @Test
    void anInterruptWhileItIsWrittenLosesNothingAndBeginsNoOther() {
        NoticeId first = world.queue(AGAIN);
        NoticeId second = world.queue(AGAIN);
        Thread line = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        world.mail.preparing = any -> {
            line.interrupt();
            interrupted.countDown();
        };
        int[] commits = {0};
        UnitOfWork work = new Slow(() -> {
            if (++commits[0] == 2) {
                await(interrupted);
                await(() -> !line.isInterrupted()); // It waits for this commit.
            }
        });

        DispatchNotices.Report report =
                world.dispatcher(work, world.stores.outbox(), true).drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.sent()).isOne();
        assertThat(world.state(first)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(second))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 0, "INTERRUPTED");
    }

    @Test
    void whatACourierDidThatBreaksOffIsUnknown() {
        NoticeId once = world.queue(ONCE);
        NoticeId next = world.queue(ONCE);
        world.mail.then(notice -> {
            throw new IllegalStateException("lost " + notice.text());
        });

        assertThat(world.drain().sent()).isOne();

        assertThat(world.entry(once))
                .extracting(Notice.Entry::state, Notice.Entry::reason)
                .containsExactly(NoticeState.UNCERTAIN, "NOT_SENT_AGAIN: COURIER_FAILED: IllegalStateException");
        assertThat(world.state(next)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void theThreadThatWritesKeepsNoProcessAliveAndEndsWithTheDispatch() throws InterruptedException {
        world.queue(AGAIN);
        List<Thread> writers = new CopyOnWriteArrayList<>();
        UnitOfWork work = new Slow(() -> writers.add(Thread.currentThread()));

        world.dispatcher(work, world.stores.outbox(), true).drain();

        writers.removeIf(Thread.currentThread()::equals);
        assertThat(writers).hasSize(1).allMatch(Thread::isDaemon);
        writers.get(0).join(Duration.ofSeconds(20).toMillis());
        assertThat(writers.get(0).isAlive()).isFalse();
    }

    /** What the server says of a recipient is not lost, though it was never asked whether the message may go. */
    @Test
    void aRecipientWhoIsRefusedAtOnceCountsAsAnAttempt() {
        NoticeId notice = world.queue(AGAIN);
        world.couriers.set(0, new RefusingAtOnce(world.mail));

        assertThat(world.drain().failed()).isOne();

        assertThat(world.entry(notice))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.FAILED, 1, "550 no such user");
    }

    private static final class RefusingAtOnce extends ForwardingCourier {
        private RefusingAtOnce(ScriptedCourier other) {
            super(other);
        }

        @Override
        public boolean preparesDelivery() {
            return true;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new AssertionError("it may not have been written yet that it goes");
        }

        @Override
        public Delivery deliver(RenderedNotice notice, BooleanSupplier clearance) {
            return new Delivery.Refused("550 no such user");
        }
    }

    /** Where the store depends on the thread, everything stays on it. */
    @Test
    void onOneThreadItIsWrittenFirst() {
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.dispatcher(world.stores.unitOfWork(), world.stores.outbox(), false)
                        .drain()
                        .sent())
                .isOne();

        assertThat(world.mail.cleared).isEmpty();
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
    }
}
