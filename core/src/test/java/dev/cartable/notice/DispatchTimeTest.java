package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static dev.cartable.notice.NoticeWorld.PATIENT;
import static dev.cartable.notice.NoticeWorld.START;
import static dev.cartable.notice.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a dispatch begins a notice, waits, and ends. */
class DispatchTimeTest {
    private final NoticeWorld world = new NoticeWorld();

    @Test
    void noNoticeIsBegunWhenTheTimeIsOverAndTheRestOfTheClaimIsPutBack() {
        List<NoticeId> notices =
                IntStream.range(0, 4).mapToObj(i -> world.queue(AGAIN)).toList();
        world.mail.then(new Delivery.Sent("250")).then(notice -> {
            world.clock.advance(Duration.ofMinutes(25));
            return new Delivery.Sent("250 slow");
        });

        DispatchNotices.Report report = world.dispatcher().drain(START.plus(Duration.ofMinutes(25)));

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.heldBack()).isEqualTo(2);
        assertThat(notices)
                .extracting(world::state)
                .containsExactly(NoticeState.SENT, NoticeState.SENT, NoticeState.QUEUED, NoticeState.QUEUED);
        assertThat(world.entry(notices.get(2)).attempts()).isZero();
        assertThat(world.mail.rests).isOne();
        assertThat(world.drain().sent()).as("at once by the next one").isEqualTo(2);
    }

    @Test
    void aDispatchWhoseTimeIsOverDoesNotWaitForAnother() throws Exception {
        DispatchNotices dispatcher = world.dispatcher();
        CountDownLatch handing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        world.mail.then(notice -> {
            handing.countDown();
            await(answer);
            return new Delivery.Sent("250");
        });
        world.queue(AGAIN);
        FutureTask<DispatchNotices.Report> first = new FutureTask<>(dispatcher::drain);
        new Thread(first, "first").start();
        await(handing);
        FutureTask<DispatchNotices.Report> second = new FutureTask<>(() -> dispatcher.drain(START.plusSeconds(60)));
        new Thread(second, "second").start();

        world.clock.advance(Duration.ofSeconds(60));

        assertThat(second.get(60, TimeUnit.SECONDS).isClean()).isTrue();
        answer.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).sent()).isOne();
    }

    @Test
    void anInterruptEndsTheWaitingForAnotherDispatch() throws Exception {
        DispatchNotices dispatcher = world.dispatcher();
        world.mail.then(notice -> {
            FutureTask<Boolean> second = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                return dispatcher.drain().isClean() && Thread.interrupted();
            });
            new Thread(second, "second").start();
            try {
                assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return new Delivery.Sent("250");
        });
        world.queue(AGAIN);

        assertThat(dispatcher.drain().sent()).isOne();
    }

    @Test
    void nothingIsClaimedWhenTheTimeIsOverBeforeItBegins() {
        NoticeId notice = world.queue(AGAIN);
        world.queue(AGAIN, Channel.SMS);

        DispatchNotices.Report report = world.dispatcher().drain(START);

        assertThat(report.isClean()).isTrue();
        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void whatCanWaitIsSentWhenTheQuietHoursAreOver() {
        QuietHours now = new QuietHours(
                LocalTime.ofInstant(world.clock.instant(), ZoneOffset.UTC),
                LocalTime.ofInstant(world.clock.instant().plusSeconds(3_600), ZoneOffset.UTC),
                ZoneOffset.UTC);
        world.settings = DispatchSettings.defaults().withQuietHours(now);
        NoticeId patient = world.queue(PATIENT);
        NoticeId asked = world.queue(ONCE);
        world.couriers.add(new ScriptedCourier(Channel.IN_APP));
        NoticeId disturbsNobody = world.queue(PATIENT, Channel.IN_APP);

        DispatchNotices.Report quiet = world.drain();

        assertThat(quiet.sent()).isEqualTo(2);
        assertThat(world.state(disturbsNobody)).isEqualTo(NoticeState.SENT);
        assertThat(quiet.deferred()).isEqualTo(1);
        assertThat(quiet.deferredUntil()).isEqualTo(START.plusSeconds(3_600));
        assertThat(quiet.isClean()).isTrue();
        assertThat(world.state(asked)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(patient)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(patient).attempts()).isZero();

        world.clock.advance(Duration.ofMinutes(59));
        assertThat(world.drain().sent()).isZero();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(patient)).isEqualTo(NoticeState.SENT);
    }

    /** A claim of fifty takes minutes at a slow server. */
    @Test
    void decidesForEachNoticeWhenItsOwnTurnHasCome() {
        NoticeId first = world.queue(AGAIN);
        NoticeId second = world.queue(AGAIN);
        world.mail.then(notice -> {
            world.again.answer = later -> new Verdict.Suppress("the invoice was paid");
            return new Delivery.Sent("250");
        });

        assertThat(world.drain().suppressed()).isEqualTo(1);

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(first);
        assertThat(world.state(second)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.again.suppressed).containsExactly(second);
    }

    @Test
    void decidesAgainWhereThePaceMadeANoticeWait() {
        NoticeId notice = world.queue(AGAIN);
        world.mail.pace = () -> {
            world.again.answer = later -> new Verdict.Suppress("the session has begun");
            return true;
        };

        DispatchNotices.Report report = world.drain();

        assertThat(report.suppressed()).isEqualTo(1);
        assertThat(world.mail.handed).isEmpty();
        assertThat(world.entry(notice).attempts()).isZero();
    }

    @Test
    void quietHoursThatBeginDuringARoundCountFromTheNextNoticeOn() {
        world.settings = DispatchSettings.defaults()
                .withQuietHours(new QuietHours(
                        LocalTime.ofInstant(START, ZoneOffset.UTC).plusMinutes(1),
                        LocalTime.ofInstant(START, ZoneOffset.UTC).plusHours(8),
                        ZoneOffset.UTC));
        NoticeId first = world.queue(PATIENT);
        NoticeId second = world.queue(PATIENT);
        world.mail.then(notice -> {
            world.clock.advance(Duration.ofMinutes(2));
            return new Delivery.Sent("250");
        });

        assertThat(world.drain().deferred()).isEqualTo(1);

        assertThat(world.state(first)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(second)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void anInterruptWhileTheChannelPacesLosesNothing() {
        NoticeId notice = world.queue(AGAIN);
        world.mail.pace = () -> {
            throw new InterruptedException();
        };

        DispatchNotices.Report report = world.drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.heldBack()).isEqualTo(1);
        assertThat(world.entry(notice).attempts()).isZero();
        world.mail.pace = () -> false;
        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void anInterruptWhileALineWaitsForADomainLosesNothing() {
        world.settings = world.settings.withDomainLimits(DomainLimits.parse("example.org=2/min"));
        world.timer = new DomainGate.Timer() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                throw new InterruptedException();
            }
        };
        NoticeId sent = world.queue(AGAIN);
        NoticeId waiting = world.queue(AGAIN);

        world.drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(world.state(sent)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(waiting))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 0, "INTERRUPTED");
    }

    @Test
    void endsEarlyOnAnInterruptAndLosesNothing() {
        NoticeId first = world.queue(AGAIN);
        NoticeId second = world.queue(AGAIN);
        world.mail.then(notice -> {
            Thread.currentThread().interrupt();
            return new Delivery.Sent("250");
        });

        DispatchNotices.Report report = world.drain();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.sent()).isEqualTo(1);
        assertThat(world.state(first)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(second)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void anAttemptIsRepeatedAfterItsAnswerAndNeverBeforeTheRoundBegan() {
        NoticeId slow = world.queue(AGAIN);
        world.mail.then(notice -> {
            world.clock.advance(Duration.ofMinutes(5));
            return new Delivery.TryLater("451");
        });
        world.drain();
        world.clock.advance(Duration.ofSeconds(59));
        assertThat(world.drain().retried())
                .as("a minute after its answer, not before")
                .isZero();
        world.clock.advance(Duration.ofSeconds(1));

        world.mail.then(notice -> {
            world.clock.advance(Duration.ofMinutes(-30));
            return new Delivery.TryLater("451");
        });
        assertThat(world.drain().retried())
                .as("once, though the clock was set back")
                .isEqualTo(1);
        world.clock.advance(Duration.ofMinutes(31));
        assertThat(world.drain().sent()).as("two minutes after the round began").isZero();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(slow)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void withoutAPaceEachNoticeIsAskedOnce() {
        world.queue(AGAIN);
        world.queue(AGAIN);

        world.drain();

        assertThat(world.again.asked).isEqualTo(2);
    }
}
