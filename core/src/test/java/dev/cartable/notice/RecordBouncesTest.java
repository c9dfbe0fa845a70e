package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.RecordBounces.Outcome;
import dev.cartable.notice.internal.SuppressedAddresses;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Preferences.Answer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBouncesTest {
    private static final Recipient PERSON = new Recipient("guardian", "g1");
    private static final EmailAddress FIRST = EmailAddress.of("g1@example.org");

    private final NoticeWorld world = new NoticeWorld();
    private final SuppressedAddresses suppressed =
            new SuppressedAddresses(Preferences.NONE, world.stores::bounces, world.clock);

    private RecordBounces bounces() {
        return bounces(suppressed);
    }

    private RecordBounces bounces(SuppressedAddresses addresses) {
        return new RecordBounces(
                world.stores.unitOfWork(),
                world.stores.outbox(),
                world.stores.bounces(),
                addresses,
                BounceSettings.defaults(),
                world.dispatcher().followUp(),
                world.clock);
    }

    private NoticeId sent() {
        NoticeId notice = world.queue(AGAIN);
        world.drain();
        return notice;
    }

    private static BounceReport report(Bounce.Type type, @Nullable NoticeId notice, String... addresses) {
        return new BounceReport(
                type,
                notice,
                Set.copyOf(List.of(addresses).stream().map(EmailAddress::of).toList()),
                "5.1.1",
                "550 5.1.1 <g1@example.org>: unknown");
    }

    private Answer answer(EmailAddress address) {
        return suppressed.answer(PERSON, Kind.of(AGAIN), Channel.EMAIL, address);
    }

    @Test
    void anAddressGetsNoMoreMailAfterOneHardBounceUntilAPersonFreesIt() {
        NoticeId notice = sent();
        assertThat(answer(FIRST)).isEqualTo(Answer.ACCEPTED);

        assertThat(bounces().record(report(Bounce.Type.HARD, notice, "other@example.org", "G1@Example.org")))
                .isEqualTo(Outcome.ADDRESS_SUPPRESSED);

        assertThat(answer(FIRST)).isEqualTo(Answer.BOUNCED);
        assertThat(suppressed.answer(PERSON, Kind.of(AGAIN), Channel.IN_APP, FIRST))
                .isEqualTo(Answer.ACCEPTED);
        assertThat(answer(EmailAddress.of("other@example.org")))
                .as("a changed address")
                .isEqualTo(Answer.ACCEPTED);
        assertThat(bounces().of(FIRST)).singleElement().satisfies(bounce -> {
            assertThat(bounce.recipient()).isEqualTo(PERSON);
            assertThat(bounce.status()).isEqualTo("5.1.1");
            assertThat(bounce.detail()).isEqualTo("550 5.1.1 <<recipient>>: unknown");
        });

        assertThat(bounces().lift(FIRST)).isEqualTo(1);
        assertThat(answer(FIRST)).isEqualTo(Answer.ACCEPTED);
        assertThat(bounces().record(report(Bounce.Type.HARD, notice, "g1@example.org")))
                .as("the same report again")
                .isEqualTo(Outcome.REPEATED);
        assertThat(answer(FIRST)).isEqualTo(Answer.ACCEPTED);
    }

    @Test
    void theHistorySaysThatItCameBackAndThePersonIsNotifiedByTheNextChannelOnce() {
        PhoneNumber number = new PhoneNumber("+224620123456");
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        world.fallbacks = Fallbacks.defaults();
        NoticeId notice = sent();
        world.again.answer =
                one -> new Verdict.Send(Map.of(), one.channel().equals(Channel.SMS) ? number : one.address());

        bounces().record(report(Bounce.Type.SOFT, notice, "g1@example.org"));
        bounces().record(report(Bounce.Type.HARD, notice, "g1@example.org"));

        assertThat(world.state(notice)).isEqualTo(NoticeState.FAILED);
        assertThat(world.entry(notice).reason())
                .isEqualTo(NoticeReason.CAME_BACK.with("550 5.1.1 <<recipient>>: unknown"));
        world.drain();
        assertThat(sms.handed).hasSize(1);
    }

    @Test
    void allBouncesAreListedTheNewestNoticeFirst() {
        NoticeId first = sent();
        NoticeId second = sent();
        bounces().record(report(Bounce.Type.HARD, second, "g2@example.org"));
        bounces().record(report(Bounce.Type.SOFT, first, "g1@example.org"));

        try (Stream<Bounce> all = bounces().list()) {
            assertThat(all).extracting(Bounce::notice).containsExactly(second, first);
        }
    }

    @Test
    void aNoticeThatIsSentAgainCanComeBackAgain() {
        NoticeId notice = sent();
        assertThat(soft(notice)).isEqualTo(Outcome.COUNTED);
        world.clock.advance(Duration.ofHours(1));
        world.stores.unitOfWork().run(tx -> world.stores.outbox().retry(tx, List.of(notice), world.clock.instant()));
        world.drain();
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        world.clock.advance(Duration.ofHours(1));

        assertThat(bounces().record(report(Bounce.Type.HARD, notice, "g1@example.org")))
                .isEqualTo(Outcome.ADDRESS_SUPPRESSED);

        assertThat(world.state(notice)).isEqualTo(NoticeState.FAILED);
        assertThat(bounces().of(FIRST))
                .singleElement()
                .satisfies(bounce -> assertThat(bounce.at()).isEqualTo(world.clock.instant()));
        assertThat(answer(FIRST)).isEqualTo(Answer.BOUNCED);
        assertThat(bounces().record(report(Bounce.Type.HARD, notice, "g1@example.org")))
                .isEqualTo(Outcome.REPEATED);
    }

    @Test
    void aSoftBounceOfANoticeThatIsSentAgainFreesNoAddress() {
        NoticeId notice = sent();
        bounces().record(report(Bounce.Type.HARD, notice, "g1@example.org"));
        world.clock.advance(Duration.ofHours(1));
        world.stores.unitOfWork().run(tx -> world.stores.outbox().retry(tx, List.of(notice), world.clock.instant()));
        world.drain();
        world.clock.advance(Duration.ofHours(1));

        soft(notice);

        assertThat(world.state(notice)).isEqualTo(NoticeState.FAILED);
        assertThat(answer(FIRST)).isEqualTo(Answer.BOUNCED);
    }

    @Test
    void aMessageThatTheRecipientComplainsAboutHasArrived() {
        NoticeId notice = sent();

        assertThat(bounces().record(report(Bounce.Type.COMPLAINT, notice, "g1@example.org")))
                .isEqualTo(Outcome.ADDRESS_SUPPRESSED);

        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void anotherNodeLearnsOfItWithinAMinute() {
        NoticeId notice = sent();
        assertThat(answer(FIRST)).isEqualTo(Answer.ACCEPTED);

        bounces(new SuppressedAddresses(Preferences.NONE, world.stores::bounces, world.clock))
                .record(report(Bounce.Type.COMPLAINT, notice, "g1@example.org"));

        world.clock.advance(Duration.ofMinutes(1));
        assertThat(answer(FIRST)).isEqualTo(Answer.BOUNCED);
    }

    @Test
    void theSuppressedAddressesAreReadOnceAMinute() {
        int[] reads = {0};
        SuppressedAddresses counted = new SuppressedAddresses(
                Preferences.NONE,
                () -> {
                    reads[0]++;
                    return world.stores.bounces();
                },
                world.clock);

        counted.answer(PERSON, Kind.of(AGAIN), Channel.EMAIL, FIRST);
        world.clock.advance(Duration.ofSeconds(59));
        counted.answer(PERSON, Kind.of(AGAIN), Channel.EMAIL, FIRST);
        assertThat(reads[0]).isOne();
        world.clock.advance(Duration.ofSeconds(1));
        counted.answer(PERSON, Kind.of(AGAIN), Channel.EMAIL, FIRST);
        assertThat(reads[0]).isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(-1));
        counted.answer(PERSON, Kind.of(AGAIN), Channel.EMAIL, FIRST);
        assertThat(reads[0]).as("by a clock that was put back").isEqualTo(3);
    }

    @Test
    void theThirdSoftBounceIn30DaysSuppresses() {
        List<NoticeId> notices = List.of(sentTo(FIRST), sentTo(FIRST), sentTo(FIRST), sentTo(FIRST));
        assertThat(soft(notices.get(0))).isEqualTo(Outcome.COUNTED);
        assertThat(soft(notices.get(0))).isEqualTo(Outcome.REPEATED);
        world.clock.advance(Duration.ofDays(1));
        assertThat(soft(notices.get(1))).isEqualTo(Outcome.COUNTED);
        world.clock.advance(Duration.ofDays(29));
        assertThat(soft(notices.get(2))).as("the first is too old").isEqualTo(Outcome.COUNTED);
        assertThat(answer(FIRST)).isEqualTo(Answer.ACCEPTED);

        assertThat(soft(notices.get(3))).isEqualTo(Outcome.ADDRESS_SUPPRESSED);

        assertThat(answer(FIRST)).isEqualTo(Answer.BOUNCED);
    }

    @Test
    void softBouncesFromBeforeAnAddressWasFreedDoNotCount() {
        List<NoticeId> notices = List.of(sentTo(FIRST), sentTo(FIRST), sentTo(FIRST));
        soft(notices.get(0));
        soft(notices.get(1));
        bounces().lift(FIRST);

        assertThat(soft(notices.get(2))).isEqualTo(Outcome.COUNTED);
    }

    private Outcome soft(NoticeId notice) {
        return bounces().record(report(Bounce.Type.SOFT, notice, FIRST.value()));
    }

    private NoticeId sentTo(EmailAddress address) {
        var notice = world.notice(AGAIN, Channel.EMAIL);
        var there = notice.with(address, notice.variables());
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(there)));
        world.drain();
        return there.id();
    }

    @Test
    void aForgedReportSilencesNoAddress() {
        NoticeId other = sent();
        NoticeId waiting = world.queue(AGAIN);
        NoticeId inApp = world.queue(AGAIN, Channel.IN_APP);
        NoticeId guessed = NoticeId.next(world.clock.instant());

        assertThat(bounces().record(report(Bounce.Type.HARD, null, "g1@example.org")))
                .isEqualTo(Outcome.UNKNOWN_NOTICE);
        assertThat(bounces().record(report(Bounce.Type.HARD, guessed, "g1@example.org")))
                .isEqualTo(Outcome.UNKNOWN_NOTICE);
        assertThat(bounces().record(report(Bounce.Type.HARD, other, "victim@example.org")))
                .as("a notice of one's own, and the address of another person")
                .isEqualTo(Outcome.OTHER_ADDRESS);
        assertThat(bounces().record(report(Bounce.Type.HARD, waiting, "g2@example.org")))
                .as("not sent yet")
                .isEqualTo(Outcome.OTHER_ADDRESS);
        assertThat(bounces().record(report(Bounce.Type.HARD, inApp, "g3@example.org")))
                .isEqualTo(Outcome.OTHER_ADDRESS);

        assertThat(world.stores.bounces().suppressed()).isEmpty();
    }

    @Test
    void aMailboxIsReadMessageByMessageAndCounted() {
        NoticeId notice = sent();
        BounceReport report = report(Bounce.Type.HARD, notice, "g1@example.org");
        List<Mail> mails = List.of(
                new BounceMailbox.Reports("a", List.of(report, report)),
                new BounceMailbox.Reports("b", List.of(report(Bounce.Type.HARD, null, "x@example.org"))),
                new BounceMailbox.NoBounce("c"),
                new BounceMailbox.NotUnderstood("d", BounceMailbox.Fault.NO_REPORT));
        List<String> seen = new ArrayList<>();

        RecordBounces.Counts counts = bounces()
                .read(
                        handler -> mails.forEach(handler::handle),
                        () -> false,
                        step -> seen.add(step.mail().name() + step.outcomes()));

        assertThat(counts).isEqualTo(new RecordBounces.Counts(4, 1, 0, 1, 1, 1, 1));
        assertThat(seen).containsExactly("a[ADDRESS_SUPPRESSED, REPEATED]", "b[UNKNOWN_NOTICE]", "c[]", "d[]");
    }

    @Test
    void readingStopsWhenItIsAskedTo() {
        List<Boolean> more = new ArrayList<>();
        List<Mail> read = new ArrayList<>();
        BounceMailbox mailbox = handler -> more.add(handler.handle(new BounceMailbox.NoBounce("a")));

        bounces().read(mailbox, () -> !read.isEmpty(), step -> read.add(step.mail()));
        bounces().read(mailbox, () -> true, step -> read.add(step.mail()));

        assertThat(more).containsExactly(false);
        assertThat(read).hasSize(1);
    }

    @Test
    void aMailboxIsNotReadInsideATransactionOfTheHost() {
        assertThatThrownBy(() -> world.stores
                        .unitOfWork()
                        .run(tx -> bounces()
                                .read(
                                        handler -> handler.handle(new BounceMailbox.NoBounce("a")),
                                        () -> false,
                                        s -> {})))
                .isInstanceOf(IllegalStateException.class);
    }
}
