package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static dev.cartable.notice.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.ScriptedCourier.Death;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several lines of one courier side by side. */
@Timeout(60)
class ParallelLinesTest {
    private static final Delivery SENT = new Delivery.Sent("250 2.0.0 Ok");
    private static final Delivery DOWN = new Delivery.ChannelDown("421 too much", Duration.ofMinutes(5));

    private final NoticeWorld world = new NoticeWorld();
    private final Thread caller = Thread.currentThread();

    /** Has each line wait in its first delivery until all lines are there, and then answers as the test says. */
    private static final class Meeting implements Courier {
        private int lines;
        private final CountDownLatch present;
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private final AtomicInteger delivering = new AtomicInteger();
        final List<RenderedNotice> handed = new CopyOnWriteArrayList<>();
        final List<Integer> deliveringAtRest = new CopyOnWriteArrayList<>();
        Function<RenderedNotice, Delivery> answer = notice -> SENT;

        Meeting(int lines) {
            this.lines = lines;
            this.present = new CountDownLatch(lines);
        }

        @Override
        public int maxConnections() {
            return lines;
        }

        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            delivering.incrementAndGet();
            try {
                handed.add(notice);
                if (threads.add(Thread.currentThread())) {
                    present.countDown();
                    await(() -> present.getCount() == 0);
                }
                return answer.apply(notice);
            } finally {
                delivering.decrementAndGet();
            }
        }

        @Override
        public void release() {
            deliveringAtRest.add(delivering.get());
        }

        Thread other(Thread one) {
            return threads.stream().filter(thread -> thread != one).findFirst().orElseThrow();
        }
    }

    /** An {@code AssertionError} would be taken for the line's own failure, so that the test sees it. */
    @BeforeEach
    void claimLittle() {
        claims(5);
    }

    private void claims(int size) {
        world.settings = new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), size, Duration.ofMinutes(10), Duration.ofMinutes(15));
    }

    private Meeting lines(int count) {
        Meeting courier = new Meeting(count);
        world.couriers.clear();
        world.couriers.add(courier);
        return courier;
    }

    private List<NoticeId> queue(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> world.queue(kind)).toList();
    }

    private boolean isPaused() {
        return world.stores
                .outbox()
                .paused(Channel.EMAIL, world.clock.instant())
                .isPresent();
    }

    private List<Notice.Entry> waiting() {
        try (Stream<Notice.Entry> history =
                world.stores.outbox().history(NoticeFilter.all().in(NoticeState.QUEUED))) {
            return history.toList();
        }
    }

    private static void assertOver(Meeting courier) {
        assertThat(courier.deliveringAtRest).containsExactly(0);
        assertThat(courier.threads)
                .filteredOn(thread -> thread != Thread.currentThread())
                .allMatch(Thread::isDaemon)
                .noneMatch(Thread::isAlive)
                .extracting(Thread::getName)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, courier.lines)
                        .mapToObj(line -> "cartable-dispatch-email-" + line)
                        .toList());
    }

    @Test
    void sendEachNoticeOnce() {
        List<NoticeId> notices = queue(AGAIN, 60);
        Meeting courier = lines(3);

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(60);
        assertThat(report.isClean()).isTrue();
        assertThat(courier.handed).extracting(RenderedNotice::id).containsExactlyInAnyOrderElementsOf(notices);
        assertThat(courier.threads).hasSize(3).contains(caller);
        assertThat(world.stores.outbox().counts()).containsOnlyKeys(NoticeState.SENT);
        assertOver(courier);
    }

    @Test
    void oneNeedsNoThreadButTheCallers() {
        queue(AGAIN, 12);
        Meeting courier = lines(1);

        world.drain();

        assertThat(courier.threads).containsExactly(caller);
    }

    /** A data source that is chosen by thread would serve another tenant on another one. */
    @Test
    void areOneOnTheCallersThreadWhereTheStoreDependsOnTheThread() {
        queue(AGAIN, 12);
        Meeting courier = lines(1);
        courier.lines = 3;
        Set<Thread> writers = ConcurrentHashMap.newKeySet();
        UnitOfWork work = new Watched(world.stores.unitOfWork(), () -> writers.add(Thread.currentThread()));

        DispatchNotices.Report report =
                world.dispatcher(work, world.stores.outbox(), false).drain();

        assertThat(report.sent()).isEqualTo(12);
        assertThat(courier.threads).containsExactly(caller);
        assertThat(writers).containsExactly(caller);
    }

    @Test
    void addUpWhatTheyDid() {
        List<NoticeId> notices = queue(AGAIN, 40);
        Meeting courier = lines(3);
        courier.answer = notice -> notices.indexOf(notice.id()) % 2 == 0
                ? SENT
                : notices.indexOf(notice.id()) % 4 == 1
                        ? new Delivery.Refused("550 no")
                        : new Delivery.TryLater("450 later");

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(20);
        assertThat(report.failed()).isEqualTo(10);
        assertThat(report.retried()).isEqualTo(10);
        assertThat(report.problems())
                .as("each reason once")
                .extracting(DispatchNotices.Report.Problem::reason, DispatchNotices.Report.Problem::notices)
                .containsExactlyInAnyOrder(tuple("550 no", 10L), tuple("450 later", 10L));
    }

    @Test
    void allEndWhereOneHearsThatTheChannelIsDown() {
        queue(AGAIN, 10);
        Meeting courier = lines(2);
        courier.answer = notice -> {
            if (Thread.currentThread() == caller) {
                return DOWN;
            }
            await(this::isPaused);
            return SENT;
        };

        DispatchNotices.Report report = world.drain();

        assertThat(courier.handed).hasSize(2);
        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.heldBack()).as("of the five that were claimed").isEqualTo(4);
        assertThat(report.halts()).hasSize(1);
        assertThat(waiting()).hasSize(9).allMatch(entry -> entry.attempts() == 0);
        assertOver(courier);
    }

    @Test
    void reportOncePerChannelThatItIsDown() {
        queue(AGAIN, 15);
        Meeting courier = lines(3);
        courier.answer = notice -> DOWN;

        DispatchNotices.Report report = world.drain();
        DispatchNotices.Report paused = world.drain();

        assertThat(courier.handed).hasSize(3);
        assertThat(report.halts()).hasSize(1);
        assertThat(paused.halts()).hasSize(1);
        assertThat(waiting()).hasSize(15).allMatch(entry -> entry.attempts() == 0);
    }

    @Test
    void allEndWhereOneIsInterrupted() {
        queue(AGAIN, 10);
        Meeting courier = lines(2);
        CountDownLatch interrupted = new CountDownLatch(1);
        courier.answer = notice -> {
            if (Thread.currentThread() == caller) {
                caller.interrupt();
                interrupted.countDown();
            } else {
                // The caller's line has ended, and waits for this one.
                await(() -> interrupted.getCount() == 0 && caller.getState() == Thread.State.WAITING);
            }
            return SENT;
        };

        DispatchNotices.Report report = world.drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(courier.handed).hasSize(2);
        assertThat(report.sent()).isEqualTo(2);
        assertThat(waiting())
                .hasSize(8)
                .allMatch(entry -> entry.attempts() == 0)
                .extracting(Notice.Entry::reason)
                .contains("INTERRUPTED");
        assertOver(courier);
    }

    @Test
    void endWhereTheCallerIsInterruptedWhileItWaitsForThem() {
        queue(AGAIN, 6);
        Meeting courier = lines(2);
        courier.answer = notice -> {
            if (Thread.currentThread() != caller) {
                await(() -> caller.getState() == Thread.State.WAITING);
                caller.interrupt();
                await(() -> !caller.isInterrupted());
            }
            return SENT;
        };

        DispatchNotices.Report report = world.drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.sent() + report.heldBack()).isEqualTo(6);
        assertOver(courier);
    }

    @Test
    void areAskedToEndAndAwaitedWhereTheCallerIsInterrupted() {
        StopSignal stop = new StopSignal(() -> false);
        Runnable other = () -> {
            await(() -> caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            await(() -> stop.reason().isPresent());
        };

        new ParallelLines("test", stop).run(List.of(() -> {}, other));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stop.reason()).contains("INTERRUPTED");
    }

    @Test
    void throwWhatOneBrokeOffWithWhenTheOthersHaveEnded() {
        queue(ONCE, 10);
        Meeting courier = lines(2);
        Failing faulty = new Failing(world.stores.unitOfWork());
        courier.answer = notice -> {
            if (Thread.currentThread() == caller) {
                Thread other = courier.other(caller);
                await(() -> !other.isAlive());
            } else {
                faulty.failNext();
            }
            return SENT;
        };
        DispatchNotices dispatcher = world.dispatcher(faulty, world.stores.outbox(), true);

        assertThatIllegalStateException().isThrownBy(dispatcher::drain).withMessage("the store is away");

        assertThat(courier.handed).hasSize(2);
        assertThat(world.stores.outbox().counts()).containsEntry(NoticeState.SENT, 2L);
        assertThat(waiting()).hasSize(8).allMatch(entry -> entry.attempts() == 0);
        assertOver(courier);
        assertThat(world.drain().sent()).isEqualTo(8);
    }

    @Test
    void throwTheFirstFailureWithTheOthers() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        StopSignal stop = new StopSignal(() -> false);
        List<Runnable> lines = List.of(
                () -> {
                    throw first;
                },
                () -> {
                    throw second;
                },
                () -> {
                    throw first;
                });

        assertThatIllegalStateException()
                .isThrownBy(() -> new ParallelLines("test", stop).run(lines))
                .isSameAs(first)
                .satisfies(failure -> assertThat(failure.getSuppressed()).containsExactly(second));
        assertThat(stop.reason()).isPresent();
    }

    @Test
    void leaveOneNoticeInDoubtForEachThatDies() {
        queue(ONCE, 10);
        Meeting courier = lines(2);
        courier.answer = notice -> {
            throw new Death();
        };

        assertThatExceptionOfType(Death.class).isThrownBy(world::drain);
        assertThat(world.stores.outbox().counts())
                .containsEntry(NoticeState.SENDING, 2L)
                .containsEntry(NoticeState.QUEUED, 8L);

        courier.answer = notice -> SENT;
        world.clock.advance(Duration.ofMinutes(10));
        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(8);
        assertThat(report.uncertain()).isEqualTo(2);
        assertThat(courier.handed).extracting(RenderedNotice::id).doesNotHaveDuplicates();
    }

    @Test
    void sendNothingThatAnotherHasTakenMeanwhile() {
        claims(2);
        queue(ONCE, 4);
        Meeting courier = lines(2);
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch takenOver = new CountDownLatch(1);
        AtomicInteger callers = new AtomicInteger();
        courier.answer = notice -> {
            if (Thread.currentThread() != caller) {
                if (late.getCount() > 0) {
                    world.clock.advance(Duration.ofMinutes(11));
                    late.countDown();
                    await(() -> takenOver.getCount() == 0);
                }
            } else if (callers.incrementAndGet() == 1) {
                await(() -> late.getCount() == 0);
            } else if (callers.get() == 3) {
                takenOver.countDown();
                Thread other = courier.other(caller);
                await(() -> !other.isAlive());
            }
            return SENT;
        };

        DispatchNotices.Report report = world.drain();

        assertThat(courier.handed).hasSize(4).extracting(RenderedNotice::id).doesNotHaveDuplicates();
        assertThat(report.uncertain()).isEqualTo(1);
        assertThat(world.stores.outbox().counts())
                .containsEntry(NoticeState.SENT, 3L)
                .containsEntry(NoticeState.UNCERTAIN, 1L);
    }

    @Test
    void areAtLeastOne() {
        lines(0);

        assertThatIllegalArgumentException()
                .isThrownBy(world::dispatcher)
                .withMessage("the courier for EMAIL has 0 connections, not at least 1");
    }

    /** Runs something before each transaction. */
    private record Watched(UnitOfWork real, Runnable before) implements UnitOfWork {
        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            before.run();
            return real.call(work);
        }

        @Override
        public boolean joins() {
            return real.joins();
        }
    }

    /** Fails once, when it was told to. */
    private static final class Failing implements UnitOfWork {
        private final UnitOfWork real;
        private final AtomicBoolean fails = new AtomicBoolean();

        Failing(UnitOfWork real) {
            this.real = real;
        }

        void failNext() {
            fails.set(true);
        }

        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            if (fails.compareAndSet(true, false)) {
                throw new IllegalStateException("the store is away");
            }
            return real.call(work);
        }

        @Override
        public boolean joins() {
            return real.joins();
        }
    }
}
