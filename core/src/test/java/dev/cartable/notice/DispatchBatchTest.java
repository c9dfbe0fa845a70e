package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.ScriptedCourier.Death;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A courier to which repeats change nothing is given several notices between two commits. */
class DispatchBatchTest {
    private final NoticeWorld world = new NoticeWorld();

    DispatchBatchTest() {
        world.mail.maxBatch = 3;
    }

    @Test
    void handsSeveralNoticesOverBetweenTwoCommits() {
        List<NoticeId> notices = queue(AGAIN, 4);
        List<List<NoticeState>> seen = new ArrayList<>();
        IntStream.range(0, 4)
                .forEach(i -> world.mail.then(notice -> {
                    seen.add(states(notices));
                    return new Delivery.Sent("250");
                }));

        assertThat(world.drain().sent()).isEqualTo(4);

        List<NoticeState> first =
                List.of(NoticeState.SENDING, NoticeState.SENDING, NoticeState.SENDING, NoticeState.QUEUED);
        List<NoticeState> second = List.of(NoticeState.SENT, NoticeState.SENT, NoticeState.SENT, NoticeState.SENDING);
        assertThat(seen).containsExactly(first, first, first, second);
        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactlyElementsOf(notices);
    }

    @Test
    void handsAWholeBatchOverAgainAfterADeathAndLosesNothing() {
        List<NoticeId> notices = queue(AGAIN, 5);
        world.mail.then(new Delivery.Sent("250"));
        die();
        assertThat(states(notices))
                .containsExactly(
                        NoticeState.SENDING,
                        NoticeState.SENDING,
                        NoticeState.SENDING,
                        NoticeState.QUEUED,
                        NoticeState.QUEUED);

        world.clock.advance(Duration.ofMinutes(10));
        assertThat(world.drain().sent()).isEqualTo(5);

        assertThat(states(notices)).containsOnly(NoticeState.SENT);
    }

    @Test
    void leavesOneNoticeInDoubtAtMostOfThoseThatAreNotSentTwice() {
        List<NoticeId> notices = List.of(
                world.queue(AGAIN), world.queue(ONCE), world.queue(ONCE), world.queue(AGAIN), world.queue(ONCE));
        die();

        world.clock.advance(Duration.ofMinutes(10));
        world.drain();

        assertThat(states(notices))
                .containsExactly(
                        NoticeState.SENT, NoticeState.UNCERTAIN, NoticeState.SENT, NoticeState.SENT, NoticeState.SENT);
    }

    @Test
    void aNoticeThatKillsEveryProcessEndsNoOther() {
        world.settings = NoticeWorld.settings(1, 10);
        List<NoticeId> notices = queue(AGAIN, 5);
        NoticeId poison = notices.get(1);
        for (int round = 0; round < 5; round++) {
            IntStream.range(0, 8)
                    .forEach(i -> world.mail.then(notice -> {
                        if (notice.id().equals(poison)) {
                            throw new Death();
                        }
                        return new Delivery.Sent("250");
                    }));
            try {
                world.drain();
            } catch (Death e) {
                world.clock.advance(Duration.ofMinutes(10));
            }
        }

        assertThat(world.state(poison)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(states(notices)).containsOnlyOnce(NoticeState.UNCERTAIN).contains(NoticeState.SENT);
        assertThat(notices.stream().map(world::state).filter(NoticeState.SENT::equals))
                .hasSize(4);
    }

    @Test
    void putsBackWhatItHasTakenWhenItIsToEnd() {
        List<NoticeId> notices = queue(AGAIN, 5);
        int[] looks = {0};
        List<NoticeId> begun = new ArrayList<>();
        world.again.whenSending = notice -> begun.add(notice.id());

        DispatchNotices.Report report = world.dispatcher().drain(() -> ++looks[0] > 3);

        assertThat(report.sent()).isZero();
        assertThat(begun).isEmpty();
        assertThat(states(notices)).containsOnly(NoticeState.QUEUED);
        assertThat(notices.stream().map(id -> world.entry(id).attempts())).containsOnly(0);
        assertThat(world.drain().sent()).isEqualTo(5);
    }

    @Test
    void noticesThatAreNoLongerTrueTakeNoPlaceInABatch() {
        List<NoticeId> notices = queue(AGAIN, 4);
        world.again.answer = notice -> notice.id().equals(notices.get(1))
                ? new Verdict.Suppress("paid")
                : new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));
        List<List<NoticeState>> seen = new ArrayList<>();
        world.mail.then(notice -> {
            seen.add(states(notices));
            return new Delivery.Sent("250");
        });

        world.drain();

        assertThat(seen)
                .containsExactly(
                        List.of(NoticeState.SENDING, NoticeState.SUPPRESSED, NoticeState.SENDING, NoticeState.SENDING));
    }

    @Test
    void answersThatAreTooFewSayNothing() {
        List<NoticeId> notices = queue(AGAIN, 2);
        world.mail.answers = answers -> answers.subList(0, 1);

        assertThat(world.drain().retried()).isEqualTo(2);

        assertThat(world.entry(notices.get(0)).reason()).isEqualTo("SENT_AGAIN: COURIER_FAILED: 1 answers to 2");
    }

    @Test
    void putsBackWhatItHasTakenWhenALineBreaksOff() {
        List<NoticeId> notices = queue(AGAIN, 4);
        int[] turns = {0};
        world.mail.pace = () -> {
            if (++turns[0] == 3) {
                throw new IllegalStateException("the pace is unknown");
            }
            return false;
        };

        assertThatIllegalStateException().isThrownBy(world::drain).withMessage("the pace is unknown");

        assertThat(notices.stream().map(id -> world.entry(id).attempts())).containsOnly(0);
        assertThat(world.drain().sent()).as("all but the one whose turn it was").isEqualTo(3);
    }

    @Test
    void anInboxTakesManyAtOnceAndABadOneCostsItselfAlone() {
        world.couriers.add(new InAppCourier(world.stores.unitOfWork(), world.stores.inbox(), world.clock));
        List<NoticeId> notices = IntStream.range(0, 3)
                .mapToObj(i -> world.queue(AGAIN, Channel.IN_APP))
                .toList();
        world.again.answer =
                notice -> new Verdict.Send(Map.of("token", notice.id().equals(notices.get(1)) ? "\uD800" : "code"));

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(states(notices)).containsExactly(NoticeState.SENT, NoticeState.QUEUED, NoticeState.SENT);
    }

    @Test
    void anInboxWhoseStoreFailsIsNotTriedForEach() {
        int[] tries = {0};
        world.couriers.add(new InAppCourier(
                new UnitOfWork() {
                    @Override
                    public <R> R call(Function<? super Tx, ? extends R> work) {
                        tries[0]++;
                        throw new IllegalStateException("the store is away");
                    }

                    @Override
                    public boolean joins() {
                        return false;
                    }
                },
                world.stores.inbox(),
                world.clock));
        IntStream.range(0, 20).forEach(i -> world.queue(AGAIN, Channel.IN_APP));

        assertThat(world.drain().retried()).isEqualTo(20);

        assertThat(tries[0]).as("all at once, and then three").isEqualTo(4);
    }

    @Test
    void aTypeThatFailsToBeginANoticeCostsThisNoticeAlone() {
        world.mail.maxBatch = 2;
        List<NoticeId> notices = queue(AGAIN, 6);
        world.again.whenSending = notice -> {
            if (notice.id().equals(notices.get(3))) {
                throw new IllegalStateException("the host is broken");
            }
        };

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(5);
        assertThat(report.retried()).isOne();
        assertThat(report.heldBack()).isZero();
        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id)
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(world.entry(notices.get(3)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 1, "NOT_CHECKED: IllegalStateException");
    }

    @Test
    void aTypeThatFailsWhenANoticeIsSuppressedCostsThisNoticeAlone() {
        List<NoticeId> notices = queue(AGAIN, 6);
        world.again.answer = notice -> notice.id().equals(notices.get(4))
                ? new Verdict.Suppress("paid")
                : new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));
        world.again.whenSuppressed = notice -> {
            throw new IllegalStateException("the host is broken");
        };

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(5);
        assertThat(report.retried()).isOne();
        assertThat(report.suppressed()).as("what was not committed").isZero();
        assertThat(states(notices).stream().filter(NoticeState.SENT::equals)).hasSize(5);
        assertThat(world.entry(notices.get(4)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 1, "NOT_CHECKED: IllegalStateException");
    }

    @Test
    void aTypeThatFailsWhenANoticeIsSuppressedAtItsLastAttemptFailsTheNotice() {
        world.settings = NoticeWorld.settings(0, 10);
        world.again.answer = notice -> new Verdict.Suppress("paid");
        world.again.whenSuppressed = notice -> {
            throw new IllegalStateException("the host is broken");
        };
        NoticeId notice = world.queue(AGAIN);

        DispatchNotices.Report report = world.drain();

        assertThat(report.failed()).isOne();
        assertThat(report.suppressed()).isZero();
        assertThat(world.entry(notice))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.FAILED, 1, "NOT_CHECKED: IllegalStateException");
    }

    @Test
    void aBatchHoldsNoMoreForADomainThanItMayHaveConnections() {
        limitDomain(2);
        List<Integer> batches = new ArrayList<>();
        world.mail.answers = answers -> {
            batches.add(answers.size());
            return answers;
        };
        queue(AGAIN, 7);

        world.dispatcher().drain(this::hasWaited);

        assertThat(batches).containsExactly(2, 2, 2, 1);
    }

    @Test
    void aNoticeThatIsNotSentTakesNoConnectionToItsDomain() {
        limitDomain(1);
        List<NoticeId> notices = queue(AGAIN, 2);
        world.again.answer = notice -> notice.id().equals(notices.get(0))
                ? new Verdict.Suppress("paid")
                : new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));

        DispatchNotices.Report report = world.dispatcher().drain(this::hasWaited);

        assertThat(report.sent()).isOne();
        assertThat(states(notices)).containsExactly(NoticeState.SUPPRESSED, NoticeState.SENT);
    }

    private void limitDomain(int connections) {
        world.settings = world.settings.withDomainLimits(DomainLimits.parse("example.org=:" + connections));
    }

    private boolean hasWaited() {
        return world.nanos.get() > 0;
    }

    private List<NoticeId> queue(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> world.queue(kind)).toList();
    }

    private List<NoticeState> states(List<NoticeId> notices) {
        return notices.stream().map(world::state).toList();
    }

    private void die() {
        world.mail.then(notice -> {
            throw new Death();
        });
        assertThatExceptionOfType(Death.class).isThrownBy(world::drain);
    }
}
