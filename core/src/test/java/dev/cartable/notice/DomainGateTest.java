package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cartable.notice.DispatchNotices.Report;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.DispatchSettings.DomainLimits.Limit;
import dev.cartable.notice.DomainGate.Effect;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
        gate.replace(List.of());
        assertThat(gate.ask(SLOW, NoticeWorld.START)).as("under way").isEqualTo(new Turn.Busy());
        gate.end(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
    }

    private DomainGate gate(String limits, int held) {
        return new DomainGate(DomainLimits.parse(limits), held, world.timer);
    }

    private void pass(Duration duration) {
        world.nanos.addAndGet(duration.toNanos());
    }

    /** As {@link System#nanoTime}, which may begin below zero. */
    @ParameterizedTest
    @ValueSource(longs = {-600, 0, 600})
    void theRateOfADomainIsKeptWhateverTheClockShows(long seconds) {
        pass(Duration.ofSeconds(seconds));
        DomainGate gate = gate(SLOW + "=2/min", 10);
        for (String domain : List.of(SLOW, FAST)) {
            assertThat(gate.ask(domain, NoticeWorld.START)).isEqualTo(new Turn.Now());
            gate.begin(domain);
            assertThat(gate.ask(FAST, NoticeWorld.START)).isEqualTo(new Turn.Now());
            gate.end(domain);
        }
        gate.replace(List.of());

        assertThat(gate.ask(FAST, NoticeWorld.START)).isEqualTo(new Turn.Now());
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Later(Duration.ofSeconds(30)));
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Later(Duration.ofNanos(1)));
        pass(Duration.ofNanos(1));
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
    }

    @ParameterizedTest
    @CsvSource({
        "0, *=2/min, 10, 60, 90",
        "600, *=2/min, 10, 60, 90",
        "-600, *=2/min, 10, 60, 90",
        "0, *=6/min, 3, 30, 40",
        "0, *=:1, 4, 60, 75"
    })
    void whatIsTooMuchGoesBehindWhatIsKeptAndWhatWasPutBack(
            long clock, String limits, int held, long first, long second) {
        pass(Duration.ofSeconds(clock));
        DomainGate gate = gate(limits, held);

        assertThat(gate.queue(SLOW)).isEqualTo(Duration.ofSeconds(first));
        gate.replace(List.of());
        assertThat(gate.queue(SLOW)).isEqualTo(Duration.ofSeconds(second));
        pass(Duration.ofSeconds(second));
        assertThat(gate.queue(SLOW)).isEqualTo(Duration.ofSeconds(first));
    }

    @Test
    void aDomainWithoutALimitIsServedWhileManyWait() {
        List<String> slow =
                IntStream.range(0, 11).mapToObj(i -> "d" + i + ".example").toList();
        world.settings = NoticeWorld.settings(3, 1)
                .withDomainLimits(DomainLimits.parse(String.join("=1/min,", slow) + "=1/min"));
        slow.forEach(this::queue);
        slow.forEach(this::queue);
        queue(FAST);

        Report report = world.drain();

        assertThat(handedTo()).startsWith(slow.toArray(String[]::new)).hasSize(22);
        assertThat(handedTo().get(11)).isEqualTo(FAST);
        assertThat(report.heldBack()).isEqualTo(1);
    }

    @Test
    void aDomainWhosePauseIsOverGetsOneMessageAtATime() {
        DomainGate gate = gate("", 10);
        gate.replace(List.of(new Outbox.DomainPause(Channel.EMAIL, SLOW, NoticeWorld.START, "421 no")));

        assertThat(gate.ask(SLOW, NoticeWorld.START.minusNanos(1)))
                .isEqualTo(new Turn.Paused(NoticeWorld.START, "421 no"));
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
        gate.begin(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Busy());
        gate.end(SLOW);
        assertThat(gate.ask(SLOW, NoticeWorld.START)).isEqualTo(new Turn.Now());
    }

    private static Effect note(DomainGate gate, Delivery delivery, int person) {
        return gate.note(SLOW, delivery, delivery.answer(), EmailAddress.of("h" + person + "@" + SLOW));
    }

    static Stream<Arguments> trials() {
        return Stream.of(
                arguments(new Delivery.Sent("250 2.0.0 Ok"), Effect.RESUME),
                arguments(new Delivery.Accepted("250 2.0.0 Ok", "r1"), Effect.RESUME),
                arguments(new Delivery.TryLater("450 4.2.1 busy"), Effect.RESUME),
                arguments(new Delivery.Refused("550 5.1.1 unknown"), Effect.RESUME),
                arguments(THROTTLED, Effect.PAUSE_AGAIN),
                arguments(new Delivery.Unknown("250 2.0.0 cut off"), Effect.NONE),
                arguments(new Delivery.ChannelDown("451 4.7.1 no", Duration.ofMinutes(1)), Effect.NONE));
    }

    @ParameterizedTest
    @MethodSource("trials")
    void aTrialShowsWhetherTheDomainWorksAgain(Delivery answer, Effect effect) {
        DomainGate gate = gate("", 10);
        gate.pause(SLOW, NoticeWorld.START, "421 no");

        assertThat(note(gate, answer, 1)).isEqualTo(effect);
        assertThat(note(gate, new Delivery.Sent("250 2.0.0 Ok"), 2))
                .isEqualTo(effect == Effect.RESUME ? Effect.NONE : Effect.RESUME);
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.7.1 a, 550 5.7.1 b, 550 5.7.1 c, PAUSE",
        "550 5.7.1 a, 550 5.7.1 a, 554 5.7.1 a, NONE",
        "550 a, 550 a, 550 a, PAUSE",
        "550 a, 550 b, 550 c, NONE"
    })
    void refusalsForGoodAreAlikeByTheirCodesOrElseByTheirWords(
            String first, String second, String third, Effect effect) {
        DomainGate gate = gate("", 10);

        assertThat(note(gate, new Delivery.Refused(first), 1)).isEqualTo(Effect.NONE);
        assertThat(note(gate, new Delivery.Refused(second), 2)).isEqualTo(Effect.NONE);
        assertThat(note(gate, new Delivery.Refused(third), 3)).isEqualTo(effect);
    }

    @Test
    void refusalsForNowAreAlikeWhateverTheySay() {
        DomainGate gate = gate("", 10);

        assertThat(note(gate, new Delivery.TryLater("451 4.7.1 a"), 1)).isEqualTo(Effect.NONE);
        assertThat(note(gate, new Delivery.TryLater("421 b"), 2)).isEqualTo(Effect.NONE);
        gate.replace(List.of());
        assertThat(note(gate, new Delivery.Blocked("450 4.7.2 c", Duration.ofMinutes(1)), 3))
                .isEqualTo(Effect.PAUSE);
    }

    @Test
    void theCountBeginsAnewAfterAMessageThatArrivesAndAfterAPause() {
        DomainGate gate = gate("", 10);
        note(gate, THROTTLED, 1);
        note(gate, THROTTLED, 2);
        note(gate, new Delivery.Sent("250 2.0.0 Ok"), 3);
        assertThat(note(gate, THROTTLED, 4)).isEqualTo(Effect.NONE);
        assertThat(note(gate, THROTTLED, 5)).isEqualTo(Effect.NONE);
        assertThat(note(gate, THROTTLED, 5)).as("the same person").isEqualTo(Effect.NONE);
        assertThat(note(gate, THROTTLED, 6)).isEqualTo(Effect.PAUSE);

        gate.pause(SLOW, NoticeWorld.START, THROTTLED.answer());
        note(gate, new Delivery.Sent("250 2.0.0 Ok"), 7);
        assertThat(note(gate, THROTTLED, 8)).isEqualTo(Effect.NONE);
        assertThat(note(gate, THROTTLED, 9)).isEqualTo(Effect.NONE);
        assertThat(note(gate, THROTTLED, 10)).isEqualTo(Effect.PAUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 5.7.0 sign in", "534 5.7.9 weak", "535 5.7.8 wrong", "538 5.7.11 encrypt"})
    void aSignInThatTheOwnServerWantsPausesTheChannelAndNoDomain(String answer) {
        answerAlways(SLOW, new Delivery.Refused(answer));
        queue(SLOW, 4);

        world.drain();

        assertThat(world.mail.handed).hasSize(3);
        assertThat(world.stores.outbox().paused(Channel.EMAIL, world.clock.instant()))
                .isPresent();
        assertThat(world.stores.outbox().pausedDomains(Channel.EMAIL)).isEmpty();
    }

    @Test
    void aChannelWithoutDomainsHasNoneThatIsLeftAlone() {
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        for (int i = 0; i < 4; i++) {
            sms.then(THROTTLED);
            world.queue(NoticeWorld.AGAIN, Channel.SMS);
        }

        world.drain();

        assertThat(sms.handed).hasSize(4);
        assertThat(world.stores.outbox().pausedDomains(Channel.SMS)).isEmpty();
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
        NoticeId next = queue(SLOW);
        dispatcher.drain();
        assertThat(world.state(next)).isEqualTo(NoticeState.SENT);
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

    @ParameterizedTest
    @ValueSource(strings = {"Gmail.com", "gmail", "*", "a@gmail.com", ""})
    void aLimitIsOfADomainInLowerCase(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DomainLimits(Limit.NONE, Map.of(domain, new Limit(1, 1))))
                .withMessageStartingWith("'" + domain + "' is no domain of e-mail addresses");
    }
}
