package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several notices to one person in one message, where something keeps it from going whole. */
class DispatchJointTest {
    private static final Kind JOINT = DigestNotice.KIND;
    private static final Kind ALONE = Kind.of(AGAIN);
    private static final Address HOME = EmailAddress.of("g1@example.org");
    private static final Address WORK = EmailAddress.of("work@example.org");
    private static final Verdict SEND = new Verdict.Send(Map.of("token", "t"));

    private final NoticeWorld world = new NoticeWorld();
    private int queued;
    private final NoticeId awa = queue("awa");
    private final NoticeId binta = queue("binta");

    private NoticeId queue(String child) {
        Notice notice = Notice.draft(
                        ALONE,
                        new Subject("pupil", child),
                        world.clock.instant().minusSeconds(1).plusMillis(++queued))
                .joinable(true)
                .to(new Recipient("guardian", "g1"), Channel.EMAIL, HOME, Locale.FRENCH);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(notice)));
        return notice.id();
    }

    private void check(NoticeId notice, Supplier<Verdict> verdict) {
        world.again.answer = one -> one.id().equals(notice) ? verdict.get() : SEND;
    }

    private void loseTheFirstAnswer() {
        world.mail.then(new Delivery.Unknown("the connection broke"));
        assertThat(world.drain().retried()).isEqualTo(2);
        world.clock.advance(Duration.ofMinutes(2));
    }

    private void assertAre(NoticeState state, int attempts, String reason) {
        assertThat(List.of(world.entry(awa), world.entry(binta)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsOnly(tuple(state, attempts, reason));
    }

    private void assertIsSentAgainWholeLater() {
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.drain().sent()).isEqualTo(2);
        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id, RenderedNotice::kind)
                .containsExactly(tuple(awa, JOINT), tuple(awa, JOINT));
    }

    @Test
    void aPartForAnotherAddressGoesByItself() {
        check(binta, () -> new Verdict.Send(Map.of(), WORK));

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id, RenderedNotice::kind, RenderedNotice::address)
                .containsExactly(tuple(awa, ALONE, HOME), tuple(binta, ALONE, WORK));
    }

    static Stream<Arguments> verdictsThatPartAMessage() {
        return Stream.of(
                arguments(new Verdict.Wait("later"), "later"),
                arguments(new Verdict.Send(Map.of(), WORK), "ENDED_EARLY"));
    }

    @ParameterizedTest
    @MethodSource("verdictsThatPartAMessage")
    void aMessageThatMayHaveArrivedIsHeldBackWhole(Verdict verdict, String reason) {
        loseTheFirstAnswer();
        check(binta, () -> verdict);

        assertThat(world.drain().heldBack()).isEqualTo(2);

        assertAre(NoticeState.SENDING, 1, reason);
        check(binta, () -> SEND);
        assertIsSentAgainWholeLater();
    }

    @Test
    void aMessageThatMayHaveArrivedIsTriedAgainWholeThoughAPartCouldNotBeChecked() {
        loseTheFirstAnswer();
        check(binta, () -> {
            throw new IllegalStateException("the host is broken");
        });

        assertThat(world.drain().retried()).isEqualTo(2);

        assertAre(NoticeState.SENDING, 2, "NOT_CHECKED: IllegalStateException");
        check(binta, () -> SEND);
        assertIsSentAgainWholeLater();
    }

    @Test
    void allPartsOfAMessageThatMayHaveArrivedUseUpTheirLastAttemptThoughOneAloneCouldNotBeChecked() {
        world.settings = NoticeWorld.settings(1, 10);
        loseTheFirstAnswer();
        check(binta, () -> {
            throw new IllegalStateException("the host is broken");
        });

        assertThat(world.drain().uncertain()).isEqualTo(2);

        assertAre(NoticeState.UNCERTAIN, 2, "NOT_SENT_AGAIN: NOT_CHECKED: IllegalStateException");
    }

    @Test
    void aMessageThatMayHaveArrivedIsTriedAgainWholeThoughItCouldNotBeWorded() {
        loseTheFirstAnswer();
        Renderer works = breakTheJointTemplate();

        assertThat(world.drain().retried()).isEqualTo(2);

        assertAre(NoticeState.SENDING, 2, "NOT_WORDED: IllegalStateException");
        world.renderer = works;
        assertIsSentAgainWholeLater();
    }

    private Renderer breakTheJointTemplate() {
        Renderer works = world.renderer;
        world.renderer = (kind, language, channel, values) -> {
            if (kind.equals(JOINT)) {
                throw new IllegalStateException("the template is broken");
            }
            return works.render(kind, language, channel, values);
        };
        return works;
    }

    @Test
    void aMessageThatMayHaveArrivedIsTriedAgainWholeThoughAPartCouldNotBeBegun() {
        loseTheFirstAnswer();
        failToBegin(binta);

        assertThat(world.drain().retried()).isEqualTo(2);

        assertAre(NoticeState.SENDING, 2, "NOT_CHECKED: IllegalStateException");
        world.again.whenSending = notice -> {};
        assertIsSentAgainWholeLater();
    }

    @Test
    void aPartThatCannotBeBegunIsLeftOutAndTheOthersGoTogether() {
        NoticeId cherif = queue("cherif");
        failToBegin(binta);

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.retried()).isOne();
        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id, RenderedNotice::kind)
                .containsExactly(tuple(awa, JOINT));
        assertThat(world.stores.outbox().inMessage(awa)).extracting(Notice::id).containsExactly(awa, cherif);
        assertThat(world.entry(binta))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 1, "NOT_CHECKED: IllegalStateException");
    }

    private void failToBegin(NoticeId failing) {
        world.again.whenSending = notice -> {
            if (notice.id().equals(failing)) {
                throw new IllegalStateException("the host is broken");
            }
        };
    }

    @Test
    void whatIsLeftOfAMessageWhoseFirstNoticeIsHeldHasAnIdOfItsOwn() {
        loseTheFirstAnswer();
        world.stores
                .unitOfWork()
                .run(tx -> assertThat(world.stores.outbox().hold(tx, 1, "two instances", world.clock.instant()))
                        .isOne());
        assertThat(world.state(awa)).isEqualTo(NoticeState.HELD);

        assertThat(world.drain().sent()).isOne();

        assertThat(world.stores.outbox().inMessage(binta))
                .extracting(Notice::id)
                .containsExactly(binta);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().release(tx, List.of(awa), world.clock.instant()));
        assertThat(world.drain().sent()).isOne();
        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id, RenderedNotice::kind)
                .containsExactly(tuple(awa, JOINT), tuple(binta, ALONE), tuple(awa, ALONE));
    }
}
