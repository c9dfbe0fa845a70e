package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages go right after the commit that queued them. The executor's tasks run where a test says so. */
class CommitDispatcherTest {
    private static final Delivery SENT = new Delivery.Sent("250");

    private final NoticeWorld world = new NoticeWorld();
    private final Watched work = new Watched(world.stores.unitOfWork());
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Cartable cartable = Cartable.builder()
            .stores(world.stores)
            .courier(world.mail)
            .noticeType(world.again)
            .renderer(world.renderer)
            .time(world.clock)
            .anyThread(true)
            .zone(ZoneOffset.UTC)
            .school("École Test")
            .build();
    private final Notices notices = cartable.notices();

    @AfterEach
    void close() {
        cartable.close();
    }

    private NoticeId commit() {
        Notice notice = world.notice(AGAIN, Channel.EMAIL);
        commit(notice);
        return notice.id();
    }

    private void commit(Notice notice) {
        world.stores.unitOfWork().run(tx -> notices.queue(tx, List.of(notice)));
    }

    private void runTask() {
        tasks.remove().run();
        assertThat(tasks).isEmpty();
    }

    @Test
    void aMessageGoesAfterTheCommitThatQueuedIt() {
        notices.dispatchOnCommit(tasks::add);
        Notice notice = world.notice(AGAIN, Channel.EMAIL);

        world.stores.unitOfWork().run(tx -> {
            notices.queue(tx, List.of(notice));
            assertThat(tasks).as("before the commit").isEmpty();
        });
        assertThat(world.mail.handed).as("by the thread that commits").isEmpty();
        runTask();

        assertThat(world.state(notice.id())).isEqualTo(NoticeState.SENT);
        assertThat(world.mail.rests).as("the connection is closed").isOne();
    }

    @Test
    void aMessageThatTakesThePlaceOfAnotherGoesAtOnce() {
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.again.answer = notice -> new Verdict.Send(Map.of("token", "t"), notice.address());
        try (Cartable school = Cartable.builder()
                .stores(world.stores)
                .courier(world.mail)
                .courier(sms)
                .fallbacks(Fallbacks.of(Channel.EMAIL))
                .noticeType(world.again)
                .renderer(world.renderer)
                .time(world.clock)
                .anyThread(true)
                .zone(ZoneOffset.UTC)
                .school("École Test")
                .build()) {
            sms.then(new Delivery.Accepted("202 taken", "ref-1"));
            world.queue(AGAIN, Channel.SMS);
            school.notices().dispatch().drain();
            school.notices().dispatchOnCommit(tasks::add);
            SettleReceipts receipts = school.notices().receipts();
            receipts.receive(new DeliveryReceipt(
                    Channel.SMS, "ref-1", DeliveryReceipt.State.FAILED, "absent", world.clock.instant()));

            receipts.settle(() -> false);
            runTask();
        }

        assertThat(world.mail.handed).hasSize(1);
    }

    @Test
    void nothingIsSentAfterARollback() {
        notices.dispatchOnCommit(tasks::add);

        assertThatThrownBy(() -> world.stores.unitOfWork().run(tx -> {
                    notices.queue(tx, List.of(world.notice(AGAIN, Channel.EMAIL)));
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");

        assertThat(tasks).isEmpty();
    }

    @Test
    void aMessageThatIsKnownBeginsNoDispatch() {
        Notice notice = world.notice(AGAIN, Channel.EMAIL);
        commit(notice);
        notices.dispatchOnCommit(tasks::add);

        commit(notice);

        assertThat(tasks).isEmpty();
    }

    @Test
    void messagesWaitForTheNextDispatchWhereNoneIsWanted() {
        NoticeId notice = commit();

        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
        assertThat(notices.dispatch().drain().sent()).isOne();
    }

    @Test
    void manyCommitsBeforeADispatchBeginOne() {
        try (CommitDispatcher dispatcher = dispatcher(Duration.ofMinutes(1))) {
            for (int i = 0; i < 5; i++) {
                world.queue(AGAIN);
                dispatcher.wake();
            }
            runTask();
        }
        assertThat(world.mail.handed).hasSize(5);
        assertThat(work.dispatches).isOne();
    }

    @Test
    void manyCommitsDuringADispatchAreFollowedByOneOnTheSameConnection() {
        try (CommitDispatcher dispatcher = dispatcher(Duration.ofMinutes(1))) {
            world.mail.then(first -> {
                world.clock.advance(Duration.ofSeconds(1));
                for (int i = 0; i < 5; i++) {
                    world.queue(AGAIN);
                    dispatcher.wake();
                }
                return SENT;
            });
            world.queue(AGAIN);
            dispatcher.wake();
            runTask();
        }
        assertThat(world.mail.handed).hasSize(6);
        assertThat(work.dispatches).isEqualTo(2);
        assertThat(world.mail.rests).isOne();
    }

    @Test
    void aCommitWhileTheConnectionIsClosedIsServedByTheSameTask() {
        try (CommitDispatcher dispatcher = dispatcher(Duration.ofMillis(1))) {
            world.mail.whenReleased = () -> {
                if (world.mail.rests == 1) {
                    world.queue(AGAIN);
                    dispatcher.wake();
                }
            };
            world.queue(AGAIN);
            dispatcher.wake();
            runTask();
        }
        assertThat(world.mail.handed).hasSize(2);
        assertThat(world.mail.rests).isEqualTo(2);
    }

    @Test
    void theNextCommitIsServedAfterADispatchThatFailed() {
        CommitDispatcher dispatcher = dispatcher(Duration.ofMinutes(1));
        work.away = true;
        NoticeId first = world.queue(AGAIN);
        dispatcher.wake();
        runTask();
        assertThat(world.state(first)).isEqualTo(NoticeState.QUEUED);

        work.away = false;
        world.queue(AGAIN);
        dispatcher.wake();
        runTask();

        assertThat(world.mail.handed).hasSize(2);
    }

    @Test
    void aDispatchThatBreaksOffWithAnErrorDoesNotEndAllOthers() {
        notices.dispatchOnCommit(tasks::add);
        world.mail.then(notice -> {
            throw new ScriptedCourier.Death();
        });
        commit();
        runTask();

        NoticeId next = commit();
        runTask();

        assertThat(world.state(next)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void anExecutorThatRefusesLeavesTheMessageForTheNextDispatch() {
        AtomicInteger asked = new AtomicInteger();
        notices.dispatchOnCommit(task -> {
            asked.incrementAndGet();
            throw new RejectedExecutionException("full");
        });

        NoticeId notice = commit();
        commit();

        assertThat(asked.get()).as("asked each time").isEqualTo(2);
        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
        assertThat(notices.dispatch().drain().sent()).isEqualTo(2);
    }

    @Test
    void theThreadThatCommitsNeverSends() {
        notices.dispatchOnCommit(Runnable::run);

        NoticeId notice = commit();

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void aThreadOfTheExecutorMaySendWhatItHasCommittedItself() {
        notices.dispatchOnCommit(tasks::add);
        Executor executor = Runnable::run;

        executor.execute(this::commit);
        executor.execute(tasks.remove());

        assertThat(world.mail.handed).hasSize(1);
    }

    @Test
    void noDispatchBeginsOnceItIsClosed() {
        CommitDispatcher dispatcher = notices.dispatchOnCommit(tasks::add);
        NoticeId before = commit();
        dispatcher.close();
        runTask();
        NoticeId after = commit();

        assertThat(tasks).isEmpty();
        assertThat(world.mail.rests).as("the courier is left alone").isZero();
        assertThat(List.of(before, after)).extracting(world::state).containsOnly(NoticeState.QUEUED);
        dispatcher.close();
        notices.dispatchOnCommit(tasks::add);
        commit();
        runTask();
        assertThat(world.mail.handed).hasSize(3);
    }

    @Test
    void noTaskIsHandedOverOnceItIsClosed() {
        CommitDispatcher dispatcher = dispatcher(Duration.ofMinutes(1));
        dispatcher.close();

        dispatcher.wake();

        assertThat(tasks).isEmpty();
    }

    @Test
    void itIsAskedForOnce() {
        notices.dispatchOnCommit(tasks::add);

        assertThatIllegalStateException()
                .isThrownBy(() -> notices.dispatchOnCommit(tasks::add))
                .withMessageContaining("close");
    }

    @Test
    void closingWaitsForTheMessageUnderWayAndNoOtherIsBegun() throws Exception {
        CommitDispatcher dispatcher = notices.dispatchOnCommit(tasks::add);
        CountDownLatch handing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        world.mail.then(notice -> {
            handing.countDown();
            await(answer);
            return SENT;
        });
        NoticeId underWay = commit();
        NoticeId waiting = commit();
        Thread sending = new Thread(tasks.remove(), "sending");
        sending.start();
        await(handing);
        FutureTask<Boolean> closing = new FutureTask<>(dispatcher::close, true);
        Thread closer = new Thread(closing, "closing");
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closing.isDone()).as("it waits").isFalse();
            Thread.onSpinWait();
        }

        commit();
        answer.countDown();
        closing.get(60, TimeUnit.SECONDS);

        sending.join();
        assertThat(world.state(underWay)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(waiting)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(waiting).attempts()).isZero();
        assertThat(world.mail.handed).hasSize(1);
        assertThat(world.mail.rests).as("the connection is closed").isOne();
        assertThat(tasks).isEmpty();
    }

    @Test
    void closingWaitsSoLongAndNoLonger() throws Exception {
        CommitDispatcher dispatcher = dispatcher(Duration.ofMillis(1));
        CountDownLatch answer = new CountDownLatch(1);
        Thread sending = beginToSend(dispatcher, answer);

        dispatcher.close();

        assertThat(sending.isAlive()).isTrue();
        answer.countDown();
        sending.join();
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysVisible() throws Exception {
        CommitDispatcher dispatcher = dispatcher(Duration.ofMinutes(1));
        CountDownLatch answer = new CountDownLatch(1);
        Thread sending = beginToSend(dispatcher, answer);

        Thread.currentThread().interrupt();
        dispatcher.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sending.isAlive()).isTrue();
        answer.countDown();
        sending.join();
    }

    private Thread beginToSend(CommitDispatcher dispatcher, CountDownLatch answer) {
        CountDownLatch handing = new CountDownLatch(1);
        world.mail.then(notice -> {
            handing.countDown();
            await(answer);
            return SENT;
        });
        world.queue(AGAIN);
        dispatcher.wake();
        Thread sending = new Thread(tasks.remove(), "sending");
        sending.start();
        await(handing);
        return sending;
    }

    private CommitDispatcher dispatcher(Duration closing) {
        DispatchNotices dispatch = world.dispatcher(work, world.stores.outbox(), true);
        return new CommitDispatcher(dispatch, tasks::add, closing);
    }

    /** A unit of work that counts the dispatches, each of which asks once whether it would join, and can be away. */
    private static final class Watched implements UnitOfWork {
        private final UnitOfWork real;
        private boolean away;
        private int dispatches;

        Watched(UnitOfWork real) {
            this.real = real;
        }

        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            return real.call(work);
        }

        @Override
        public boolean joins() {
            dispatches++;
            return real.joins();
        }
    }
}
