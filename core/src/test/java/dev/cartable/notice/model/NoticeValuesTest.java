package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
