package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.DispatchNotices.Report;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.DispatchSettings.DomainLimits.Limit;
import dev.cartable.notice.DomainGate.Turn;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of domains, and domains that refuse everybody. */
class DomainGateTest {
    private static final Delivery.TryLater THROTTLED = new Delivery.TryLater("451 4.7.1 too much from you");
    private static final String SLOW = "slow.example";
    private static final String FAST = "fast.example";

    private final NoticeWorld world = new NoticeWorld();
    private int people;

    private NoticeId queue(String domain) {
        int number = ++people;
        Notice notice = Notice.draft(
                        Kind.of(NoticeWorld.AGAIN),
                        new Subject("account", "b" + number),
                        world.clock.instant().minusSeconds(60).plusMillis(number))
                .variables(Map.of("who", "Awa"))
                .to(
                        new Recipient("guardian", "h" + number),
                        Channel.EMAIL,
                        EmailAddress.of("h" + number + "@" + domain),
                        Locale.FRENCH);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(notice)));
        return notice.id();
    }

    private List<NoticeId> queue(String domain, int messages) {
        List<NoticeId> ids = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            ids.add(queue(domain));
        }
        return ids;
    }

    private List<String> handedTo() {
        return world.mail.handed.stream()
                .map(mail -> DomainGate.domain(mail.address()))
                .toList();
    }

    private void answerAlways(String domain, Delivery answer) {
        for (int i = 0; i < 100; i++) {
            world.mail.then(mail ->
                    DomainGate.domain(mail.address()).equals(domain) ? answer : new Delivery.Sent("250 2.0.0 Ok"));
        }
    }

    @Test
    void aDomainAtItsLimitHoldsUpNoOther() {
        world.settings = NoticeWorld.settings(3, 5).withDomainLimits(DomainLimits.parse(SLOW + "=2/min"));
        queue(SLOW, 4);
        queue(FAST, 8);

        Report report = world.drain();

        assertThat(handedTo())
                .hasSize(10)
                .startsWith(SLOW, FAST, FAST)
                .endsWith(FAST, SLOW)
                .filteredOn(SLOW::equals)
                .hasSize(2);
        assertThat(Duration.ofNanos(world.nanos.get())).isEqualTo(Duration.ofSeconds(30));
        assertThat(report.heldBack()).isEqualTo(2);
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo(NoticeReason.DOMAIN_LIMIT.with(SLOW)));
        assertThat(world.stores.outbox().counts()).containsEntry(NoticeState.QUEUED, 2L);
    }

    @Test
    void whatWasTooMuchGoesOneAfterTheOtherLaterWithoutAnAttempt() {
        world.settings = NoticeWorld.settings(3, 50).withDomainLimits(DomainLimits.parse("*=2/min"));
        List<NoticeId> ids = queue(SLOW, 8);
        world.drain();
        for (int minute = 0; minute < 4; minute++) {
            world.clock.advance(Duration.ofMinutes(1).plusSeconds(1));
            world.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            world.drain();
            assertThat(world.mail.handed).as("minute " + minute).hasSize(Math.min(8, 3 + 2 * minute));
        }

        assertThat(ids).allSatisfy(id -> {
            assertThat(world.state(id)).isEqualTo(NoticeState.SENT);
            assertThat(world.entry(id).attempts()).isEqualTo(1);
        });
    }

    @Test
    void noMoreConnectionsThanADomainMayHaveAreUsedAtATime() {
        DomainGate gate = new DomainGate(DomainLimits.parse(SLOW + "=:2"), 10, DomainGate.Timer.SYSTEM);
        gate.begin(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
        gate.begin(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Busy());
        assertThat(gate.ask(FAST, NoticeWorld.START)).isEqualTo(new Turn.Now());
        gate.end(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
    }

    @Test
    void aDomainThatRefusesThreeInARowIsLeftAloneAndTheOthersAreServed() {
        answerAlways(SLOW, THROTTLED);
        List<NoticeId> slow = queue(SLOW, 6);
        List<NoticeId> fast = queue(FAST, 2);

        world.drain();

        assertThat(handedTo()).containsExactly(SLOW, SLOW, SLOW, FAST, FAST);
        assertThat(fast).allSatisfy(id -> assertThat(world.state(id)).isEqualTo(NoticeState.SENT));
        assertThat(slow).extracting(id -> world.entry(id).attempts()).containsExactly(1, 1, 1, 0, 0, 0);
        assertThat(world.stores.outbox().paused(Channel.EMAIL, world.clock.instant()))
                .as("the channel as a whole works")
                .isEmpty();
        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL))
                .containsExactly(new Outbox.DomainPause(
                        Channel.EMAIL, SLOW, NoticeWorld.START.plus(Duration.ofMinutes(15)), THROTTLED.answer()));
    }

    @Test
    void aDomainThatIsDeadForDaysBurnsNoAttempts() {
        answerAlways(SLOW, THROTTLED);
        List<NoticeId> slow = queue(SLOW, 6);

        for (int i = 0; i < 40; i++) {
            world.drain();
            world.clock.advance(Duration.ofMinutes(16));
        }

        assertThat(slow).allSatisfy(id -> {
            assertThat(world.state(id)).isEqualTo(NoticeState.QUEUED);
            assertThat(world.entry(id).attempts()).isLessThanOrEqualTo(1);
        });
        assertThat(world.mail.handed).as("three, and a trial for each pause").hasSize(3 + 39);
    }

    @Test
    void anotherNodeKnowsItAndFindsOutThatTheDomainWorksAgain() {
        answerAlways(SLOW, THROTTLED);
        List<NoticeId> slow = queue(SLOW, 6);
        world.drain();
        world.mail.clear();
        DispatchNotices other = world.dispatcher();
        other.drain();
        assertThat(world.mail.handed).hasSize(3);

        world.clock.advance(Duration.ofMinutes(16));
        other.drain();

        assertThat(slow).allSatisfy(id -> assertThat(world.state(id)).isEqualTo(NoticeState.SENT));
        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL)).isEmpty();
    }

    @Test
    void mailboxesThatAreFullOrUnknownAreNotTheDomainsFault() {
        for (String answer : List.of("450 4.2.1 busy", "452 4.2.2 full", "450 4.1.1 unknown", "NO_REPLY")) {
            world.mail.then(new Delivery.TryLater(answer));
            queue(SLOW);
        }

        world.drain();

        assertThat(world.mail.handed).hasSize(4);
        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL)).isEmpty();
    }

    @Test
    void domainsThatRefuseOneAfterTheOtherPauseTheChannel() {
        for (int i = 0; i < 9; i++) {
            world.mail.then(new Delivery.Blocked("421 go away", Duration.ofMinutes(3)));
            queue("d" + i + ".example");
        }

        world.drain();

        assertThat(world.mail.handed).hasSize(3);
        assertThat(world.stores.outbox().paused(Channel.EMAIL, world.clock.instant()))
                .isPresent();
    }

    @Test
    void resumingByHandTriesTheDomainAtOnce() {
        answerAlways(SLOW, THROTTLED);
        queue(SLOW, 6);
        DispatchNotices dispatcher = world.dispatcher();
        dispatcher.drain();
        world.mail.clear();

        dispatcher.resume();
        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL)).isEmpty();
    }

    @Test
    void limitsAreWrittenByDomain() {
        DomainLimits limits = DomainLimits.parse(" *=120/min, Gmail.com = 2/s:4,ecole.gn=:1 ");

        assertThat(limits.of("gmail.com")).isEqualTo(new Limit(120, 4));
        assertThat(limits.of("ecole.gn")).isEqualTo(new Limit(0, 1));
        assertThat(limits.of("other.example")).isEqualTo(new Limit(120, 0));
        assertThat(DomainLimits.parse("")).isEqualTo(DomainLimits.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gmail.com", "gmail.com=", "gmail=2/s", "=2/s", "gmail.com=2/h", "gmail.com=-1/min", "a@b.c=2/s"
            })
    void whatIsNoLimitIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainLimits.parse(text))
                .withMessageContaining("gmail.com=60/min");
    }
}
