package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Enclosures.Attachment;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.HostKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the values of a notice accept, and how they are written. */
class NoticeValuesTest {
    private static final Instant NOW = Instant.parse("2026-03-03T07:00:00Z");
    private static final Kind KIND = Kind.of("account.activation");
    private static final Subject SUBJECT = new Subject("account", "a1");
    private static final Recipient GUARDIAN = Recipient.guardian(new GuardianId("g1"));

    @Test
    void subjectAndRecipientAreReadAsTheyAreWritten() {
        assertThat(SUBJECT).hasToString("account:a1");
        assertThat(Subject.parse("account:a:1")).isEqualTo(new Subject("account", "a:1"));
        assertThat(GUARDIAN).hasToString("guardian:g1");
        assertThat(Recipient.parse("guardian:g:1")).isEqualTo(new Recipient("guardian", "g:1"));
    }

    @Test
    void aPayerHasTheInvoiceAndTheNumberOnIt() {
        Recipient payer = Recipient.payer("F@1", 2);

        assertThat(payer).hasToString("payer:F@1@2");
        assertThat(payer.invoice()).isEqualTo("F@1");
        assertThat(new Recipient("payer", "F1").invoice())
                .as("without a number")
                .isEqualTo("F1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "account", ":a1", "account:", "account: "})
    void otherTextsAreNeither(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subject.parse(text))
                .withMessageContaining("type:id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.parse(text))
                .withMessageContaining("type:id");
    }

    @Test
    void aKindHasAtMostSixtyFourCharacters() {
        assertThat(Kind.of("k".repeat(64)).name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.of("k".repeat(65)));
    }

    @Test
    void theTemplateForShortMessagesIsNamedAfterTheKind() {
        Kind template = KIND.smsTemplate().orElseThrow();

        assertThat(template)
                .hasToString("account.activation.sms")
                .returns(true, Kind::isSmsTemplate)
                .returns(KIND, Kind::ofTemplate);
        assertThat(KIND).returns(false, Kind::isSmsTemplate).returns(KIND, Kind::ofTemplate);
    }

    @Test
    void aKindWhoseNameLeavesNoRoomHasNoTemplateForShortMessages() {
        assertThat(Kind.of("k".repeat(60)).smsTemplate()).contains(Kind.of("k".repeat(60) + ".sms"));
        assertThat(Kind.of("k".repeat(61)).smsTemplate()).isEmpty();
    }

    @Test
    void aTopicIsReadAsItIsWrittenInUpperOrLowerCase() {
        assertThat(Topic.parse("study:email"))
                .isEqualTo(new Topic(Category.STUDY, Channel.EMAIL))
                .hasToString("STUDY:EMAIL");
    }

    @ParameterizedTest
    @CsvSource({"study, is not CATEGORY:CHANNEL", ":email, is no category", "study:, is no channel"})
    void theMessageSaysWhatIsWrongWithATopic(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.parse(text)).withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"' TRUE ', true", "False, false", "' chief@example.org', chief@example.org"})
    void whomAProcessSendsToIsReadAsItIsWritten(String text, String written) {
        assertThat(SendingMode.parse(text)).hasToString(written).isEqualTo(SendingMode.parse(written));
    }

    @Test
    void whomAProcessSendsToIsEveryoneNobodyOrAnAddress() {
        assertThat(SendingMode.parse("true")).isEqualTo(SendingMode.everyone());
        assertThat(SendingMode.parse("false")).isEqualTo(SendingMode.nobody());
        assertThat(SendingMode.parse("chief@example.org"))
                .isEqualTo(SendingMode.only(EmailAddress.of("chief@example.org")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SendingMode.parse("maybe"))
                .withMessageStartingWith("'maybe' is neither");
    }

    @Test
    void theIdOfAnAnswerIsReadAsItIsWritten() {
        String id = "0198f2c6-0000-7000-8000-000000000001";

        assertThat(AnswerId.of(id)).hasToString(id);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 365"})
    void bouncesAreCountedWithinTheseBounds(int softBounces, int within) {
        assertThat(new BounceSettings(softBounces, within))
                .returns(softBounces, BounceSettings::softBounces)
                .returns(Duration.ofDays(within), BounceSettings::period);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 30, 'softBounces is 0, not 1 to 100'",
        "101, 30, 'softBounces is 101, not 1 to 100'",
        "3, 0, 'within is 0, not 1 to 365'",
        "3, 366, 'within is 366, not 1 to 365'"
    })
    void bouncesAreNotCountedBeyondThem(int softBounces, int within, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BounceSettings(softBounces, within))
                .withMessage(message);
    }

    @Test
    void theReferenceOfAReceiptHas255CharactersAtMost() {
        assertThat(receipt("r".repeat(255)).reference()).hasSize(255);
        for (String wrong : List.of("", " ", "r".repeat(256))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> receipt(wrong))
                    .withMessageContaining("1 to 255 characters");
        }
    }

    private static DeliveryReceipt receipt(String reference) {
        return new DeliveryReceipt(Channel.SMS, reference, DeliveryReceipt.State.DELIVERED, "", NOW);
    }

    @ParameterizedTest
    @CsvSource({"10, 4, 6", "10, 10, 0", "10, 12, 0", ", 4, "})
    void whatIsLeftOfABudgetIsNeverLessThanNothing(@Nullable Integer budget, int used, @Nullable Integer left) {
        assertThat(new NoticeStatistics.Sms(budget, used).left()).isEqualTo(left);
    }

    /** Message-IDs derive from it, so another way to compute it would send twice what waits during an upgrade. */
    @Test
    void aKeyIsTheDigestOfItsPartsEachAfterItsLength() throws Exception {
        String revision = "r".repeat(600);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream parts = new DataOutputStream(bytes);
        for (String part : new String[] {"account.activation", "account:a1", revision, "guardian:g1", "EMAIL", "é"}) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            parts.writeShort(utf8.length);
            parts.write(utf8);
        }
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));

        assertThat(Notice.Key.of(KIND, SUBJECT, revision, GUARDIAN, Channel.EMAIL, "é"))
                .hasToString(expected);
    }

    @Test
    void onlyTheEndsAreFinal() {
        assertThat(Arrays.stream(NoticeState.values()).filter(NoticeState::isFinal))
                .containsExactly(
                        NoticeState.SENT,
                        NoticeState.FAILED,
                        NoticeState.SUPPRESSED,
                        NoticeState.CANCELLED,
                        NoticeState.UNCERTAIN,
                        NoticeState.UNCONFIRMED);
    }

    @Test
    void anAddressIsReadAsItsChannelReadsIt() {
        assertThat(Channel.EMAIL.address("a@example.org")).isEqualTo(EmailAddress.of("a@example.org"));
        assertThat(Channel.EMAIL.address(" a@example.org ")).isEqualTo(new Address.Opaque(" a@example.org "));
        assertThat(Channel.EMAIL.address("nobody")).isEqualTo(new Address.Opaque("nobody"));
        assertThat(Channel.SMS.address("a@example.org")).isEqualTo(new Address.Opaque("a@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\nsubject", "sub\rject", "\rsubject", "subject\n"})
    void aSubjectIsOneLine(String subject) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rendered(subject))
                .withMessageContaining("has a line break");
    }

    @Test
    void whatIsInWordsIsShownByItsIdsAlone() {
        RenderedNotice notice = rendered("secret");

        assertThat(notice.toString())
                .contains(notice.id().toString(), "account.activation", "guardian:g1", "EMAIL")
                .doesNotContain("secret", "a@example.org");
    }

    static Stream<Arguments> personal() {
        NoticeId id = NoticeId.next(NOW);
        EmailAddress address = EmailAddress.of("a@example.org");
        Map<String, String> values = Map.of("name", "secret");
        AnswerId answer = AnswerId.of("0198f2c6-0000-7000-8000-000000000001");
        PupilId pupil = new PupilId("p1");
        Notice notice = notice(draft().variables(values));
        return Stream.of(
                arguments(notice, List.of(notice.id(), KIND, SUBJECT, GUARDIAN, Channel.EMAIL)),
                arguments(new Notice.SentText("secret", "secret"), List.of("6 characters")),
                arguments(
                        new Bounce(id, Bounce.Type.HARD, address, GUARDIAN, "5.1.1", "secret", NOW, true, null),
                        List.of("HARD", id, GUARDIAN)),
                arguments(
                        new BounceReport(Bounce.Type.SOFT, id, Set.of(address), "4.2.2", "secret"),
                        List.of("SOFT", id)),
                arguments(
                        new NoticeAnswer(
                                answer,
                                id,
                                KIND,
                                SUBJECT,
                                pupil,
                                GUARDIAN,
                                NoticeAnswer.Type.REASON,
                                "secret",
                                NOW,
                                NoticeAnswer.State.PENDING,
                                null,
                                null),
                        List.of(answer, "PENDING", id)),
                arguments(
                        new NoticeAnswer.Question(NoticeAnswer.Type.READ, pupil, values), List.of("READ", "pupil:p1")),
                arguments(LetterContentTest.letter("secret", "ref-1"), List.of("ref-1")),
                arguments(new Inbox.Message(id, GUARDIAN, "secret", "secret", null, NOW, null), List.of(id, GUARDIAN)),
                arguments(new Renderer.Words("secret", "secret", "secret"), List.of("hidden")),
                arguments(new Verdict.Send(values), List.of("Send[name]")),
                arguments(new MailThreads(HostKey.of(new byte[32])), List.of("MailThreads")),
                arguments(
                        new UnsubscribeLinks(URI.create("https://portal.example"), HostKey.of(new byte[32])),
                        List.of("https://portal.example")),
                arguments(
                        new AnswerLinks(
                                URI.create("https://portal.example"), HostKey.of(new byte[32]), ZoneOffset.UTC, 30),
                        List.of("https://portal.example")),
                arguments(
                        Attachment.of("secret.pdf", "application/pdf", new byte[3]),
                        List.of("application/pdf 3 bytes")));
    }

    @ParameterizedTest
    @MethodSource("personal")
    void whatIsPersonalIsShownByItsIdsAlone(Object value, List<Object> shown) {
        assertThat(value.toString())
                .contains(shown.stream().map(Object::toString).toList())
                .doesNotContain("secret", "a@example.org", "HostKey");
    }

    private static RenderedNotice rendered(String subject) {
        return new RenderedNotice(
                NoticeId.next(NOW),
                Notice.Key.of(KIND, SUBJECT, "1", GUARDIAN, Channel.EMAIL, ""),
                KIND,
                Channel.EMAIL,
                GUARDIAN,
                EmailAddress.of("a@example.org"),
                Locale.FRENCH,
                subject,
                "secret",
                null,
                null);
    }

    @Test
    void aDraftIsDueWhenItSays() {
        Instant later = NOW.plus(Duration.ofHours(1));

        assertThat(notice(draft())).returns(NOW, Notice::queuedAt).returns(NOW, Notice::dueAt);
        assertThat(notice(draft().dueAt(later))).returns(NOW, Notice::queuedAt).returns(later, Notice::dueAt);
    }

    @Test
    void halfACharacterIsRefusedBeforeAnyStoreSeesIt() {
        String half = "\uD83D";

        assertThatIllegalArgumentException().isThrownBy(() -> notice(draft().revision(half)));
        assertThatIllegalArgumentException().isThrownBy(() -> notice(draft().slot(half)));
        assertThatIllegalArgumentException().isThrownBy(() -> notice(draft().variables(Map.of("name", half))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft().to(GUARDIAN, Channel.SMS, new Address.Opaque(half), Locale.FRENCH));
    }

    private static Notice.Draft draft() {
        return Notice.draft(KIND, SUBJECT, NOW);
    }

    private static Notice notice(Notice.Draft draft) {
        return draft.to(GUARDIAN, Channel.EMAIL, EmailAddress.of("a@example.org"), Locale.FRENCH);
    }

    @Test
    void theSampleOfAnAnswerLinkOpensNothingAndSaysUntilWhen() {
        HostKey key = HostKey.of(new byte[32]);
        URI portal = URI.create("https://portal.example/school/");

        assertThat(new AnswerLinks(portal, key, ZoneOffset.UTC, 30).sample(Locale.ENGLISH))
                .isEqualTo(Map.of(
                        "answer_link", "https://portal.example/school/answer/sample",
                        "answer_until", "Thursday 2 April 2026"));
        for (AnswerLinks without : List.of(
                new AnswerLinks(null, key, ZoneOffset.UTC, 30), new AnswerLinks(portal, null, ZoneOffset.UTC, 30))) {
            assertThat(without.sample(Locale.ENGLISH)).isEqualTo(Map.of("answer_link", "", "answer_until", ""));
        }
    }
}
