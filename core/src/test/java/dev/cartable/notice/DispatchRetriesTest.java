package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static dev.cartable.notice.NoticeWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a notice, and of its channel, when the server does not take it. */
class DispatchRetriesTest {
    private static final Delivery GREYLISTED = new Delivery.TryLater("450 4.2.0 try again");
    private final NoticeWorld world = new NoticeWorld();

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
        world.domains = true;
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
    void leavesADomainAloneForAsLongAsItsServerSays() {
        for (int i = 0; i < 3; i++) {
            world.queue(AGAIN);
            world.mail.then(new Delivery.Blocked("421 4.7.0 no more", Duration.ofSeconds(30)));
        }

        world.drain();

        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL))
                .containsExactly(new Outbox.DomainPause(
                        Channel.EMAIL, "example.org", START.plusSeconds(30), "421 4.7.0 no more"));
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
    void saysThatItIsNotSentAgainWhereTheLastAnswerNeverCame() {
        world.settings = NoticeWorld.settings(1, 10);
        NoticeId notice = world.queue(AGAIN);
        world.mail.then(new Delivery.Unknown("the line dropped")).then(new Delivery.Unknown("it dropped again"));

        assertThat(world.drain().retried()).isEqualTo(1);
        world.clock.advance(Duration.ofHours(1));

        assertThat(world.drain().uncertain()).isEqualTo(1);
        assertThat(world.state(notice)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.entry(notice).reason()).isEqualTo("NOT_SENT_AGAIN: it dropped again");
    }

    @Test
    void leavesItUncertainWhereItMayHaveArrivedAndLaterAnswersWereNo() {
        world.settings = NoticeWorld.settings(1, 10);
        NoticeId notice = world.queue(AGAIN);
        world.mail
                .then(new Delivery.Unknown("the line dropped after the final dot"))
                .then(new Delivery.TryLater("451 4.3.0 try later"));

        world.drain();
        world.clock.advance(Duration.ofHours(1));

        assertThat(world.drain().uncertain()).isEqualTo(1);
        assertThat(world.entry(notice).reason()).isEqualTo("NOT_SENT_AGAIN: 451 4.3.0 try later");
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
}
