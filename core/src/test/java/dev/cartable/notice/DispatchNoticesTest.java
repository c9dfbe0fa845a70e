package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static dev.cartable.notice.NoticeWorld.PATIENT;
import static dev.cartable.notice.NoticeWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.DispatchSettings.QuietHours;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchNoticesTest {
    private static final Delivery GREYLISTED = new Delivery.TryLater("450 4.2.0 try again");

    private final NoticeWorld world = new NoticeWorld();

    @Test
    void aPersonWhoHasAnotherAddressNowIsReachedThere() {
        Address now = EmailAddress.of("new@example.org");
        world.again.answer = notice -> new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET), now);
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.dispatcher().drain().sent()).isOne();

        assertThat(world.mail.handed).extracting(RenderedNotice::address).containsExactly(now);
        assertThat(world.entry(notice).notice().address()).isEqualTo(now);
    }

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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    @Test
    void sendsWhatIsDueOnce() {
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.drain().sent()).isZero();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(notice);
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(notice).reason()).isEqualTo("250 2.0.0 Ok");
    }

    @Test
    void queuesTheSameNoticeOnce() {
        NoticeId first = world.queue(AGAIN);
        Notice same = world.entry(first).notice();

        world.stores
                .unitOfWork()
                .run(tx ->
                        assertThat(world.stores.outbox().add(tx, List.of(same))).isEmpty());

        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void sendsMoreThanOneClaimHolds() {
        world.settings = new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), 2, Duration.ofMinutes(10), Duration.ofMinutes(15));
        IntStream.range(0, 7).forEach(i -> world.queue(AGAIN));

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(7);
        assertThat(report.isClean()).isTrue();
        assertThat(world.mail.rests).isEqualTo(1);
    }

    @Test
    void triesAgainAfterOneTwoAndFourMinutesAndThenGivesUp() {
        NoticeId notice = world.queue(AGAIN);
        List<Instant> attempts = new ArrayList<>();
        IntStream.range(0, 9)
                .forEach(i -> world.mail.then(words -> {
                    attempts.add(world.clock.instant());
                    return GREYLISTED;
                }));

        for (int second = 0; second < 900; second++) {
            world.drain();
            world.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(attempts)
                .containsExactly(
                        START, START.plusSeconds(60), START.plusSeconds(60 + 120), START.plusSeconds(60 + 120 + 240));
        assertThat(world.state(notice)).isEqualTo(NoticeState.FAILED);
        assertThat(world.entry(notice).reason()).isEqualTo("450 4.2.0 try again");
        assertThat(world.entry(notice).attempts()).isEqualTo(4);
    }

    @Test
    void goesOnWithTheLongTailWhereThereIsOne() {
        world.settings = DispatchSettings.defaults().withLongTail(List.of(Duration.ofHours(1), Duration.ofHours(6)));
        NoticeId notice = world.queue(AGAIN);
        IntStream.range(0, 5).forEach(i -> world.mail.then(GREYLISTED));
        for (Duration wait : List.of(
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(240),
                Duration.ofHours(1))) {
            world.clock.advance(wait);
            assertThat(world.drain().retried()).isEqualTo(1);
        }

        world.clock.advance(Duration.ofHours(6).minusSeconds(1));
        assertThat(world.drain().sent()).isZero();
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.entry(notice).attempts()).isEqualTo(6);
    }

    @Test
    void givesUpAtOnceWhereTheServerRefusesTheRecipient() {
        NoticeId refused = world.queue(AGAIN);
        NoticeId next = world.queue(AGAIN);
        world.mail.then(new Delivery.Refused("550 5.1.1 no such user"));

        DispatchNotices.Report report = world.drain();

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.sent()).isEqualTo(1);
        assertThat(world.state(refused)).isEqualTo(NoticeState.FAILED);
        assertThat(world.state(next)).isEqualTo(NoticeState.SENT);
        assertThat(report.problems())
                .containsExactly(
                        new DispatchNotices.Report.Problem(refused, NoticeState.FAILED, "550 5.1.1 no such user", 1));
    }

    @Test
    void pausesTheChannelWithoutBurningAttempts() {
        List<NoticeId> notices =
                IntStream.range(0, 5).mapToObj(i -> world.queue(AGAIN)).toList();
        for (int round = 0; round < 20; round++) {
            world.mail.then(new Delivery.ChannelDown("421 4.3.2 shutting down", Duration.ofMinutes(5)));
            assertThat(world.drain().heldBack()).isEqualTo(5);
            world.clock.advance(Duration.ofMinutes(5));
        }
        assertThat(world.mail.handed).hasSize(20);
        assertThat(notices).allSatisfy(notice -> {
            assertThat(world.entry(notice).attempts()).isZero();
            assertThat(world.entry(notice).reason()).isEqualTo("421 4.3.2 shutting down");
        });

        assertThat(world.drain().sent()).isEqualTo(5);
    }

    @Test
    void leavesAPausedChannelAlone() {
        world.queue(AGAIN);
        world.mail.then(new Delivery.ChannelDown("535 5.7.8 authentication failed", Duration.ofMinutes(5)));
        world.drain();
        world.clock.advance(Duration.ofMinutes(5).minusSeconds(1));

        DispatchNotices.Report report = world.drain();

        assertThat(world.mail.handed).hasSize(1);
        assertThat(report.halts())
                .containsExactly(new DispatchNotices.Report.Halt(
                        Channel.EMAIL, "535 5.7.8 authentication failed", START.plus(Duration.ofMinutes(5))));
    }

    @Test
    void triesAPausedChannelAtOnceWhereItIsResumed() {
        world.queue(AGAIN);
        world.mail.then(new Delivery.ChannelDown("535 5.7.8 authentication failed", Duration.ofMinutes(15)));
        world.drain();

        world.dispatcher().resume();

        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void aServerThatRefusesAllCostsThreeAttemptsAndThenOneForEachPause() {
        List<NoticeId> notices =
                IntStream.range(0, 8).mapToObj(i -> world.queue(AGAIN)).toList();
        DispatchNotices dispatcher = world.dispatcher();
        for (int round = 0; round < 3; round++) {
            IntStream.range(0, 8)
                    .forEach(i -> world.mail.then(new Delivery.Blocked("421 4.7.0 no more", Duration.ofSeconds(30))));
            assertThat(dispatcher.drain().halts()).hasSize(1);
            world.clock.advance(Duration.ofSeconds(31));
        }

        assertThat(world.mail.handed).hasSize(5);
        assertThat(notices)
                .extracting(notice -> world.entry(notice).attempts())
                .containsExactly(1, 1, 1, 1, 1, 0, 0, 0);
    }

    @Test
    void pausesForAWhileWhereTheCourierNamesNoTime() {
        world.queue(AGAIN);
        world.mail.then(new Delivery.ChannelDown("no connection", Duration.ZERO));

        assertThat(world.drain().halts().get(0).until()).isEqualTo(START.plus(Duration.ofMinutes(15)));
    }

    @Test
    void itsKindDoesNotHearOfASuppressionThatIsNotThisProcesssToDecideAnyMore() {
        NoticeId id = world.queue(NoticeWorld.AGAIN);
        Leases.Holder other = new Leases.Holder("another-node", 7, 1);
        world.again.answer = notice -> {
            world.clock.advance(Duration.ofHours(1));
            world.stores
                    .unitOfWork()
                    .run(tx -> assertThat(world.stores
                                    .outbox()
                                    .claim(tx, Channel.EMAIL, 1, other, Duration.ofHours(1), world.clock.instant()))
                            .hasSize(1));
            return new Verdict.Suppress("the user is gone");
        };

        world.drain();

        assertThat(world.state(id)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.again.suppressed).isEmpty();
    }

    @Test
    void doesNotTellWhatIsNoLongerTrue() {
        NoticeId paid = world.queue(AGAIN);
        world.again.answer = notice -> new Verdict.Suppress("the invoice was paid");

        assertThat(world.drain().suppressed()).isEqualTo(1);

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(paid)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.entry(paid).reason()).isEqualTo("the invoice was paid");
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
    void failsOneNoticeAndNotTheRoundWhereAFactCannotBeHad() {
        NoticeId good = world.queue(AGAIN);
        NoticeId bad = world.queue(AGAIN);
        NoticeId silent = world.queue(AGAIN);
        world.again.answer = notice -> {
            if (notice.id().equals(bad)) {
                throw new IllegalStateException("broken for " + ScriptedNoticeType.SECRET);
            }
            return new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));
        };
        NoticeId other = world.queue(ONCE);
        world.once.answer = notice -> new Verdict.Suppress("over");

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.retried()).isEqualTo(1);
        assertThat(world.state(good)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(silent)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(other)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.entry(bad).attempts()).isEqualTo(1);
        assertThat(world.entry(bad).reason())
                .contains("IllegalStateException")
                .doesNotContain(ScriptedNoticeType.SECRET);
    }

    @Test
    void endsANoticeThatCanNeverBePutIntoWords() {
        NoticeId bad = world.queue(ONCE);
        world.renderer = (kind, language, channel, variables) -> {
            throw new TemplateException("there is no template");
        };

        for (int round = 0; round < 10; round++) {
            world.drain();
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(world.mail.handed).isEmpty();
        assertThat(world.state(bad)).isEqualTo(NoticeState.FAILED);
        assertThat(world.entry(bad).attempts()).isEqualTo(4);
        assertThat(world.entry(bad).reason()).contains("there is no template");
    }

    @Test
    void survivesATemplateThatExhaustsTheStack() {
        NoticeId bad = world.queue(AGAIN);
        NoticeId good = world.queue(ONCE);
        world.renderer = (kind, language, channel, variables) -> {
            if (kind.name().equals(AGAIN)) {
                throw new StackOverflowError();
            }
            return new Words("Good", "Good", null);
        };

        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(bad)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.state(good)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void leavesAKindQueuedThatNobodyAnswersFor() {
        NoticeId unknown = world.queue("library.overdue");
        NoticeId known = world.queue(AGAIN);

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.heldBack()).isEqualTo(1);
        assertThat(world.state(known)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(unknown)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(unknown).reason()).isEqualTo("NO_TYPE: library.overdue");
        assertThat(world.entry(unknown).attempts()).isZero();

        world.types.add(new ScriptedNoticeType("library.overdue", WhenUncertain.LEAVE));
        world.clock.advance(Duration.ofMinutes(15));
        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void leavesAChannelQueuedThatNobodyServes() {
        NoticeId first = world.queue(AGAIN, Channel.SMS);
        NoticeId second = world.queue(AGAIN, Channel.SMS);

        DispatchNotices.Report report = world.drain();

        assertThat(report.halts())
                .extracting(DispatchNotices.Report.Halt::channel)
                .containsExactly(Channel.SMS);
        assertThat(report.halts().get(0).reason()).isEqualTo("NO_COURIER: SMS");
        assertThat(world.entry(first).reason()).isEqualTo("NO_COURIER: SMS");

        world.couriers.add(new ScriptedCourier(Channel.SMS));
        assertThat(world.drain().sent()).isEqualTo(2);
        assertThat(world.state(second)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void sendsAgainLaterWhereTheAnswerNeverCameAndTheKindAllowsIt() {
        NoticeId notice = world.queue(AGAIN);
        world.mail.then(new Delivery.Unknown("the line dropped after the final dot"));

        assertThat(world.drain().retried()).isEqualTo(1);
        world.clock.advance(Duration.ofSeconds(60));
        assertThat(world.drain().sent()).isEqualTo(1);

        assertThat(world.mail.handed).hasSize(2);
        assertThat(world.mail.handed.get(0).key())
                .isEqualTo(world.mail.handed.get(1).key());
        assertThat(world.entry(notice).attempts()).isEqualTo(2);
    }

    @Test
    void leavesItUncertainWhereTheAnswerNeverCameAndTheKindForbidsIt() {
        NoticeId notice = world.queue(ONCE);
        world.mail.then(new Delivery.Unknown("the line dropped after the final dot"));

        assertThat(world.drain().uncertain()).isEqualTo(1);
        world.clock.advance(Duration.ofDays(1));
        world.drain();

        assertThat(world.mail.handed).hasSize(1);
        assertThat(world.state(notice)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.entry(notice).reason()).isEqualTo("NOT_SENT_AGAIN: the line dropped after the final dot");
    }

    @Test
    void doesNotKnowWhatACourierDidThatBreaksOff() {
        NoticeId once = world.queue(ONCE);
        NoticeId next = world.queue(ONCE);
        world.mail.then(notice -> {
            throw new IllegalStateException("lost " + notice.text());
        });

        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.state(once)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.state(next)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(once).reason()).doesNotContain(ScriptedNoticeType.SECRET);
    }

    @Test
    void keepsAddressAndSecretOutOfWhatTheServerSaid() {
        NoticeId notice = world.queue(AGAIN);
        String address = world.entry(notice).notice().address().value();
        world.mail.then(words -> new Delivery.Refused(
                "550 <" + words.address().value().toUpperCase(Locale.ROOT) + "> blocked:\r\n " + words.text()));

        DispatchNotices.Report report = world.drain();

        String reason = report.problems().get(0).reason();
        assertThat(reason).isEqualTo("550 <<recipient>> blocked: Token <hidden>");
        assertThat(world.entry(notice).reason()).isEqualTo(reason);
        assertThat(report.toString()).doesNotContain(address).doesNotContain(ScriptedNoticeType.SECRET);
    }

    @Test
    void refusesToSendInsideSomebodyElsesTransaction() {
        world.queue(AGAIN);

        assertThatIllegalStateException()
                .isThrownBy(() -> world.stores.unitOfWork().run(tx -> world.drain()))
                .withMessageContaining("sending notices");
        assertThat(world.mail.handed).isEmpty();
    }

    @Test
    void isNeverInsideATransactionWhileItHandsOver() {
        world.queue(AGAIN);
        List<Boolean> inside = new ArrayList<>();
        world.mail.then(notice -> {
            inside.add(world.stores.unitOfWork().joins());
            return new Delivery.Sent("250");
        });

        world.drain();

        assertThat(inside).containsExactly(false);
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
    void refusesTwoCouriersForAChannelAndTwoAnswersForAKind() {
        world.couriers.add(new ScriptedCourier(Channel.EMAIL));
        assertThatIllegalArgumentException().isThrownBy(world::dispatcher).withMessageContaining("EMAIL");

        world.couriers.remove(1);
        world.types.add(new ScriptedNoticeType(AGAIN, WhenUncertain.LEAVE));
        assertThatIllegalArgumentException().isThrownBy(world::dispatcher).withMessageContaining(AGAIN);
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ZERO, 3, List.of(), 50, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .withMessageContaining("retryBase");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 0, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .withMessageContaining("claimSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchSettings.defaults().withLongTail(List.of(Duration.ofMillis(1))))
                .withMessageContaining("longTail");
    }

    @Test
    void whatMayHaveBeenSentIsNotForgottenWhereNothingServesItsChannel() {
        NoticeId notice = world.queue(ONCE, Channel.SMS);
        world.dieWhileSending(Channel.SMS);
        world.clock.advance(Duration.ofMinutes(11));
        assertThat(world.drain().halts()).hasSize(1);

        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        world.clock.advance(Duration.ofMinutes(11));
        world.drain();

        assertThat(sms.handed).isEmpty();
        assertThat(world.state(notice)).isEqualTo(NoticeState.UNCERTAIN);
    }

    @Test
    void whatAnotherNodeIsSendingIsNotReportedAsWaiting() {
        world.queue(ONCE, Channel.SMS);
        Leases.Holder elsewhere = new Leases.Holder("elsewhere", 1, 1);
        world.stores
                .unitOfWork()
                .run(tx -> world.stores
                        .outbox()
                        .claim(tx, Channel.SMS, 10, elsewhere, Duration.ofMinutes(10), world.clock.instant()));

        assertThat(world.drain().halts()).isEmpty();
    }

    @Test
    void aNoticeWhoseTypeWaitsIsHeldBackAndReported() {
        NoticeId notice = world.queue(ONCE);
        world.once.answer = any -> new Verdict.Wait("the key is not open here");

        DispatchNotices.Report report = world.drain();

        assertThat(report.heldBack()).isEqualTo(1);
        assertThat(report.problems())
                .extracting(DispatchNotices.Report.Problem::reason)
                .containsExactly("the key is not open here");
        assertThat(world.state(notice)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(notice).attempts()).isZero();
        world.clock.advance(Duration.ofMinutes(14));
        assertThat(world.drain().heldBack())
                .as("it is left alone for the pause")
                .isZero();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.drain().heldBack()).isEqualTo(1);
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

    @Test
    void settingsMayBeTheLeastAndTheMost() {
        for (int retries : new int[] {0, 20}) {
            assertThat(settings(retries, 50).retries()).isEqualTo(retries);
        }
        for (int claimSize : new int[] {1, 1_000}) {
            assertThat(settings(3, claimSize).claimSize()).isEqualTo(claimSize);
        }
        for (int retries : new int[] {-1, 21}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings(retries, 50))
                    .withMessageContaining("retries is " + retries);
        }
        for (int claimSize : new int[] {0, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings(3, claimSize))
                    .withMessageContaining("claimSize is " + claimSize);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 50, Duration.ZERO, Duration.ofMinutes(1)))
                .withMessageContaining("lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 50, Duration.ofMinutes(1), Duration.ZERO))
                .withMessageContaining("pause");
    }

    private static DispatchSettings settings(int retries, int claimSize) {
        return new DispatchSettings(
                Duration.ofSeconds(1), retries, List.of(), claimSize, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }
}
