package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.DispatchNotices.Report;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.InstanceGuard.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dispatch claims, what of it waits, and what is settled without being sent. */
class ClaimQueueTest {
    private static final String DOMAIN = "example.org";
    private static final Delivery SENT = new Delivery.Sent("250 2.0.0 Ok");

    private final NoticeWorld world = new NoticeWorld();

    private List<NoticeId> queue(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> world.queue(kind)).toList();
    }

    private void limit(String limit) {
        world.settings = NoticeWorld.settings(3, 10).withDomainLimits(DomainLimits.parse(DOMAIN + "=" + limit));
    }

    private Duration waited() {
        return Duration.ofNanos(world.nanos.get());
    }

    @Test
    void whatWaitsForItsDomainIsPutBackWhenAnotherInstanceIsToSpeak() {
        limit("3/min");
        List<NoticeId> notices = queue(AGAIN, 2);
        world.mail.then(notice -> {
            world.clock.advance(Duration.ofSeconds(5));
            world.instance = new State.Silent("prod", "copy");
            return SENT;
        });

        Report report = world.drain();

        assertThat(report.silence()).extracting(Silence::reason).isEqualTo(Silence.Reason.INSTANCE_SILENT);
        assertThat(report.sent()).isOne();
        assertThat(report.heldBack()).isOne();
        assertThat(world.entry(notices.get(1)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 0, "ENDED_EARLY");
    }

    @Test
    void aLineWaitsAsLongAsItsDomainAndNoLonger() {
        limit("7/min");
        queue(AGAIN, 2);

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(waited()).isEqualTo(Duration.ofMinutes(1).dividedBy(7));
    }

    @Test
    void aLineThatWaitsForADomainLooksTenTimesASecondWhetherItIsToEnd() {
        limit("7/min");
        queue(AGAIN, 2);

        Report report = world.dispatcher().drain(() -> waited().toSeconds() >= 1);

        assertThat(waited()).isEqualTo(Duration.ofSeconds(1));
        assertThat(report.sent()).isOne();
        assertThat(report.heldBack()).isOne();
    }

    @Test
    void whatWasSentIsWrittenBeforeTheLineWaits() {
        limit("3/min");
        List<NoticeId> notices = queue(AGAIN, 3);
        List<NoticeState> whileItWaits = new ArrayList<>();

        Report report = world.dispatcher().drain(() -> {
            if (waited().toMillis() > 20_000 && waited().toMillis() < 40_000) {
                whileItWaits.add(world.state(notices.get(1)));
            }
            return false;
        });

        assertThat(report.sent()).isEqualTo(3);
        assertThat(whileItWaits).isNotEmpty().containsOnly(NoticeState.SENT);
    }

    @Test
    void whatIsQueuedMeanwhileGoesWhenAllThatWaitedForADomainHasGone() {
        limit("2/min");
        queue(AGAIN, 2);
        world.mail.then(SENT).then(notice -> {
            world.queue(AGAIN);
            return SENT;
        });

        assertThat(world.drain().sent()).isEqualTo(3);
    }

    @Test
    void aDomainWithOneConnectionGetsOneMessageAfterTheOther() {
        limit(":1");
        queue(AGAIN, 3);

        Report report = world.dispatcher().drain(() -> waited().toSeconds() >= 1);

        assertThat(report.sent()).isEqualTo(3);
        assertThat(waited()).isZero();
    }

    @Test
    void whatIsAtHandForADomainThatIsLeftAloneNowIsHeldBack() {
        List<NoticeId> notices = queue(AGAIN, 5);
        notices.forEach(any -> world.mail.then(new Delivery.TryLater("451 4.7.1 too much from you")));

        Report report = world.drain();

        assertThat(report.retried()).isEqualTo(3);
        assertThat(report.heldBack()).isEqualTo(2);
        assertThat(notices.subList(3, 5))
                .extracting(world::entry)
                .extracting(Notice.Entry::attempts, Notice.Entry::reason)
                .containsOnly(tuple(0, "DOMAIN_PAUSED: " + DOMAIN));
    }

    @Test
    void whatIsClaimedForADomainThatIsLeftAloneIsHeldBackUntilItsPauseIsOver() {
        Duration pause = Duration.ofSeconds(30);
        world.stores
                .unitOfWork()
                .run(tx -> world.stores
                        .outbox()
                        .pauseDomain(
                                tx,
                                new Outbox.DomainPause(
                                        Channel.EMAIL, DOMAIN, NoticeWorld.START.plus(pause), "421 no")));
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.drain().heldBack()).isOne();

        assertThat(world.entry(notice).reason()).isEqualTo("DOMAIN_PAUSED: " + DOMAIN);
        world.clock.advance(pause.minusNanos(1));
        assertThat(world.drain().sent()).isZero();
        world.clock.advance(Duration.ofNanos(1));
        assertThat(world.drain().sent()).isOne();
    }

    @Test
    void aNoticeOfAnUnknownKindIsHeldBackAndNotTried() {
        NoticeId unknown = world.queue(ONCE);
        world.types.remove(world.once);

        Report report = world.drain();

        assertThat(report.heldBack()).isOne();
        assertThat(report.retried()).isZero();
        assertThat(world.entry(unknown))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.QUEUED, 0, "NO_TYPE: " + ONCE);
    }

    @Test
    void aNoticeThatWasTriedAsOftenAsIsAllowedNowFailsUnasked() {
        NoticeId notice = world.queue(AGAIN);
        world.mail.then(new Delivery.TryLater("450 4.2.0 try again"));
        world.drain();
        world.settings = NoticeWorld.settings(0, 10);
        world.clock.advance(Duration.ofMinutes(1));

        assertThat(world.drain().failed()).isOne();

        assertThat(world.entry(notice))
                .extracting(Notice.Entry::state, Notice.Entry::attempts, Notice.Entry::reason)
                .containsExactly(NoticeState.FAILED, 1, "GIVEN_UP: 1");
        assertThat(world.again.asked).as("before its only try").isOne();
        assertThat(world.mail.handed).hasSize(1);
    }

    @Test
    void whatIsSettledUnsentIsWrittenBeforeTheNextMessageGoes() {
        NoticeId inDoubt = world.queue(ONCE);
        world.dieWhileSending();
        world.queue(AGAIN);
        List<NoticeState> seen = new ArrayList<>();
        world.mail.then(notice -> {
            seen.add(world.state(inDoubt));
            return SENT;
        });

        assertThat(world.drain().sent()).isOne();

        assertThat(seen).containsExactly(NoticeState.UNCERTAIN);
        assertThat(world.once.asked).isZero();
    }

    @Test
    void thePreferencesOfAllRecipientsOfAClaimAreReadTogether() {
        List<List<?>> read = new ArrayList<>();
        DispatchPreferences none = world.preferences;
        Preferences counting = new Preferences() {
            @Override
            public Answer answer(Recipient person, Kind kind, Channel channel, Address address) {
                return Answer.ACCEPTED;
            }

            @Override
            public Preferences prefetched(Collection<Recipient> people, Collection<Address> addresses) {
                read.add(List.copyOf(people));
                read.add(List.copyOf(addresses));
                return this;
            }
        };
        world.preferences = new DispatchPreferences(
                counting, none.settings(), none.links(), none.answers(), none.school(), none.zone(), none.threads());
        queue(AGAIN, 2);

        world.drain();

        assertThat(read)
                .containsExactly(
                        List.of(new Recipient("guardian", "g1"), new Recipient("guardian", "g2")),
                        List.of(EmailAddress.of("g1@" + DOMAIN), EmailAddress.of("g2@" + DOMAIN)));
    }

    @Test
    void asManyMessagesAreReadForTogetherAtLeastAsTheCourierTakesAtOnce() {
        world.settings = NoticeWorld.settings(3, 10);
        world.mail.maxBatch = 3;
        List<Integer> reads = new ArrayList<>();
        world.once.checks = some -> {
            reads.add(some.size());
            return world.once::check;
        };
        queue(ONCE, 6)
                .forEach(any -> world.mail.then(notice -> {
                    world.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                    return SENT;
                }));

        assertThat(world.drain().sent()).isEqualTo(6);

        assertThat(reads).as("each is read for as it goes").containsExactly(6, 3, 3, 3, 2, 1);
    }

    @Test
    void whatIsLeftOfAMessageThatMayHaveArrivedHasAnotherIdWhereItsFirstNoticeMayGoLater() {
        List<NoticeId> notices = queueTogether();
        holdTheFirst();

        drainAfterAnHour();
        world.stores
                .unitOfWork()
                .run(tx -> world.stores.outbox().release(tx, notices.subList(0, 1), world.clock.instant()));
        world.drain();

        assertThat(world.mail.handed)
                .extracting(RenderedNotice::id)
                .containsExactly(notices.get(0), notices.get(1), notices.get(0));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPPRESSED", "CANCELLED"})
    void whatIsLeftOfAMessageThatMayHaveArrivedKeepsItsIdWhereItsFirstNoticeGoesNoMore(NoticeState state) {
        List<NoticeId> notices = queueTogether();
        holdTheFirst();
        world.stores.unitOfWork().run(tx -> {
            world.stores.outbox().release(tx, notices.subList(0, 1), world.clock.instant());
            world.stores.outbox().end(tx, notices.subList(0, 1), state, "paid", world.clock.instant());
        });

        drainAfterAnHour();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(notices.get(0), notices.get(0));
        assertThat(world.state(notices.get(1))).isEqualTo(NoticeState.SENT);
    }

    /** Two notices to one person that were handed over in one message, which may have arrived. */
    private List<NoticeId> queueTogether() {
        List<Notice> notices = IntStream.rangeClosed(1, 2)
                .mapToObj(i -> Notice.draft(
                                Kind.of(AGAIN),
                                new Subject("fact", "f" + i),
                                world.clock.instant().minusSeconds(1).plusMillis(i))
                        .variables(Map.of("who", "Awa"))
                        .joinable(true)
                        .to(
                                new Recipient("guardian", "g1"),
                                Channel.EMAIL,
                                EmailAddress.of("g1@" + DOMAIN),
                                Locale.FRENCH))
                .toList();
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, notices));
        world.mail.then(new Delivery.Unknown("the connection broke"));
        world.drain();
        return notices.stream().map(Notice::id).toList();
    }

    private void holdTheFirst() {
        world.stores.unitOfWork().run(tx -> world.stores.outbox().hold(tx, 1, "by hand", world.clock.instant()));
    }

    private void drainAfterAnHour() {
        world.clock.advance(Duration.ofHours(1));
        world.drain();
    }
}
