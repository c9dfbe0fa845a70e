package dev.cartable.tck;

import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.SHORT;
import static dev.cartable.tck.Samples.again;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.notice;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.numbered;
import static dev.cartable.tck.Samples.recipient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cartable.Cartable;
import dev.cartable.notice.ChangeNotices;
import dev.cartable.notice.ChangeNotices.Refusal;
import dev.cartable.notice.ChangeNotices.Selection;
import dev.cartable.notice.ChangeNotices.Step;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an {@link Outbox} promises to a person who holds, releases, cancels or retries notices, and the use cases over it. */
public abstract class NoticeChangesContract extends StoresContract<NoticeStores> {
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Kind OTHER = Kind.of("library.overdue");

    @Test
    void aHeldNoticeIsNeverClaimed() {
        add(notice(1), notice(2, 2, LATER));

        assertThat(hold(10)).isEqualTo(2);

        assertThat(claimAt(Instant.parse("9999-12-31T00:00:00Z"))).isEmpty();
        assertThat(entry(1))
                .isEqualTo(new Notice.Entry(notice(1), NoticeState.HELD, 0, "restored", NOW.plusSeconds(5)));
        assertThat(outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, 2L));
        assertThat(outbox().unfinished()).isEqualTo(outbox().counts());
        assertThat(ids(NoticeFilter.all().in(NoticeState.HELD))).containsExactly(2, 1);
    }

    @Test
    void noticesAreHeldSomeAtATimeUntilNoneIsLeft() {
        write(tx -> outbox().add(tx, many(5, Samples::notice)));

        assertThat(hold(2)).isEqualTo(2);
        assertThat(hold(2)).isEqualTo(2);
        assertThat(hold(2)).isEqualTo(1);
        assertThat(hold(2)).isZero();
    }

    @Test
    void aNoticeThatIsHeldCannotBeSentOnTheClaimFromBefore() {
        add(notice(1));
        Claimed claimed = claimOne(LONG);

        hold(10);

        assertThat(sending(claimed)).isFalse();
        write(tx -> outbox().putBack(tx, claimed, NOW, "451", true));
        assertThat(entry(1).state()).isEqualTo(NoticeState.HELD);
    }

    @Test
    void whatIsBeingSentIsHeldOnlyWhenItsClaimHasRunOut() {
        add(notice(1));
        Claimed claimed = this.<List<Claimed>>call(tx -> outbox().claim(tx, Channel.EMAIL, 1, ELSEWHERE, SHORT, NOW))
                .get(0);
        write(tx -> outbox().sending(tx, List.of(claimed), SHORT));
        assertThat(hold(10)).isZero();

        fixture().letPass(SHORT.multipliedBy(2));

        assertThat(hold(10)).isOne();
        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(NoticeState.HELD, 1);
    }

    @Test
    void finalNoticesAreNotHeld() {
        add(notice(1));
        finish(1, NoticeState.SENT);

        assertThat(hold(10)).isZero();
    }

    @Test
    void aReleasedNoticeIsDueWhenItWasAtFirst() {
        add(notice(1), notice(2, 2, LATER), notice(3));
        hold(10);

        assertThat(release(1, 2, 4)).containsExactlyInAnyOrder(1, 2);
        assertThat(release(1)).as("released already").isEmpty();

        assertThat(entry(1)).isEqualTo(new Notice.Entry(notice(1), NoticeState.QUEUED, 0, null, NOW.plusSeconds(7)));
        assertThat(claimAt(NOW)).extracting(NoticeChangesContract::number).containsExactly(1);
        assertThat(claimAt(LATER)).extracting(NoticeChangesContract::number).containsExactly(2);
        assertThat(entry(3).state()).isEqualTo(NoticeState.HELD);
    }

    @Test
    void whatWaitsOrIsHeldCanBeCancelledAndNothingElse() {
        add(notice(1), notice(2), notice(3), notice(4));
        hold(1);
        Claimed sending = claimOne(LONG);
        write(tx -> outbox().sending(tx, List.of(sending), LONG));
        Claimed sent = claimOne(LONG);
        write(tx -> outbox().finish(tx, List.of(new Outcome(sent, NoticeState.SENT, "250", NOW))));

        List<Integer> cancelled = cancel(1, 2, 3, 4, 5);

        assertThat(cancelled).hasSize(2).doesNotContain(number(sending), number(sent), 5);
        assertThat(outbox().counts())
                .isEqualTo(Map.of(NoticeState.CANCELLED, 2L, NoticeState.SENDING, 1L, NoticeState.SENT, 1L));
        assertThat(ids(NoticeFilter.all().in(NoticeState.CANCELLED))).containsExactlyInAnyOrderElementsOf(cancelled);
        assertThat(hold(10)).isZero();
        assertThat(claimAt(LATER)).isEmpty();
    }

    @Test
    void aCancelledNoticeKeepsItsAttemptsAndItsKey() {
        add(notice(1));
        Claimed claimed = claimOne(LONG);
        write(tx -> {
            outbox().sending(tx, List.of(claimed), LONG);
            outbox().putBack(tx, claimed, NOW, "451", true);
        });
        Claimed next = claimOne(LONG);

        assertThat(cancel(1)).containsExactly(1);

        assertThat(entry(1))
                .isEqualTo(new Notice.Entry(notice(1), NoticeState.CANCELLED, 1, "not wanted", NOW.plusSeconds(6)));
        assertThat(sending(next)).as("claimed before").isFalse();
        assertThat(this.<Set<NoticeId>>call(tx -> outbox().add(tx, List.of(again(notice(1), 2)))))
                .isEmpty();
    }

    @Test
    void whatFailedWaitsAgainWithAllItsAttemptsAndIsDueAtOnce() {
        add(notice(1), notice(2), notice(3), notice(4), notice(5, 5, LATER));
        finish(1, NoticeState.FAILED);
        finish(2, NoticeState.UNCERTAIN);
        finish(3, NoticeState.SENT);
        finish(4, NoticeState.SUPPRESSED);

        assertThat(retry(1, 2, 3, 4, 5, 6)).containsExactlyInAnyOrder(1, 2);
        assertThat(retry(1)).as("waits already").isEmpty();

        assertThat(entry(1)).isEqualTo(new Notice.Entry(notice(1), NoticeState.QUEUED, 0, null, NOW.plusSeconds(8)));
        assertThat(ids(NoticeFilter.all().in(NoticeState.FAILED))).isEmpty();
        assertThat(claimAt(NOW.plusSeconds(8)))
                .extracting(NoticeChangesContract::number, Claimed::attempts, Claimed::maybeSent)
                .containsExactlyInAnyOrder(tuple(1, 0, false), tuple(2, 0, false));
    }

    @Test
    void whatWaitsCanBeEndedWithoutACourierAndNothingElse() {
        add(notice(1), notice(2), notice(3));
        finish(1, NoticeState.FAILED);
        Claimed claimed = claimOne(LONG);
        int sending = number(claimed);
        write(tx -> outbox().sending(tx, List.of(claimed), LONG));
        int waiting = sending == 2 ? 3 : 2;

        assertThat(end(1, 2, 3, 4)).containsExactly(waiting);
        assertThat(end(waiting)).as("ended already").isEmpty();

        assertThat(entry(waiting))
                .isEqualTo(new Notice.Entry(notice(waiting), NoticeState.SENT, 0, "PRINTED", NOW.plusSeconds(9)));
        assertThat(entry(sending).state()).isEqualTo(NoticeState.SENDING);
        assertThat(entry(1).state()).isEqualTo(NoticeState.FAILED);
        hold(10);
        add(notice(5));
        hold(10);
        assertThat(end(5)).as("held").isEmpty();
        assertThat(claimAt(LATER)).isEmpty();
    }

    private List<Integer> end(int... numbers) {
        return numbers(call(tx -> outbox().end(tx, ids(numbers), NoticeState.SENT, "PRINTED", NOW.plusSeconds(9))));
    }

    @Test
    void aPrintedLetterWaitsAgainIfAPersonNamesIt() {
        Notice letter = Notice.draft(OTHER, new Subject("loan", "1"), NOW)
                .to(recipient(1), Channel.LETTER, Channel.LETTER.address("g1"), Locale.FRENCH);
        write(tx -> outbox().add(tx, List.of(letter)));
        write(tx -> outbox().end(tx, List.of(letter.id()), NoticeState.SENT, "PRINTED", NOW));
        assertThat(notices().retry().plan(Selection.matching(NoticeFilter.all()), step -> {}))
                .isEqualTo(new ChangeNotices.Counts(0, 0, 0));

        assertThat(notices().retry().run(Selection.ids(List.of(letter.id())), step -> {}))
                .isEqualTo(new ChangeNotices.Counts(1, 1, 0));

        assertThat(outbox().find(letter.id()).orElseThrow())
                .extracting(Notice.Entry::state, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, null);
        assertThat(notices().letters().markPrinted(List.of(letter.id())).printed())
                .isEqualTo(1);
    }

    @Test
    void aClaimFromBeforeTheRetrySaysNothing() {
        add(notice(1));
        Claimed paused = claimOne(LONG);
        write(tx -> outbox().finish(tx, List.of(new Outcome(paused, NoticeState.FAILED, "550", NOW))));
        retry(1);
        Claimed next = claimOne(LONG, NOW.plusSeconds(8));

        write(tx -> outbox().finish(tx, List.of(new Outcome(paused, NoticeState.SENT, "250", NOW))));

        assertThat(sending(paused)).isFalse();
        assertThat(entry(1).state()).isEqualTo(NoticeState.QUEUED);
        assertThat(sending(next)).isTrue();
    }

    @Test
    void aNoticeWithoutItsAddressCannotBeSentAgain() {
        add(notice(1));
        finish(1, NoticeState.FAILED);
        write(tx -> also(PrivacyStores.class).retention().remove(tx, DataKind.MESSAGE_DETAILS, LATER, 10));

        assertThat(retry(1)).isEmpty();
        List<Step> steps = new ArrayList<>();
        notices().retry().run(Selection.matching(NoticeFilter.all()), steps::add);
        assertThat(steps).extracting(Step::refusal).containsExactly(Refusal.ADDRESS_DELETED);
    }

    @Test
    void theHistoryCanBeNarrowedByKindAndTime() {
        add(notice(1), other(2, NOW.plusSeconds(1)), notice(3), other(4, NOW));

        assertThat(ids(NoticeFilter.all().of(OTHER))).containsExactly(4, 2);
        assertThat(ids(NoticeFilter.all().queuedBefore(NOW.plusSeconds(1)))).containsExactly(4, 3, 1);
        assertThat(ids(NoticeFilter.all().queuedBefore(NOW))).isEmpty();
        assertThat(ids(NoticeFilter.all()
                        .of(OTHER)
                        .queuedBefore(NOW.plusSeconds(1))
                        .to(recipient(4))))
                .containsExactly(4);
        assertThat(ids(NoticeFilter.all().by(Channel.EMAIL))).containsExactly(4, 3, 2, 1);
        assertThat(ids(NoticeFilter.all().in(NoticeState.QUEUED).by(Channel.EMAIL)))
                .containsExactly(4, 3, 2, 1);
        assertThat(ids(NoticeFilter.all().by(Channel.LETTER))).isEmpty();
        assertThat(ids(NoticeFilter.all().in(NoticeState.QUEUED).by(Channel.LETTER)))
                .isEmpty();
    }

    @Test
    void manyAreChangedInChunksAndADryRunChangesNone() {
        int size = 1_203;
        write(tx -> outbox().add(tx, many(size, Samples::notice)));
        add(other(5_000, NOW));
        while (hold(500) > 0) {
            assertThat(outbox().counts()).containsKey(NoticeState.HELD);
        }
        Selection selected = Selection.matching(NoticeFilter.all().of(notice(1).kind()));
        List<Step> planned = new ArrayList<>();
        List<Step> done = new ArrayList<>();

        ChangeNotices.Counts plan = notices().release().plan(selected, planned::add);
        assertThat(outbox().counts()).isEqualTo(Map.of(NoticeState.HELD, size + 1L));
        ChangeNotices.Counts run = notices().release().run(selected, done::add);

        assertThat(plan).isEqualTo(new ChangeNotices.Counts(size, size, 0)).isEqualTo(run);
        assertThat(done).hasSize(size).isEqualTo(planned);
        assertThat(outbox().counts()).isEqualTo(Map.of(NoticeState.QUEUED, (long) size, NoticeState.HELD, 1L));
    }

    @Test
    void aSelectionTakesTheStatesOfItsChange() {
        add(notice(1), notice(2), notice(3), notice(4));
        finish(1, NoticeState.UNCERTAIN);
        finish(2, NoticeState.FAILED);
        finish(3, NoticeState.SENT);
        Selection all = Selection.matching(NoticeFilter.all());

        assertThat(notices().retry().plan(all, step -> {})).isEqualTo(new ChangeNotices.Counts(1, 1, 0));
        assertThat(notices().cancel().plan(all, step -> {})).isEqualTo(new ChangeNotices.Counts(1, 1, 0));
        assertThat(notices().release().plan(all, step -> {})).isEqualTo(new ChangeNotices.Counts(0, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notices()
                        .retry()
                        .plan(Selection.matching(NoticeFilter.all().in(NoticeState.UNCERTAIN)), step -> {}))
                .withMessageContaining("RETRY")
                .withMessageContaining("UNCERTAIN");
    }

    @Test
    void whatIsNamedByItsIdIsChangedOrItIsSaidWhyNot() {
        add(notice(1), notice(2), notice(3));
        finish(1, NoticeState.UNCERTAIN);
        finish(2, NoticeState.SENT);
        List<Step> steps = new ArrayList<>();

        ChangeNotices.Counts counts =
                notices().retry().run(Selection.ids(List.of(noticeId(9), noticeId(2), noticeId(1))), steps::add);

        assertThat(counts).isEqualTo(new ChangeNotices.Counts(3, 1, 2));
        assertThat(steps)
                .extracting(Step::notice, Step::refusal)
                .containsExactly(
                        tuple(noticeId(9), Refusal.UNKNOWN),
                        tuple(noticeId(2), Refusal.OTHER_STATE),
                        tuple(noticeId(1), null));
        assertThat(entry(1).state()).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void whatIsReleasedIsSentRightAfterTheCommit() {
        add(notice(1));
        hold(10);
        List<Runnable> woken = new ArrayList<>();
        Notices notices = notices();
        try (CommitDispatcher onCommit = notices.dispatchOnCommit(woken::add)) {
            assertThat(onCommit).isNotNull();
            notices.cancel().plan(Selection.matching(NoticeFilter.all()), step -> {});
            assertThat(woken).isEmpty();

            notices.release().run(Selection.matching(NoticeFilter.all()), step -> {});

            assertThat(woken).hasSize(1);
            woken.get(0).run();
        }
    }

    @Test
    void aChangeRunsInTransactionsOfItsOwn() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        write(tx -> notices().cancel().run(Selection.matching(NoticeFilter.all()), step -> {})));
    }

    private Notices notices() {
        return Cartable.builder()
                .noticeStores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> NOW.plusSeconds(9))
                .anyThread(true)
                .build()
                .notices();
    }

    private Outbox outbox() {
        return stores().outbox();
    }

    @Test
    void whatIsLearnedLaterChangesOnlyWhatWasSent() {
        add(notice(1), notice(2), notice(3));
        finish(1, NoticeState.SENT);
        finish(2, NoticeState.FAILED);

        assertThat(numbers(
                        call(tx -> outbox().amend(tx, ids(1, 2, 3, 4), NoticeState.UNCONFIRMED, "NO_RECEIPT", LATER))))
                .containsExactly(1);

        assertThat(entry(1).state()).isEqualTo(NoticeState.UNCONFIRMED);
        assertThat(entry(1).reason()).isEqualTo("NO_RECEIPT");
        assertThat(entry(1).changedAt()).isEqualTo(LATER);
        assertThat(entry(2).state()).isEqualTo(NoticeState.FAILED);
        assertThat(entry(3).state()).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void whatWasUncertainIsKnownLaterOnce() {
        add(notice(1), notice(2));
        finish(1, NoticeState.UNCERTAIN);
        finish(2, NoticeState.UNCERTAIN);

        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.UNCONFIRMED, "NO_RECEIPT", LATER))))
                .isEmpty();
        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.FAILED, "BOUNCED", LATER))))
                .containsExactly(1);
        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.SENT, "ARRIVED", LATER))))
                .isEmpty();

        assertThat(entry(1).state()).isEqualTo(NoticeState.FAILED);
        assertThat(entry(1).reason()).isEqualTo("BOUNCED");
        assertThat(entry(2).state()).isEqualTo(NoticeState.UNCERTAIN);
    }

    @Test
    void whatWasUnconfirmedIsConfirmedLaterOnce() {
        add(notice(1));
        finish(1, NoticeState.SENT);
        call(tx -> outbox().amend(tx, ids(1), NoticeState.UNCONFIRMED, "NO_RECEIPT", LATER));

        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.UNCONFIRMED, "NO_RECEIPT", LATER))))
                .isEmpty();
        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.FAILED, "NOT_DELIVERED", LATER))))
                .containsExactly(1);
        assertThat(numbers(call(tx -> outbox().amend(tx, ids(1), NoticeState.SENT, "ARRIVED", LATER))))
                .isEmpty();

        assertThat(entry(1).state()).isEqualTo(NoticeState.FAILED);
    }

    @Test
    void aStateThatAnotherTransactionChangesIsWaitedFor() {
        assumeSideBySide();
        add(notice(1));
        Claimed claimed = claimOne(LONG);
        Notice.Key key = notice(1).key();

        Together.Running<Map<Notice.Key, NoticeState>> locking = call(tx -> {
            outbox().finish(tx, List.of(new Outcome(claimed, NoticeState.FAILED, "550", NOW)));
            Together.Running<Map<Notice.Key, NoticeState>> other =
                    Together.start(() -> call(second -> outbox().lock(second, List.of(key))));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(locking.result()).isEqualTo(Map.of(key, NoticeState.FAILED));
    }

    @Test
    void theStatesOfLockedNoticesAreKnownByTheirKeys() {
        add(notice(1), notice(2));
        finish(1, NoticeState.FAILED);

        Map<Notice.Key, NoticeState> states = call(tx -> outbox().lock(
                        tx, List.of(notice(2).key(), notice(1).key(), notice(3).key())));

        assertThat(states)
                .isEqualTo(Map.of(
                        notice(1).key(), NoticeState.FAILED,
                        notice(2).key(), NoticeState.QUEUED));
        assertThat(outbox().states(List.of(
                        notice(2).key(), notice(1).key(), notice(3).key())))
                .as("without a lock")
                .isEqualTo(states);
        assertThat(outbox().states(List.of())).isEmpty();
    }

    private void add(Notice... notices) {
        write(tx -> outbox().add(tx, List.of(notices)));
    }

    private int hold(int max) {
        return this.<Integer>call(tx -> outbox().hold(tx, max, "restored", NOW.plusSeconds(5)));
    }

    private List<Integer> cancel(int... numbers) {
        return numbers(call(tx -> outbox().cancel(tx, ids(numbers), "not wanted", NOW.plusSeconds(6))));
    }

    private List<Integer> release(int... numbers) {
        return numbers(call(tx -> outbox().release(tx, ids(numbers), NOW.plusSeconds(7))));
    }

    private List<Integer> retry(int... numbers) {
        return numbers(call(tx -> outbox().retry(tx, ids(numbers), NOW.plusSeconds(8))));
    }

    private static List<NoticeId> ids(int... numbers) {
        return IntStream.of(numbers).mapToObj(Samples::noticeId).toList();
    }

    private static List<Integer> numbers(Collection<NoticeId> ids) {
        return ids.stream().map(Samples::number).toList();
    }

    private List<Integer> ids(NoticeFilter filter) {
        try (Stream<Notice.Entry> entries = outbox().history(filter)) {
            return entries.map(entry -> Samples.number(entry.notice().id())).toList();
        }
    }

    private Notice.Entry entry(int number) {
        return outbox().find(noticeId(number)).orElseThrow();
    }

    private static int number(Claimed claimed) {
        return Samples.number(claimed.notice().id());
    }

    private List<Claimed> claimAt(Instant now) {
        return call(tx -> outbox().claim(tx, Channel.EMAIL, 100, HERE, LONG, now));
    }

    private Claimed claimOne(Duration lease) {
        return claimOne(lease, NOW);
    }

    private Claimed claimOne(Duration lease, Instant now) {
        List<Claimed> claimed = call(tx -> outbox().claim(tx, Channel.EMAIL, 1, HERE, lease, now));
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private boolean sending(Claimed claimed) {
        return !this.<Set<NoticeId>>call(tx -> outbox().sending(tx, List.of(claimed), LONG))
                .isEmpty();
    }

    /** Claims this one notice, puts the others back, and ends it. */
    private void finish(int number, NoticeState state) {
        List<Claimed> all = claimAt(NOW);
        write(tx -> all.forEach(claimed -> {
            if (number(claimed) == number) {
                outbox().finish(tx, List.of(new Outcome(claimed, state, "answer", NOW)));
            } else {
                outbox().putBack(tx, claimed, claimed.notice().dueAt(), null, false);
            }
        }));
    }

    private static Notice other(int number, Instant queuedAt) {
        return numbered(
                number,
                Notice.draft(OTHER, new Subject("loan", "b" + number), queuedAt)
                        .to(
                                recipient(number),
                                Channel.EMAIL,
                                EmailAddress.of("awa" + number + "@example.org"),
                                Locale.FRENCH));
    }
}
