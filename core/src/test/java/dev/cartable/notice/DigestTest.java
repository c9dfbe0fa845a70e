package dev.cartable.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.StoredPreferences;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Fallbacks;
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
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import dev.cartable.work.HostKey;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final Recipient MOTHER = new Recipient("guardian", "g1");
    private static final Recipient FATHER = new Recipient("guardian", "g2");
    private static final String SCHOOL = "École Exemple";

    private final NoticeWorld world = new NoticeWorld();
    private final Set<String> untrue = new HashSet<>();
    private PreferenceSettings settings = PreferenceSettings.defaults();
    private Map<String, Verdict> unready = Map.of();
    private int queued;

    DigestTest() {
        prefer();
        Renderer builtIn =
                TemplateRenderer.builtIn(new School(SCHOOL, ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());
        world.renderer = (kind, language, channel, values) -> {
            if (!kind.name().startsWith("test.")) {
                return builtIn.render(kind, language, channel, values);
            }
            String fact = values.get("given_name") + " " + values.get("fact");
            return values.getOrDefault("joint", "").isEmpty()
                    ? new Renderer.Words(fact, SCHOOL + ": " + fact, null)
                    : new Renderer.Words("", fact + "\n", null);
        };
        world.again.answer = notice -> untrue.contains(notice.subject().id())
                ? new Verdict.Suppress("paid")
                : unready.getOrDefault(notice.subject().id(), new Verdict.Send(values(notice)));
        world.again.keepsWords = true;
    }

    private void prefer() {
        world.preferences = new DispatchPreferences(
                new StoredPreferences(world.stores.preferences(), kind -> Category.SCHOOL, settings),
                settings,
                new UnsubscribeLinks(null, null),
                AnswerLinks.disabled(),
                SCHOOL,
                ZoneOffset.UTC,
                new MailThreads(HostKey.of(new byte[32])));
    }

    private static Map<String, String> values(Notice notice) {
        Map<String, String> values = new HashMap<>(notice.variables());
        values.put("name", "Mme DIALLO");
        values.put("joint", "");
        values.put("joint_mail", "");
        return values;
    }

    private NoticeId queue(Recipient to, String child, String fact) {
        return queue(to, child, fact, Channel.EMAIL);
    }

    private NoticeId queue(Recipient to, String child, String fact, Channel channel) {
        int number = ++queued;
        Address address = channel.equals(Channel.EMAIL)
                ? EmailAddress.of(to.id() + "@example.org")
                : channel.address("+22462000000" + to.id().substring(1));
        Notice notice = Notice.draft(
                        Kind.of(NoticeWorld.AGAIN),
                        new Subject("fact", fact),
                        world.clock.instant().minusSeconds(1).plusMillis(number))
                .variables(Map.of("given_name", child, "pupil", child + " DIALLO", "fact", fact))
                .joinable(true)
                .to(to, channel, address, Locale.FRENCH);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(notice)));
        return notice.id();
    }

    private RenderedNotice only() {
        assertThat(world.mail.handed).hasSize(1);
        return world.mail.handed.get(0);
    }

    private List<String> texts() {
        return world.mail.handed.stream().map(RenderedNotice::text).toList();
    }

    @Test
    void oneMessageForThreeChildrenInPlaceOfThree() {
        NoticeId first = queue(MOTHER, "Binta", "f1");
        queue(MOTHER, "Awa", "f2");
        queue(MOTHER, "Chérif", "f3");

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).as("counts count notices").isEqualTo(3);
        assertThat(only().id()).isEqualTo(first);
        assertThat(only().subject()).isEqualTo("Awa, Binta et Chérif : 3 messages, mardi 3 mars 2026");
        assertThat(only().text())
                .contains(
                        "Bonjour Mme DIALLO,",
                        "Awa f2\nBinta f1\nChérif f3\n",
                        "Un seul message, envoyé par " + SCHOOL);
        assertThat(only().html()).contains("Awa f2<br", "Chérif f3");
    }

    @Test
    void theHistoryOfEachNoticeKeepsItsOwnWords() {
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        world.drain();

        assertThat(world.entry(awa).state()).isEqualTo(NoticeState.SENT);
        assertThat(requireNonNull(world.entry(awa).text()).text()).isEqualTo("Awa f1");
        assertThat(requireNonNull(world.entry(binta).text()).text()).isEqualTo("Binta f2");
    }

    @Test
    void twoPersonsNeverShareAMessage() {
        queue(MOTHER, "Awa", "f1");
        queue(FATHER, "Awa", "f1");

        world.drain();

        assertThat(world.mail.handed).extracting(RenderedNotice::recipient).containsExactlyInAnyOrder(MOTHER, FATHER);
    }

    @Test
    void whatIsNoLongerTrueAloneFallsOut() {
        queue(MOTHER, "Awa", "f1");
        NoticeId paid = queue(MOTHER, "Binta", "f2");
        queue(MOTHER, "Chérif", "f3");
        untrue.add("f2");

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(2);
        assertThat(only().text()).contains("Awa f1", "Chérif f3").doesNotContain("Binta");
        assertThat(only().subject()).startsWith("Awa et Chérif : 2 messages");
        assertThat(world.state(paid)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.again.suppressed).containsExactly(paid);
    }

    @Test
    void whatIsLeftAloneIsWordedAsEver() {
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        untrue.add("f1");

        world.drain();

        assertThat(only().text()).isEqualTo(SCHOOL + ": Binta f2");
    }

    @Test
    void whereNothingIsTrueNothingIsSent() {
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        untrue.addAll(List.of("f1", "f2"));

        assertThat(world.drain().suppressed()).isEqualTo(2);
        assertThat(world.mail.handed).isEmpty();
    }

    @Test
    void aPersonWhoDoesNotWantItAndASchoolThatDoesNotGetEachByItself() {
        world.stores
                .unitOfWork()
                .run(tx -> world.stores.preferences().setDigest(tx, FATHER, false, world.clock.instant()));
        queue(FATHER, "Awa", "f1");
        queue(FATHER, "Binta", "f2");
        world.drain();
        assertThat(texts()).containsExactly(SCHOOL + ": Awa f1", SCHOOL + ": Binta f2");

        world.mail.handed.clear();
        settings = settings.withDigest(false);
        prefer();
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        world.drain();
        assertThat(world.mail.handed).hasSize(2);

        world.mail.handed.clear();
        world.stores
                .unitOfWork()
                .run(tx -> world.stores.preferences().setDigest(tx, MOTHER, true, world.clock.instant()));
        queue(MOTHER, "Awa", "f3");
        queue(MOTHER, "Binta", "f4");
        world.drain();
        assertThat(world.mail.handed).hasSize(1);
    }

    @Test
    void aRefusalForNowConcernsAllAndTheSecondTryIsTheSameMessage() {
        world.mail.then(new Delivery.TryLater("451 4.3.0 later"));
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        world.drain();
        assertThat(List.of(world.entry(awa), world.entry(binta)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsOnly(tuple(NoticeState.QUEUED, 1));

        queue(MOTHER, "Chérif", "f3");
        world.clock.advance(Duration.ofMinutes(2));
        world.drain();

        assertThat(world.mail.handed).hasSize(3);
        assertThat(world.mail.handed.get(1).text()).contains("Chérif f3").doesNotContain("Awa");
        assertThat(world.mail.handed.get(2).id()).isEqualTo(awa);
        assertThat(world.mail.handed.get(2).text()).contains("Awa f1\nBinta f2").doesNotContain("Chérif");
    }

    @Test
    void aMessageThatMayHaveArrivedKeepsItsIdWhenTheFirstNoticeIsNoLongerTrue() {
        world.mail.then(new Delivery.Unknown("the connection broke"));
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        world.drain();
        untrue.add("f1");
        world.clock.advance(Duration.ofMinutes(2));
        world.drain();

        assertThat(world.mail.handed).hasSize(2);
        RenderedNotice again = world.mail.handed.get(1);
        assertThat(again.id()).isEqualTo(awa);
        assertThat(again.key()).isEqualTo(world.mail.handed.get(0).key());
        assertThat(again.text()).isEqualTo(SCHOOL + ": Binta f2");
        assertThat(world.state(awa)).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.state(binta)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void aProcessThatDiesLeavesAMessageThatIsSentAgainWhole() {
        world.mail.then(notice -> {
            throw new ScriptedCourier.Death();
        });
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        try {
            world.drain();
        } catch (ScriptedCourier.Death e) {
            assertThat(world.state(awa)).isEqualTo(NoticeState.SENDING);
        }
        queue(MOTHER, "Chérif", "f3");
        world.clock.advance(Duration.ofHours(1));
        world.drain();

        assertThat(world.mail.handed).hasSize(3);
        assertThat(world.mail.handed.get(1).id()).isEqualTo(awa);
        assertThat(world.mail.handed.get(1).text()).contains("Awa f1\nBinta f2").doesNotContain("Chérif");
        assertThat(List.of(world.state(awa), world.state(binta))).containsOnly(NoticeState.SENT);
    }

    @Test
    void aMessageThatCannotBeWordedIsTriedAgainOneByOne() {
        Renderer works = world.renderer;
        world.renderer = (kind, language, channel, values) -> {
            if (kind.name().equals("notice.digest")) {
                throw new IllegalStateException("broken");
            }
            return works.render(kind, language, channel, values);
        };
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        world.drain();
        assertThat(world.mail.handed).isEmpty();
        world.clock.advance(Duration.ofMinutes(2));
        world.drain();

        assertThat(texts()).containsExactly(SCHOOL + ": Awa f1", SCHOOL + ": Binta f2");
    }

    @Test
    void aFinalRefusalSendsAllByTheNextChannelInOneMessage() {
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        world.fallbacks = Fallbacks.NONE.with(Kind.of(NoticeWorld.AGAIN), Channel.SMS);
        world.mail.then(new Delivery.Refused("550 5.1.1 unknown"));
        world.again.answer = notice -> new Verdict.Send(
                values(notice),
                notice.channel().equals(Channel.SMS)
                        ? Channel.SMS.address("+224620000001")
                        : EmailAddress.of("g1@example.org"));
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        world.drain();
        world.drain();

        assertThat(sms.handed).hasSize(1);
        assertThat(sms.handed.get(0).text()).isEqualTo(SCHOOL + "\u00a0:\nAwa f1\nBinta f2\n");
    }

    @Test
    void aReceiptConcernsAllNoticesOfItsMessage() {
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        sms.then(new Delivery.Accepted("202", "m-1"));
        world.couriers.add(sms);
        NoticeId awa = queue(MOTHER, "Awa", "f1", Channel.SMS);
        NoticeId binta = queue(MOTHER, "Binta", "f2", Channel.SMS);
        world.drain();
        SettleReceipts receipts = world.receipts();
        receipts.receive(
                new DeliveryReceipt(Channel.SMS, "m-1", DeliveryReceipt.State.FAILED, "absent", world.clock.instant()));

        assertThat(receipts.settle(() -> false).failed()).isEqualTo(2);
        assertThat(List.of(world.entry(awa), world.entry(binta)))
                .extracting(Notice.Entry::state, Notice.Entry::reason)
                .containsOnly(tuple(NoticeState.FAILED, "NOT_DELIVERED: absent"));
    }

    @Test
    void aShortMessageHasFiveLinesAtMost() {
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        for (int i = 1; i <= 7; i++) {
            queue(MOTHER, "Awa", "f" + i, Channel.SMS);
        }
        world.drain();

        assertThat(sms.handed).hasSize(2);
        assertThat(sms.handed.get(0).text()).contains("f1", "f5").doesNotContain("f6");
        assertThat(sms.handed.get(1).text()).contains("f6", "f7");
    }

    @Test
    void whatIsDiscreetSaysInOneShortMessageWhoseChildrenItIsAbout() {
        settings = settings.withDiscreet(List.of(NoticeWorld.AGAIN));
        prefer();
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        queue(MOTHER, "Awa", "75 EUR", Channel.SMS);
        queue(MOTHER, "Binta", "80 EUR", Channel.SMS);
        queue(MOTHER, "Awa", "75 EUR", Channel.EMAIL);
        queue(MOTHER, "Binta", "80 EUR", Channel.EMAIL);
        world.drain();

        assertThat(sms.handed).hasSize(1);
        assertThat(sms.handed.get(0).text()).contains("Awa et Binta").doesNotContain("EUR");
        assertThat(only().subject()).isEqualTo(SCHOOL + "\u00A0: message concernant Awa et Binta");
        assertThat(only().text()).contains("Awa 75 EUR", "Binta 80 EUR");
    }

    @Test
    void mailsAboutOneThingToOnePersonHaveOneThreadAndAMessageAboutSeveralHasNone() {
        world.again.thread =
                notice -> Optional.of("invoice:" + notice.variables().get("given_name"));
        for (Recipient parent : List.of(MOTHER, FATHER)) {
            queue(parent, "Awa", "f1");
            world.drain();
            queue(parent, "Awa", "f2");
            queue(parent, "Awa", "f3");
            world.drain();
            queue(parent, "Awa", "f4");
            queue(parent, "Binta", "f5");
            world.drain();
        }

        List<@Nullable String> threads = new ArrayList<>();
        world.mail.handed.forEach(message -> threads.add(message.thread()));
        assertThat(threads).hasSize(6);
        assertThat(threads.get(0)).matches("[0-9a-f]{32}").isEqualTo(threads.get(1));
        assertThat(threads.get(3)).isEqualTo(threads.get(4)).isNotEqualTo(threads.get(0));
        assertThat(threads.get(2)).isNull();
    }

    @Test
    void aPartThatIsCancelledJustBeforeIsNotSentAndTheRestGoesLater() {
        queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        cancelJustBefore(binta);
        world.drain();
        world.drain();

        assertThat(texts()).hasSize(1);
        assertThat(only().text()).contains("Awa f1").doesNotContain("Binta");
        assertThat(world.state(binta)).isEqualTo(NoticeState.CANCELLED);
    }

    @Test
    void whatIsLeftOfAMessageWhoseFirstPartIsCancelledJustBeforeIsAMessageOfItsOwn() {
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        NoticeId cherif = queue(MOTHER, "Chérif", "f3");
        cancelJustBefore(awa);
        world.drain();
        world.drain();

        assertThat(only().id()).isEqualTo(binta);
        assertThat(only().text()).contains("Binta f2\nChérif f3").doesNotContain("Awa");
        assertThat(List.of(world.entry(awa), world.entry(binta), world.entry(cherif)))
                .extracting(Notice.Entry::state, Notice.Entry::attempts)
                .containsExactly(
                        tuple(NoticeState.CANCELLED, 0), tuple(NoticeState.SENT, 1), tuple(NoticeState.SENT, 1));
        assertThat(world.stores.outbox().inMessage(binta))
                .extracting(Notice::id)
                .containsExactly(binta, cherif);
    }

    private void cancelJustBefore(NoticeId notice) {
        world.mail.pace = () -> {
            world.stores
                    .unitOfWork()
                    .run(tx -> world.stores.outbox().cancel(tx, List.of(notice), "CANCELLED", world.clock.instant()));
            return false;
        };
    }

    @Test
    void whatIsAboutNoChildAddsNoNameToTheSubject() {
        queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "", "f2");

        world.drain();

        assertThat(only().subject()).isEqualTo("Awa : 2 messages, mardi 3 mars 2026");
    }

    @Test
    void whatGoesWithoutTheFirstNoticeHasAnotherIdThanTheFirstNoticeLater() {
        world.mail.then(new Delivery.TryLater("451 4.3.0 later"));
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        NoticeId cherif = queue(MOTHER, "Chérif", "f3");
        world.drain();
        unready = Map.of("f1", new Verdict.Wait("later"));
        world.clock.advance(Duration.ofMinutes(2));
        world.drain();
        unready = Map.of();
        world.clock.advance(Duration.ofHours(1));
        world.drain();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(awa, binta, awa);
        assertThat(world.mail.handed.get(1).text())
                .contains("Binta f2\nChérif f3")
                .doesNotContain("Awa");
        assertThat(world.mail.handed.get(2).text()).isEqualTo(SCHOOL + ": Awa f1");
        assertThat(world.stores.outbox().inMessage(awa)).extracting(Notice::id).containsExactly(awa);
        assertThat(world.stores.outbox().inMessage(binta))
                .extracting(Notice::id)
                .containsExactly(binta, cherif);
    }

    @Test
    void aMessageThatMayHaveArrivedWaitsWholeUntilAllOfItCanGo() {
        world.mail.then(new Delivery.Unknown("the connection broke"));
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        queue(MOTHER, "Binta", "f2");
        world.drain();
        unready = Map.of("f1", new Verdict.Wait("later"));
        world.clock.advance(Duration.ofMinutes(2));
        world.drain();
        assertThat(world.mail.handed).hasSize(1);
        unready = Map.of();
        world.clock.advance(Duration.ofHours(1));
        world.drain();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(awa, awa);
        assertThat(world.mail.handed.get(1).text())
                .isEqualTo(world.mail.handed.get(0).text());
    }

    @Test
    void twoDifferentMessagesNeverHaveOneIdThoughAPersonRetriesTheFirstNotice() {
        world.mail.recognisesRepeats = false;
        world.mail.then(new Delivery.Unknown("the connection broke"));
        NoticeId awa = queue(MOTHER, "Awa", "f1");
        NoticeId binta = queue(MOTHER, "Binta", "f2");
        world.drain();
        assertThat(world.state(awa)).isEqualTo(NoticeState.UNCERTAIN);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().retry(tx, List.of(awa), world.clock.instant()));
        world.drain();

        assertThat(world.mail.handed).hasSize(2);
        assertThat(world.mail.handed.get(0).id()).isEqualTo(awa);
        assertThat(world.mail.handed.get(1).id()).isEqualTo(awa.ofAnotherMessage());
        assertThat(world.mail.handed.get(1).text()).isEqualTo(SCHOOL + ": Awa f1");
        assertThat(world.state(awa)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(binta)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.stores.outbox().inMessage(awa)).extracting(Notice::id).containsExactly(binta);
    }

    @Test
    void aNodeWithoutACourierLeavesAMessageWhole() {
        queue(MOTHER, "Awa", "f1", Channel.SMS);
        queue(MOTHER, "Binta", "f2", Channel.SMS);
        world.elsewhere.add(Channel.SMS);
        world.drain();
        world.elsewhere.clear();
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        world.drain();

        assertThat(sms.handed).hasSize(1);
        assertThat(sms.handed.get(0).text()).contains("Awa f1\nBinta f2");
    }

    @Test
    void theHistoryOfWhatIsDiscreetKeepsNothingThatWasNotSent() {
        settings = settings.withDiscreet(List.of(NoticeWorld.AGAIN));
        prefer();
        world.couriers.add(new ScriptedCourier(Channel.SMS));
        NoticeId awa = queue(MOTHER, "Awa", "75 EUR", Channel.SMS);
        queue(MOTHER, "Binta", "80 EUR", Channel.SMS);
        world.drain();

        assertThat(requireNonNull(world.entry(awa).text()).text())
                .contains("Awa")
                .doesNotContain("EUR");
    }

    @Test
    void whatAServerQuotesOfAMessageIsHiddenInItsAnswer() {
        world.mail.then(new Delivery.TryLater("451 refused: Awa et Binta owe 75 EUR for June and 80 EUR for May"));
        NoticeId awa = queue(MOTHER, "Awa", "75 EUR for June");
        NoticeId binta = queue(MOTHER, "Binta", "80 EUR for May");

        world.drain();

        assertThat(List.of(world.entry(awa), world.entry(binta)))
                .extracting(Notice.Entry::reason)
                .containsOnly("451 refused: <hidden> owe <hidden> and <hidden>");
    }
}
