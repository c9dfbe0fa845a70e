package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.school.model.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person whom one channel does not reach is notified by the next one; a gateway's receipt counts, not its promise. */
class FallbackTest {
    private static final PhoneNumber NUMBER = new PhoneNumber("+224620123456");
    private static final Delivery.Refused REFUSED = new Delivery.Refused("550 5.1.1 no such user");
    private static final Delivery.Accepted ACCEPTED = new Delivery.Accepted("201 Created", "ref-1");

    private final NoticeWorld world = new NoticeWorld();
    private final ScriptedCourier sms = new ScriptedCourier(Channel.SMS);

    @BeforeEach
    void fallBackToShortMessages() {
        world.couriers.add(sms);
        world.fallbacks = Fallbacks.defaults();
        world.again.answer =
                notice -> new Verdict.Send(Map.of(), notice.channel().equals(Channel.SMS) ? NUMBER : notice.address());
    }

    @Test
    void whatTheServerRefusesGoesByShortMessage() {
        world.mail.then(REFUSED);
        NoticeId mail = world.queue(NoticeWorld.AGAIN);

        world.drain();

        assertThat(world.state(mail)).isEqualTo(NoticeState.FAILED);
        assertThat(sms.handed).singleElement().satisfies(message -> {
            assertThat(message.address()).isEqualTo(NUMBER);
            assertThat(message.recipient()).isEqualTo(world.entry(mail).notice().recipient());
        });
        world.drain();
        assertThat(sms.handed).hasSize(1);
        assertThat(world.again.fellBack).as("its type can record it").containsExactly(Channel.SMS);
    }

    @Test
    void aChannelThatHasFailedAlreadyIsPassedOver() {
        ScriptedCourier push = new ScriptedCourier(Channel.of("push"));
        world.couriers.add(push);
        world.fallbacks = Fallbacks.of(Channel.SMS, push.channel());
        Duration hour = Duration.ofHours(1);
        Notice mail = world.notice(NoticeWorld.AGAIN, Channel.EMAIL);
        Notice later = Notice.draft(mail.kind(), mail.subject(), mail.queuedAt())
                .dueAt(world.clock.instant().plus(hour))
                .to(mail.recipient(), Channel.EMAIL, mail.address(), mail.language());
        Notice first = by(mail, Channel.SMS);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(later, first)));
        sms.then(REFUSED);
        world.mail.then(REFUSED);
        world.drain();
        assertThat(world.state(first.id())).isEqualTo(NoticeState.FAILED);
        assertThat(push.handed).as("the mail may reach them yet").isEmpty();

        world.clock.advance(hour);
        world.drain();
        world.drain();

        assertThat(world.state(later.id())).isEqualTo(NoticeState.FAILED);
        assertThat(push.handed).hasSize(1);
    }

    @Test
    void nobodyIsNotifiedTwiceWhereAnotherChannelMayReachThem() {
        Channel push = Channel.of("push");
        world.elsewhere.add(push);
        NoticeId mail = world.queue(NoticeWorld.AGAIN);
        Notice other = by(world.entry(mail).notice(), push);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(other)));
        world.mail.then(REFUSED);

        world.drain();

        assertThat(world.state(mail)).isEqualTo(NoticeState.FAILED);
        assertThat(world.state(other.id())).isEqualTo(NoticeState.QUEUED);
        assertThat(sms.handed).isEmpty();
    }

    @Test
    void aMessageInTheApplicationDoesNotCountAsReachingThem() {
        NoticeId mail = world.queue(NoticeWorld.AGAIN);
        Notice inApp = by(world.entry(mail).notice(), Channel.IN_APP);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(inApp)));
        world.mail.then(REFUSED);

        world.drain();

        assertThat(sms.handed).hasSize(1);
    }

    @Test
    void theLastOfSeveralChannelsThatFailsFallsBack() {
        ScriptedCourier push = new ScriptedCourier(Channel.of("push"));
        world.couriers.add(push);
        NoticeId mail = world.queue(NoticeWorld.AGAIN);
        Notice other = by(world.entry(mail).notice(), Channel.of("push"));
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(other)));
        world.mail.then(REFUSED);
        push.then(REFUSED);

        world.drain();
        world.drain();

        assertThat(sms.handed).hasSize(1);
    }

    @Test
    void aPersonWithoutANumberIsNotNotifiedFurther() {
        world.again.answer = notice ->
                notice.channel().equals(Channel.SMS) ? new Verdict.Suppress("NO_ADDRESS") : new Verdict.Send(Map.of());
        world.mail.then(REFUSED);
        world.queue(NoticeWorld.AGAIN);

        world.drain();

        assertThat(sms.handed).isEmpty();
        assertThat(all()).hasSize(1);
    }

    @Test
    void aTypeThatCannotAnswerNowIsAskedAgainAtTheDispatch() {
        world.mail.then(notice -> {
            world.again.answer = any -> {
                throw new IllegalStateException("the host's database is away");
            };
            return REFUSED;
        });
        world.queue(NoticeWorld.AGAIN);
        world.drain();
        fallBackToShortMessagesAgain();

        world.drain();

        assertThat(sms.handed).hasSize(1);
    }

    private void fallBackToShortMessagesAgain() {
        world.again.answer = notice -> new Verdict.Send(Map.of(), NUMBER);
        world.clock.advance(Duration.ofHours(1));
    }

    @Test
    void aReceiptSaysThatAMessageArrived() {
        NoticeId id = accepted();

        assertThat(world.state(id)).isEqualTo(NoticeState.SENT);
        assertThat(receive("ref-1", DeliveryReceipt.State.DELIVERED)).isTrue();
        assertThat(receive("ref-1", DeliveryReceipt.State.DELIVERED)).isFalse();
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(1, 0, 0));

        assertThat(world.state(id)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(id).reason()).isEqualTo(NoticeReason.ARRIVED.name());
        world.clock.advance(Duration.ofDays(30));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));
    }

    @Test
    void aMessageThatDidNotArriveGoesByTheNextChannel() {
        world.fallbacks = Fallbacks.of(Channel.SMS, Channel.EMAIL);
        NoticeId id = accepted();
        receive("ref-1", DeliveryReceipt.State.FAILED);

        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 1, 0));
        world.drain();

        assertThat(world.state(id)).isEqualTo(NoticeState.FAILED);
        assertThat(world.mail.handed).hasSize(1);
    }

    @Test
    void aMessageWhoseReceiptNeverComesIsUnconfirmed() {
        NoticeId id = accepted();

        world.clock.advance(Duration.ofDays(3).minusSeconds(1));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 1));

        assertThat(world.state(id)).isEqualTo(NoticeState.UNCONFIRMED);
        assertThat(world.entry(id).reason()).isEqualTo(NoticeReason.NO_RECEIPT.name());
    }

    @Test
    void aReceiptIsWaitedForAsLongAsTheSchoolSays() {
        world.settings = world.settings.withReceiptPatience(Duration.ofHours(5));
        NoticeId id = accepted();

        world.clock.advance(Duration.ofHours(5).minusSeconds(1));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 1));

        assertThat(world.state(id)).isEqualTo(NoticeState.UNCONFIRMED);
    }

    @Test
    void receiptsThatNothingExpectsAreForgottenAfterAWeekHoweverMany() {
        int count = 150;
        assertThat(receiveUnexpected(count)).isEqualTo(count);
        world.clock.advance(Duration.ofDays(7));
        settle();
        assertThat(receiveUnexpected(count)).as("known still").isZero();

        world.clock.advance(Duration.ofSeconds(1));
        settle();

        assertThat(receiveUnexpected(count)).isEqualTo(count);
    }

    /** Returns how many are the first of their messages. */
    private long receiveUnexpected(int count) {
        return IntStream.range(0, count)
                .filter(i -> receive("other-" + i, DeliveryReceipt.State.DELIVERED))
                .count();
    }

    @Test
    void receiptsAreNotSettledInsideATransactionOfTheHost() {
        assertThatIllegalStateException()
                .isThrownBy(() -> world.stores.unitOfWork().run(tx -> settle()))
                .withMessageContaining("settling receipts");
    }

    @Test
    void aReceiptThatComesWithinAWeekAfterThatStillCounts() {
        world.fallbacks = Fallbacks.of(Channel.EMAIL);
        NoticeId id = accepted();
        world.clock.advance(Duration.ofDays(3));
        settle();
        world.clock.advance(Duration.ofDays(7).minusSeconds(1));
        receive("ref-1", DeliveryReceipt.State.FAILED);

        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 1, 0));
        world.drain();

        assertThat(world.state(id)).isEqualTo(NoticeState.FAILED);
        assertThat(world.mail.handed).as("by the next channel").hasSize(1);
    }

    @Test
    void aReceiptThatComesLaterIsNotWaitedFor() {
        NoticeId id = accepted();
        world.clock.advance(Duration.ofDays(3));
        settle();
        world.clock.advance(Duration.ofDays(7));
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));

        receive("ref-1", DeliveryReceipt.State.DELIVERED);
        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));

        assertThat(world.state(id)).isEqualTo(NoticeState.UNCONFIRMED);
    }

    @Test
    void whatMayHaveArrivedBySmsIsNotSentAgainByTheNextChannel() {
        Channel push = Channel.of("push");
        ScriptedCourier pushed = new ScriptedCourier(push);
        world.couriers.add(pushed);
        world.fallbacks = Fallbacks.of(push);
        Notice sent = world.entry(accepted()).notice();
        world.clock.advance(Duration.ofDays(3));
        settle();
        Notice mail = by(sent, Channel.EMAIL);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(mail)));
        world.mail.then(REFUSED);

        world.drain();
        world.drain();

        assertThat(world.state(sent.id())).isEqualTo(NoticeState.UNCONFIRMED);
        assertThat(world.state(mail.id())).isEqualTo(NoticeState.FAILED);
        assertThat(pushed.handed).isEmpty();
    }

    @Test
    void aNodeWithoutTheCourierLeavesTheNoticeToOneThatHasIt() {
        world.couriers.remove(sms);
        world.elsewhere.add(Channel.SMS);
        world.mail.then(REFUSED);
        world.queue(NoticeWorld.AGAIN);

        world.drain();

        assertThat(world.stores.outbox().waitingChannels()).containsExactly(Channel.SMS);
        world.couriers.add(sms);
        world.drain();
        assertThat(sms.handed).hasSize(1);
    }

    @Test
    void aReceiptThatComesBeforeTheAnswerIsKept() {
        sms.then(notice -> {
            receive("ref-1", DeliveryReceipt.State.FAILED);
            assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 0, 0));
            return ACCEPTED;
        });
        NoticeId id = world.queue(NoticeWorld.AGAIN, Channel.SMS);
        world.drain();

        assertThat(settle()).isEqualTo(new SettleReceipts.Report(0, 1, 0));

        assertThat(world.state(id)).isEqualTo(NoticeState.FAILED);
    }

    @Test
    void aReceiptThatCannotBeSettledDoesNotHoldUpTheOthers() {
        sms.then(new Delivery.Accepted("201 Created", "ref-0"));
        world.queue(NoticeWorld.ONCE, Channel.SMS);
        NoticeId other = accepted();
        world.once.canFallBack = () -> {
            throw new IllegalStateException("the host's settings are away");
        };
        receive("ref-0", DeliveryReceipt.State.FAILED);
        receive("ref-1", DeliveryReceipt.State.DELIVERED);

        assertThatIllegalStateException().isThrownBy(this::settle);

        assertThat(world.entry(other).reason()).isEqualTo(NoticeReason.ARRIVED.name());
    }

    @Test
    void aShortMessageThatMayHaveGoneOutIsNotSentAgain() {
        sms.recognisesRepeats = false;
        sms.then(new Delivery.Unknown("timed out after the request"));
        NoticeId id = world.queue(NoticeWorld.AGAIN, Channel.SMS);
        world.drain();
        NoticeId other = world.queue(NoticeWorld.AGAIN, Channel.SMS);
        world.dieWhileSending(Channel.SMS);
        world.clock.advance(Duration.ofHours(1));

        world.drain();

        assertThat(world.state(id)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.state(other)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(sms.handed).hasSize(1);
    }

    @Test
    void whatIsRefusedAfterItMayHaveArrivedDoesNotFallBack() {
        world.mail
                .then(new Delivery.Unknown("the line dropped after the final dot"))
                .then(REFUSED);
        NoticeId mail = world.queue(NoticeWorld.AGAIN);
        world.drain();
        world.clock.advance(Duration.ofHours(1));
        world.drain();
        world.drain();

        assertThat(world.state(mail)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.entry(mail).attempts()).isEqualTo(2);
        assertThat(sms.handed).isEmpty();
    }

    @Test
    void norDoesWhatMayHaveArrivedSeveralAttemptsBefore() {
        world.mail
                .then(new Delivery.Unknown("the line dropped after the final dot"))
                .then(new Delivery.TryLater("451 4.3.0 try later"))
                .then(REFUSED);
        world.queue(NoticeWorld.AGAIN);
        for (int i = 0; i < 3; i++) {
            world.drain();
            world.clock.advance(Duration.ofHours(1));
        }
        world.drain();

        assertThat(world.mail.handed).hasSize(3);
        assertThat(sms.handed).isEmpty();
    }

    private NoticeId accepted() {
        sms.then(ACCEPTED);
        NoticeId id = world.queue(NoticeWorld.AGAIN, Channel.SMS);
        world.drain();
        return id;
    }

    private boolean receive(String reference, DeliveryReceipt.State state) {
        return world.receipts().receive(new DeliveryReceipt(Channel.SMS, reference, state, "", world.clock.instant()));
    }

    private SettleReceipts.Report settle() {
        return world.receipts().settle(() -> false);
    }

    private List<Notice.Entry> all() {
        try (var entries = world.stores.outbox().history(NoticeFilter.all())) {
            return entries.toList();
        }
    }

    private static Notice by(Notice notice, Channel channel) {
        return Notice.draft(notice.kind(), notice.subject(), notice.queuedAt())
                .variables(notice.variables())
                .to(notice.recipient(), channel, notice.address(), notice.language());
    }
}
