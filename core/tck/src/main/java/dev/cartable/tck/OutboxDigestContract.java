package dev.cartable.tck;

import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.GONE;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.numbered;
import static dev.cartable.tck.Samples.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an {@link Outbox} promises of notices that go in one message: they are claimed together, by one node. */
public abstract class OutboxDigestContract extends StoresContract<NoticeStores> {
    private static final Kind ABSENCE = Kind.of("reminder.absence");

    private Notice absence(int number) {
        return absence(number, 1, ABSENCE, Locale.FRENCH, true);
    }

    private static Notice absence(int number, int recipient, Kind kind, Locale language, boolean joinable) {
        return numbered(
                number,
                Notice.draft(kind, new Subject("absence", "a" + number), NOW)
                        .joinable(joinable)
                        .to(
                                recipient(recipient),
                                Channel.EMAIL,
                                EmailAddress.of("awa" + recipient + "@example.org"),
                                language));
    }

    private void add(Notice... notices) {
        write(tx -> outbox().add(tx, List.of(notices)));
    }

    private List<Claimed> claim(int max, Leases.Holder holder) {
        return call(tx -> outbox().claim(tx, Channel.EMAIL, max, holder, LONG, NOW));
    }

    private static List<NoticeId> ids(Claimed claimed) {
        return claimed.all().stream().map(one -> one.notice().id()).toList();
    }

    private static List<NoticeId> ids(int... numbers) {
        return IntStream.of(numbers).mapToObj(Samples::noticeId).toList();
    }

    /** Begins a message. */
    private void begin(Claimed claimed) {
        write(tx -> {
            if (!claimed.others().isEmpty()) {
                claimed.all()
                        .forEach(one -> outbox().bind(tx, one, claimed.notice().id()));
            }
            assertThat(outbox().sending(tx, claimed.all(), LONG)).hasSameSizeAs(claimed.all());
        });
    }

    private void putBack(Claimed claimed) {
        write(tx -> claimed.all().forEach(one -> outbox().putBack(tx, one, NOW, "451", true)));
    }

    private void finish(Claimed claimed, NoticeState state) {
        write(tx -> outbox().finish(
                        tx,
                        claimed.all().stream()
                                .map(one -> new Outcome(one, state, null, NOW))
                                .toList()));
    }

    @Test
    void whatMayGoTogetherIsClaimedTogetherBeyondTheMaximum() {
        add(absence(2), absence(1), absence(3));

        List<Claimed> claimed = claim(1, HERE);

        assertThat(claimed).hasSize(1);
        assertThat(ids(claimed.get(0))).isEqualTo(ids(1, 2, 3));
        assertThat(claimed.get(0).all())
                .extracting(Claimed::notice)
                .containsExactly(absence(1), absence(2), absence(3));
        assertThat(claim(10, ELSEWHERE)).isEmpty();
    }

    @Test
    void anotherPersonKindLanguageOrChannelGoesAloneAndSoDoesWhatMayNotBeJoined() {
        Notice sms = numbered(
                6,
                Notice.draft(ABSENCE, new Subject("absence", "a6"), NOW)
                        .joinable(true)
                        .to(recipient(1), Channel.SMS, new PhoneNumber("+224620000001"), Locale.FRENCH));
        add(
                absence(1),
                absence(2, 2, ABSENCE, Locale.FRENCH, true),
                absence(3, 1, Kind.of("reminder.payment"), Locale.FRENCH, true),
                absence(4, 1, ABSENCE, Locale.ENGLISH, true),
                absence(5, 1, ABSENCE, Locale.FRENCH, false),
                sms);

        assertThat(claim(10, HERE)).extracting(Claimed::others).hasSize(5).allMatch(List::isEmpty);
    }

    @Test
    void whatIsNotDueYetIsNotClaimedWithTheOthers() {
        Notice later = numbered(
                2,
                Notice.draft(ABSENCE, new Subject("absence", "a2"), NOW)
                        .dueAt(NOW.plusSeconds(60))
                        .joinable(true)
                        .to(recipient(1), Channel.EMAIL, EmailAddress.of("awa1@example.org"), Locale.FRENCH));
        add(absence(1), later, absence(3));

        assertThat(claim(10, HERE)).extracting(OutboxDigestContract::ids).containsExactly(ids(1, 3));
    }

    @Test
    void whatIsQueuedWhileOthersAreClaimedWaitsUntilTheseAreBegun() {
        add(absence(1), absence(2));
        Claimed first = claim(10, HERE).get(0);
        add(absence(3));

        assertThat(claim(10, ELSEWHERE)).isEmpty();

        begin(first);
        assertThat(claim(10, ELSEWHERE)).extracting(OutboxDigestContract::ids).containsExactly(ids(3));
    }

    @Test
    void whatWasHandedOverTogetherIsTriedAgainTogetherAndWithNoOther() {
        add(absence(1), absence(2));
        Claimed first = claim(10, HERE).get(0);
        begin(first);
        putBack(first);
        add(absence(3), absence(4));

        List<Claimed> again = claim(10, HERE);

        assertThat(again).extracting(OutboxDigestContract::ids).containsExactly(ids(1, 2), ids(3, 4));
        assertThat(again.get(0).all()).extracting(Claimed::message).containsOnly(noticeId(1));
        assertThat(again.get(1).isBound()).isFalse();
    }

    @Test
    void whatWasHandedOverAloneIsNeverJoinedLater() {
        add(absence(1));
        Claimed first = claim(10, HERE).get(0);
        begin(first);
        putBack(first);
        add(absence(2));

        assertThat(claim(10, HERE)).extracting(OutboxDigestContract::ids).containsExactly(ids(1), ids(2));
    }

    @Test
    void whatADeadProcessWasSendingIsClaimedTogether() {
        add(absence(1), absence(2), absence(3));
        begin(claim(10, GONE).get(0));
        add(absence(4));

        List<Claimed> again = claim(10, HERE);

        assertThat(again).extracting(OutboxDigestContract::ids).containsExactly(ids(1, 2, 3), ids(4));
        assertThat(again.get(0).all()).allMatch(Claimed::maybeSent).allMatch(Claimed::isBound);
    }

    @Test
    void whatIsTakenOutOfAMessageGoesAlone() {
        add(absence(1), absence(2));
        Claimed first = claim(10, HERE).get(0);
        begin(first);
        write(tx -> first.others().forEach(one -> {
            outbox().bind(tx, one, null);
            outbox().sending(tx, List.of(one), LONG);
        }));
        putBack(first);

        List<Claimed> again = claim(10, HERE);

        assertThat(again).extracting(OutboxDigestContract::ids).containsExactly(ids(1), ids(2));
        assertThat(again.get(1).isBound()).isFalse();
        assertThat(outbox().inMessage(noticeId(1))).containsExactly(absence(1));
    }

    @Test
    void theNoticesOfAMessageAreFoundByItsId() {
        add(absence(1), absence(2), absence(3, 2, ABSENCE, Locale.FRENCH, true));
        List<Claimed> claimed = claim(10, HERE);
        claimed.forEach(this::begin);
        claimed.forEach(one -> finish(one, NoticeState.UNCERTAIN));

        assertThat(outbox().inMessage(noticeId(1))).containsExactly(absence(1), absence(2));
        assertThat(outbox().inMessage(noticeId(3))).containsExactly(absence(3, 2, ABSENCE, Locale.FRENCH, true));
        assertThat(outbox().inMessage(noticeId(9))).isEmpty();

        write(tx -> outbox().retry(tx, ids(2), NOW));
        assertThat(outbox().inMessage(noticeId(1))).containsExactly(absence(1));
        assertThat(claim(10, HERE))
                .as("what a person lets go again goes alone")
                .extracting(OutboxDigestContract::ids)
                .containsExactly(ids(2));
    }

    @Test
    void aNoticeWhoseIdAMessageWithOthersHadGoesAgainInAnotherOne() {
        add(absence(1), absence(2), absence(3));
        Claimed joint = claim(10, HERE).get(0);
        begin(joint);
        finish(joint, NoticeState.UNCERTAIN);
        NoticeId other = noticeId(1).ofAnotherMessage();
        for (int times = 0; times < 2; times++) {
            write(tx -> outbox().retry(tx, ids(1), NOW));

            assertThat(outbox().inMessage(noticeId(1))).containsExactly(absence(2), absence(3));
            assertThat(outbox().inMessage(other)).containsExactly(absence(1));
            List<Claimed> again = claim(10, HERE);
            assertThat(again).extracting(OutboxDigestContract::ids).containsExactly(ids(1));
            assertThat(again.get(0).message()).isEqualTo(other);
            write(tx -> assertThat(outbox().sending(tx, again, LONG)).hasSize(1));
            finish(again.get(0), NoticeState.UNCERTAIN);
        }
        write(tx -> outbox().retry(tx, ids(2), NOW));
        assertThat(claim(10, HERE).get(0).message())
                .as("the id of the second was not used")
                .isNull();
    }

    @Test
    void whatIsHeldIsJoinedWhenItIsReleasedUnlessItWasHandedOver() {
        add(
                absence(1),
                absence(2),
                absence(3, 2, ABSENCE, Locale.FRENCH, true),
                absence(4, 2, ABSENCE, Locale.FRENCH, true));
        Claimed first = claim(1, HERE).get(0);
        begin(first);
        putBack(first);
        write(tx -> outbox().hold(tx, 10, "restored", NOW));
        write(tx -> outbox().release(tx, ids(1, 2, 3, 4), NOW));

        assertThat(outbox().inMessage(noticeId(1)))
                .as("each goes under its own id")
                .containsExactly(absence(1));
        assertThat(claim(10, HERE))
                .extracting(OutboxDigestContract::ids)
                .containsExactlyInAnyOrder(ids(1), ids(2), ids(3, 4));
    }

    @Test
    void nodesThatClaimAtOnceTakeEachMessageWhole() {
        int people = 30;
        int each = 4;
        write(tx -> outbox().add(
                        tx,
                        IntStream.range(0, people * each)
                                .mapToObj(i -> absence(i + 1, i % people, ABSENCE, Locale.FRENCH, true))
                                .toList()));

        List<List<Claimed>> claimed = Together.run(6, i -> {
            List<Claimed> mine = new ArrayList<>();
            List<Claimed> some;
            do {
                some = claim(3, HERE);
                mine.addAll(some);
            } while (!some.isEmpty());
            return mine;
        });

        assertThat(claimed.stream().flatMap(Collection::stream))
                .hasSize(people)
                .allMatch(one -> one.all().size() == each);
    }

    @Test
    void aMessageOfWhichOnePartWasCancelledIsNotWhole() {
        add(absence(1), absence(2));
        Claimed claimed = claim(10, HERE).get(0);
        write(tx -> outbox().cancel(tx, ids(2), "CANCELLED", NOW));

        assertThat(this.<Collection<NoticeId>>call(tx -> outbox().sending(tx, claimed.all(), Duration.ofMinutes(1))))
                .containsExactly(noticeId(1));
    }

    private Outbox outbox() {
        return stores().outbox();
    }
}
