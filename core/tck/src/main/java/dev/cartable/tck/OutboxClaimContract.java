package dev.cartable.tck;

import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.GONE;
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

import dev.cartable.Cartable;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.DomainPause;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an {@link Outbox} promises those who send: one notice is never given to two at once, and no crash loses one. */
public abstract class OutboxClaimContract extends StoresContract<NoticeStores> {
    private static final Channel PUSH = Channel.of("push");
    private static final Kind LOAN = Kind.of("library.overdue");

    @Test
    void whatIsDueIsClaimedLongestDueFirst() {
        add(notice(1, 1, NOW), notice(2, 2, NOW.minusSeconds(60)), notice(3, 3, NOW.plusSeconds(1)));

        assertThat(claim(10, HERE, LONG)).extracting(this::number).containsExactly(2, 1);
        assertThat(claim(10, HERE, LONG)).as("claimed already").isEmpty();
        assertThat(claimAt(NOW.plusSeconds(1))).extracting(this::number).containsExactly(3);
    }

    @Test
    void noMoreThanAskedForIsClaimed() {
        write(tx -> outbox().add(tx, many(10, Samples::notice)));

        assertThat(claim(4, HERE, LONG)).hasSize(4);
        assertThat(claim(100, HERE, LONG)).hasSize(6);
    }

    @Test
    void aChannelClaimsItsOwnNoticesOnly() {
        add(notice(1));

        List<Claimed> sms = call(tx -> outbox().claim(tx, Channel.SMS, 10, HERE, LONG, NOW));

        assertThat(sms).isEmpty();
        assertThat(claim(10, HERE, LONG)).hasSize(1);
    }

    @Test
    void theChannelsOfWaitingNoticesAreKnown() {
        add(notice(1), notice(2, 2, NOW.plusSeconds(60)), push(3), push(4));

        assertThat(outbox().waitingChannels()).containsExactlyInAnyOrder(Channel.EMAIL, PUSH);
        assertThat(outbox().waiting()).containsExactlyInAnyOrderEntriesOf(Map.of(Channel.EMAIL, 2L, PUSH, 2L));

        List<Claimed> pushed = call(tx -> outbox().claim(tx, PUSH, 10, HERE, LONG, NOW));
        write(tx -> outbox().finish(
                        tx,
                        pushed.stream()
                                .map(claimed -> new Outcome(claimed, NoticeState.SENT, null, NOW))
                                .toList()));

        assertThat(outbox().waitingChannels()).containsExactly(Channel.EMAIL);
        assertThat(outbox().waiting()).containsOnly(Map.entry(Channel.EMAIL, 2L));

        write(tx -> outbox().hold(tx, 10, "restored", NOW));

        assertThat(outbox().waiting()).isEmpty();
    }

    @Test
    void aHostsOwnChannelIsStoredAndDispatchedByTheHostsCourier() {
        add(push(1), notice(2));
        List<RenderedNotice> pushed = new ArrayList<>();
        Cartable cartable = Cartable.builder()
                .noticeStores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .noticeType(new TrueNotices(LOAN, Map.of("username", "user")))
                .renderer((kind, language, channel, variables) ->
                        new Renderer.Words(kind + " by " + channel, variables.toString(), null))
                .courier(new KeepingCourier(PUSH, Courier.Reach.NOBODY, pushed))
                .build();

        DispatchNotices.Report report = cartable.notices().dispatch().drain();

        assertThat(pushed).extracting(RenderedNotice::subject).containsExactly("library.overdue by PUSH");
        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.halts())
                .extracting(DispatchNotices.Report.Halt::channel)
                .containsExactly(Channel.EMAIL);
        assertThat(outbox().find(noticeId(1)))
                .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(NoticeState.SENT));
        assertThat(outbox().waitingChannels()).containsExactly(Channel.EMAIL);
    }

    @Test
    void aFirstClaimSaysThatNothingWasTried() {
        add(notice(1));

        assertThat(claimOne(HERE, LONG))
                .extracting(Claimed::notice, Claimed::attempts, Claimed::maybeSent)
                .containsExactly(notice(1), 0, false);
    }

    @Test
    void aClaimedNoticeGetsThePresentAddressUnlessTheClaimWasLost() {
        add(notice(1));
        Claimed lost = claimOne(GONE, LONG);
        Claimed ours = claimOne(HERE, LONG);

        write(tx -> outbox().readdress(tx, ours, EmailAddress.of("new@example.org")));
        write(tx -> outbox().readdress(tx, lost, EmailAddress.of("late@example.org")));

        assertThat(outbox().find(noticeId(1)))
                .hasValueSatisfying(entry -> assertThat(entry.notice())
                        .isEqualTo(notice(1)
                                .with(
                                        EmailAddress.of("new@example.org"),
                                        notice(1).variables())));
        Set<NoticeId> again = call(tx -> outbox().add(tx, List.of(again(notice(1), 2))));
        assertThat(again).as("the key is the same").isEmpty();
    }

    @Test
    void anUndoneClaimIsNone() {
        add(notice(1));

        undone(tx -> outbox().claim(tx, Channel.EMAIL, 10, HERE, LONG, NOW));

        assertThat(claim(10, HERE, LONG)).hasSize(1);
    }

    @Test
    void threadsThatClaimAtOnceNeverGetTheSameNotice() {
        write(tx -> outbox().add(tx, many(200, Samples::notice)));

        List<List<NoticeId>> claimed = Together.run(8, i -> {
            List<NoticeId> mine = new ArrayList<>();
            List<Claimed> some;
            do {
                some = claim(7, HERE, LONG);
                some.forEach(one -> mine.add(one.notice().id()));
            } while (!some.isEmpty());
            return mine;
        });

        assertThat(claimed.stream().flatMap(Collection::stream)).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aRowThatAnotherIsClaimingIsSkippedAndNotWaitedFor() {
        assumeSideBySide();
        write(tx -> outbox().add(tx, many(10, Samples::notice)));

        write(tx -> {
            List<Claimed> first = outbox().claim(tx, Channel.EMAIL, 5, HERE, LONG, NOW);
            List<Claimed> second = Together.start(() -> claim(10, HERE, LONG)).result();

            assertThat(first).hasSize(5);
            assertThat(second)
                    .extracting(this::number)
                    .doesNotContainAnyElementsOf(
                            first.stream().map(this::number).toList())
                    .hasSize(5);
        });
    }

    @Test
    void aClaimThatRanOutIsGivenToTheNextAndTheFirstMayNotSend() {
        add(notice(1));
        Claimed late = claimOne(ELSEWHERE, SHORT);
        pass();
        Claimed next = claimOne(HERE, LONG);

        assertThat(next.fence()).isNotEqualTo(late.fence());
        assertThat(sending(late)).isFalse();
        assertThat(sending(next)).isTrue();
    }

    @Test
    void aClaimThatRanOutAndThatNobodyTookIsStillGood() {
        add(notice(1));
        Claimed late = claimOne(ELSEWHERE, SHORT);
        pass();

        assertThat(sending(late)).isTrue();
        assertThat(claim(10, HERE, LONG)).as("renewed").isEmpty();
    }

    @Test
    void beginningToSendRenewsTheClaimCountsAnAttemptAndShows() {
        add(notice(1));
        Claimed claimed = claimOne(ELSEWHERE, SHORT);
        assertThat(sending(claimed)).isTrue();
        pass();

        assertThat(claim(10, HERE, LONG)).isEmpty();
        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(NoticeState.SENDING, 1);
    }

    @Test
    void theClaimOfAProcessThatIsGoneIsTakenAtOnce() {
        add(notice(1));
        claimOne(GONE, LONG);

        assertThat(claimOne(HERE, LONG))
                .extracting(Claimed::attempts, Claimed::maybeSent)
                .containsExactly(0, false);
    }

    @Test
    void aNoticeWhoseSenderDiedMayHaveBeenSent() {
        add(notice(1));
        sending(claimOne(GONE, LONG));

        assertThat(claimOne(HERE, LONG))
                .extracting(Claimed::attempts, Claimed::maybeSent)
                .containsExactly(1, true);
    }

    @Test
    void thatItMayHaveBeenSentIsRememberedByLaterClaimsToo() {
        add(notice(1));
        sending(claimOne(GONE, LONG));
        claimOne(GONE, LONG);

        assertThat(claimOne(HERE, LONG))
                .extracting(Claimed::attempts, Claimed::maybeSent)
                .containsExactly(1, true);
    }

    @Test
    void crashesCountAsAttemptsSoThatAPoisonMessageEnds() {
        add(notice(1));
        for (int i = 0; i < 3; i++) {
            sending(claimOne(GONE, LONG));
        }

        assertThat(claimOne(HERE, LONG).attempts()).isEqualTo(3);
    }

    @Test
    void anOutcomeIsWrittenToTheHistoryAndEndsTheWaiting() {
        add(notice(1));
        Claimed claimed = claimOne(HERE, SHORT);
        sending(claimed);
        finish(claimed, NoticeState.FAILED, "550 5.1.1 utilisateur inconnu: é");
        pass();

        assertThat(entry(1))
                .isEqualTo(new Notice.Entry(
                        notice(1), NoticeState.FAILED, 1, "550 5.1.1 utilisateur inconnu: é", NOW.plusSeconds(1)));
        assertThat(claim(10, HERE, LONG)).isEmpty();
    }

    @Test
    void anOutcomeWithoutAnAttemptCountsNone() {
        add(notice(1));
        finish(claimOne(HERE, LONG), NoticeState.SUPPRESSED, "paid");

        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(NoticeState.SUPPRESSED, 0);
    }

    @Test
    void theOutcomeOfALostClaimIsIgnored() {
        add(notice(1));
        Claimed lost = claimOne(GONE, LONG);
        Claimed next = claimOne(HERE, LONG);

        finish(lost, NoticeState.FAILED, "late");
        assertThat(entry(1).state()).isEqualTo(NoticeState.QUEUED);

        sending(next);
        finish(next, NoticeState.SENT, "250 ok");
        finish(lost, NoticeState.FAILED, "later still");
        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::reason)
                .containsExactly(NoticeState.SENT, "250 ok");
    }

    @Test
    void aLostClaimPutsNothingBack() {
        add(notice(1));
        Claimed lost = claimOne(GONE, LONG);
        Claimed next = claimOne(HERE, LONG);

        putBack(lost, NOW, true);

        assertThat(claim(10, HERE, LONG)).isEmpty();
        assertThat(sending(next)).isTrue();
    }

    @Test
    void aNoticeThatMayHaveBeenSentStaysSoIfItIsPutBackUntried() {
        add(notice(1));
        Claimed claimed = claimOne(HERE, LONG);
        Claimed inDoubt = new Claimed(claimed.notice(), 1, true, claimed.fence());
        putBack(inDoubt, NOW.plusSeconds(60), false);

        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(NoticeState.SENDING, 1);
        assertThat(claimAt(NOW.plusSeconds(59))).isEmpty();
        assertThat(claimAt(NOW.plusSeconds(60))).singleElement().satisfies(next -> {
            assertThat(next.maybeSent()).isTrue();
            putBack(next, NOW.plusSeconds(120), true);
        });
        assertThat(entry(1).state()).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void aNoticeThatWasPutBackWaitsUntilItIsDueAndKeepsItsAttempt() {
        add(notice(1));
        Claimed claimed = claimOne(HERE, LONG);
        sending(claimed);
        putBack(claimed, NOW.plusSeconds(60), true);

        assertThat(entry(1))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 1, "451 later");
        assertThat(claimAt(NOW.plusSeconds(59))).isEmpty();
        assertThat(claimAt(NOW.plusSeconds(60))).singleElement().satisfies(next -> {
            assertThat(next.attempts()).isEqualTo(1);
            assertThat(next.maybeSent()).isFalse();
            assertThat(next.fence()).isNotEqualTo(claimed.fence());
        });
    }

    @Test
    void aNoticeMayBePutBackWithoutItsAttempt() {
        add(notice(1));
        Claimed first = claimOne(HERE, LONG);
        sending(first);
        putBack(first, NOW, true);
        Claimed second = claimOne(HERE, LONG);
        sending(second);
        putBack(second, NOW, false);
        Claimed third = claimOne(HERE, LONG);
        assertThat(third.attempts()).isEqualTo(1);
        putBack(third, NOW, false);

        assertThat(claimOne(HERE, LONG).attempts())
                .as("none was counted, none is taken off")
                .isEqualTo(1);
    }

    @Test
    void aNoticeThatWasPutBackCannotBeSentOnTheOldClaim() {
        add(notice(1));
        Claimed claimed = claimOne(HERE, LONG);
        putBack(claimed, NOW, false);

        assertThat(sending(claimed)).isFalse();
    }

    @Test
    void aPausedChannelIsLeftAloneUntilTheTimeAndNotFromThenOn() {
        Instant until = NOW.plusSeconds(600);
        assertThat(outbox().paused(Channel.EMAIL, NOW)).isEmpty();

        write(tx -> outbox().pause(tx, Channel.EMAIL, until, "535 5.7.8"));

        assertThat(outbox().paused(Channel.EMAIL, NOW)).contains(new Outbox.Pause(Channel.EMAIL, until, "535 5.7.8"));
        assertThat(outbox().paused(Channel.EMAIL, until)).isEmpty();
        assertThat(outbox().paused(Channel.SMS, NOW)).isEmpty();
    }

    @Test
    void aLaterPauseTakesThePlaceOfTheEarlierOne() {
        write(tx -> outbox().pause(tx, Channel.EMAIL, NOW.plusSeconds(60), "421"));
        write(tx -> outbox().pause(tx, Channel.EMAIL, NOW.plusSeconds(600), "535"));

        assertThat(outbox().paused(Channel.EMAIL, NOW))
                .contains(new Outbox.Pause(Channel.EMAIL, NOW.plusSeconds(600), "535"));
    }

    @Test
    void aDomainIsLeftAloneByOneChannelUntilItIsResumed() {
        DomainPause slow = new DomainPause(Channel.EMAIL, "slow.example", NOW.plusSeconds(60), "451 4.7.1");
        DomainPause later = new DomainPause(Channel.EMAIL, "slow.example", NOW.plusSeconds(600), "421");
        DomainPause dead = new DomainPause(Channel.EMAIL, "dead.example", NOW.minusSeconds(60), "451");
        write(tx -> outbox().pauseDomain(tx, slow));
        write(tx -> outbox().pauseDomain(tx, dead));
        write(tx -> outbox().pauseDomain(tx, later));

        assertThat(outbox().pausedDomains(Channel.EMAIL))
                .as("also one whose time is over")
                .containsExactlyInAnyOrder(later, dead);
        assertThat(outbox().pausedDomains(Channel.SMS)).isEmpty();
        assertThat(outbox().paused(Channel.EMAIL, NOW)).isEmpty();

        write(tx -> outbox().resumeDomains(tx, Channel.EMAIL, List.of("slow.example", "other.example")));
        write(tx -> outbox().resumeDomains(tx, Channel.SMS, List.of("dead.example")));
        assertThat(outbox().pausedDomains(Channel.EMAIL)).containsExactly(dead);
    }

    @Test
    void threadsThatPauseAtOnceAllSucceed() {
        Together.run(
                10,
                i -> call(tx -> {
                    outbox().pause(tx, Channel.EMAIL, NOW.plusSeconds(60), "421");
                    return i;
                }));

        assertThat(outbox().paused(Channel.EMAIL, NOW)).isPresent();
    }

    private Outbox outbox() {
        return stores().outbox();
    }

    private int number(Claimed claimed) {
        return Samples.number(claimed.notice().id());
    }

    private void add(Notice... notices) {
        write(tx -> outbox().add(tx, List.of(notices)));
    }

    private List<Claimed> claim(int max, Leases.Holder holder, Duration lease) {
        return call(tx -> outbox().claim(tx, Channel.EMAIL, max, holder, lease, NOW));
    }

    private List<Claimed> claimAt(Instant now) {
        return call(tx -> outbox().claim(tx, Channel.EMAIL, 100, HERE, LONG, now));
    }

    private Claimed claimOne(Leases.Holder holder, Duration lease) {
        List<Claimed> claimed = claim(1, holder, lease);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private boolean sending(Claimed claimed) {
        return !this.<Set<NoticeId>>call(tx -> outbox().sending(tx, List.of(claimed), LONG))
                .isEmpty();
    }

    private void finish(Claimed claimed, NoticeState state, String reason) {
        write(tx -> outbox().finish(tx, List.of(new Outcome(claimed, state, reason, NOW.plusSeconds(1)))));
    }

    private void putBack(Claimed claimed, Instant dueAt, boolean countsAttempt) {
        write(tx -> outbox().putBack(tx, claimed, dueAt, "451 later", countsAttempt));
    }

    private Notice.Entry entry(int number) {
        return outbox().find(noticeId(number)).orElseThrow();
    }

    private void pass() {
        fixture().letPass(SHORT.multipliedBy(2));
    }

    /** A notice of a host's own kind, by a channel of its own. */
    private static Notice push(int number) {
        return numbered(
                number,
                Notice.draft(LOAN, new Subject("loan", "b" + number), NOW)
                        .to(recipient(number), PUSH, new Address.Opaque("device " + number), Locale.FRENCH));
    }
}
