package dev.cartable.mail;

import static dev.cartable.mail.Notices.about;
import static dev.cartable.mail.Notices.notice;
import static dev.cartable.mail.Notices.to;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery.Refused;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives in an inbox. */
class MessageTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z"));

    private final GreenMail inboxes = new GreenMail(ServerSetup.SMTP.dynamicPort());

    @BeforeEach
    void open() {
        inboxes.start();
    }

    @AfterEach
    void close() {
        inboxes.stop();
    }

    private JakartaMailCourier courier() {
        return JakartaMailCourier.smtp(
                SmtpSettings.builder("127.0.0.1")
                        .port(inboxes.getSmtp().getPort())
                        .sender(Sender.of("school@example.org", "École Élisée Çà & Là"))
                        .replyTo("office@example.org")
                        .localHost("client.example.org")
                        .build(),
                CLOCK);
    }

    private MimeMessage sent(RenderedNotice notice) {
        try (JakartaMailCourier courier = courier()) {
            assertThat(courier.deliver(notice)).isInstanceOf(Sent.class);
        }
        MimeMessage[] received = inboxes.getReceivedMessages();
        return received[received.length - 1];
    }

    @Test
    void headersReadRight() throws MessagingException {
        MimeMessage message = sent(notice(1));
        assertThat(message.getSubject()).isEqualTo("Élève Çà");
        InternetAddress from = (InternetAddress) message.getFrom()[0];
        assertThat(from.getPersonal()).isEqualTo("École Élisée Çà & Là");
        assertThat(from.getAddress()).isEqualTo("school@example.org");
        assertThat(message.getReplyTo()).extracting(Address::toString).containsExactly("office@example.org");
        assertThat(message.getAllRecipients()).extracting(Address::toString).containsExactly(Notices.ADDRESS);
        assertThat(message.getHeader("Date")).containsExactly("Mon, 2 Nov 2026 08:00:00 +0000");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("Content-Language")).containsExactly("fr");
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
    }

    @Test
    void headersCrossTheWireInAscii() throws MessagingException, IOException {
        MimeMessage message = sent(about("Réunion : « Élève » — Œuvre, 5 €, 日本語, مرحبا, 🎒"));
        for (String name : List.of("Subject", "From")) {
            assertThat(message.getHeader(name)[0]).isASCII();
        }
        assertThat(message.getSubject()).isEqualTo("Réunion : « Élève » — Œuvre, 5 €, 日本語, مرحبا, 🎒");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "🎒", "Ç à ", "=?UTF-8?Q?x?= ", "x", "word "})
    void longSubjectsAreFoldedBetweenLettersAndReadRight(String letter) throws MessagingException {
        String subject = ("x" + letter.repeat(120)).strip();
        MimeMessage message = sent(about(subject));
        assertThat(message.getSubject()).isEqualTo(subject);
        assertThat(message.getHeader("Subject")[0].split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    }

    @Test
    void textAndHtmlAreTwoFormsOfOneMessage() throws MessagingException, IOException {
        MimeMultipart forms = (MimeMultipart) sent(notice(1)).getContent();
        assertThat(forms.getContentType()).startsWith("multipart/alternative");
        assertThat(forms.getCount()).isEqualTo(2);
        assertThat(forms.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(forms.getBodyPart(0).getContent()).isEqualTo("Bonjour,\r\n\r\nVoici l’été.\r\n.\r\nFin\r\n");
        assertThat(forms.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat(forms.getBodyPart(1).getContent()).isEqualTo("<p>Bonjour, voici l’été.</p>\r\n");
    }

    @Test
    void theLogoComesInTheMessageBesideTheDocumentThatShowsIt() throws MessagingException, IOException {
        byte[] picture = new byte[2_000];
        System.arraycopy(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, 0, picture, 0, 3);
        MimeMessage message = sent(notice(1, Notices.ADDRESS, "Logo", "é\n", "<p>é</p>\n", Logo.of(picture)));

        MimeMultipart related = (MimeMultipart)
                ((MimeMultipart) message.getContent()).getBodyPart(1).getContent();
        assertThat(related.getContentType()).startsWith("multipart/related").contains("type=\"text/html\"");
        assertThat(related.getCount()).isEqualTo(2);
        assertThat(related.getBodyPart(0).getContent()).isEqualTo("<p>é</p>\r\n");
        MimeBodyPart logo = (MimeBodyPart) related.getBodyPart(1);
        assertThat(logo.getContentType()).isEqualTo("image/jpeg");
        assertThat(logo.getContentID()).isEqualTo("<" + Logo.CONTENT_ID + ">");
        assertThat(logo.getDisposition()).isEqualTo(Part.INLINE);
        assertThat(logo.getInputStream()).hasBinaryContent(picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "é mostly ASCII", "日本語", "x=y. \n.\n--\n=_\n"})
    void everyLineOfAMessageIsShortAsciiAndEndsInCrLf(String text) throws MessagingException, IOException {
        String lines = (text + " ").repeat(600) + "\n" + text + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MessageComposer(Sender.of("school@example.org", "É"), null, "example.org", CLOCK)
                .compose(notice(1, Notices.ADDRESS, text.replace('\n', ' '), lines, lines))
                .writeTo(out);
        String written = out.toString(StandardCharsets.ISO_8859_1);

        assertThat(written).isASCII();
        assertThat(written.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(written.split("\r\n")).allMatch(line -> line.length() <= 998);
        MimeMessage read = new MimeMessage((Session) null, new ByteArrayInputStream(out.toByteArray()));
        assertThat(((MimeMultipart) read.getContent()).getBodyPart(0).getContent())
                .isEqualTo(lines.replace("\n", "\r\n"));
    }

    @Test
    void textAloneIsNoMultipartAndAnyScriptIsKept() throws MessagingException, IOException {
        String text = "مرحبا بكم\n日本語\n" + "très ".repeat(500) + "\n.\n..\n-- \nfin";
        MimeMessage message = sent(notice(1, Notices.ADDRESS, "Textes", text, null));
        assertThat(message.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(message.getContent().toString().replace("\r\n", "\n").stripTrailing())
                .isEqualTo(text);
    }

    @Test
    void linesEndInCrLfWithinBase64Too() throws MessagingException, IOException {
        MimeMessage message = sent(notice(1, Notices.ADDRESS, "مرحبا", "مرحبا\nبكم\r\nجميعا\r", null));
        assertThat(message.getEncoding()).isEqualTo("base64");
        assertThat(message.getContent()).isEqualTo("مرحبا\r\nبكم\r\nجميعا\r\n");
    }

    @Test
    void aResendHasTheSameMessageIdAndAnotherNoticeAnother() throws MessagingException {
        String first = sent(notice(1)).getMessageID();
        assertThat(first).matches("<[0-9a-f]{32}@example\\.org>");
        assertThat(sent(notice(1)).getMessageID()).isEqualTo(first);
        assertThat(sent(notice(2)).getMessageID()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org\r\nBcc: x@example.org",
                "a@example.org\n",
                "\ra@example.org",
                "a@example.org\u0000",
                "a@example.org\u2028",
                "a@example.org, b@example.org",
                "a@example.org b@example.org",
                "Awa <a@example.org>",
                "none@none",
                "a@example.org>",
                "\"a\r\nRCPT TO:<b@example.org>\"@example.org",
                "é@example.org",
                ""
            })
    void addressesThatAreNoneAreRefusedUnsent(String address) {
        try (JakartaMailCourier courier = courier()) {
            assertThat(courier.deliver(to(address)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.answer()).startsWith("BAD_ADDRESS"));
        }
        assertThat(inboxes.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(chars = {'\u0000', '\t', '\u000b', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029'})
    void subjectsWithControlCharactersAreRefusedUnsent(char control) {
        try (JakartaMailCourier courier = courier()) {
            assertThat(courier.deliver(about("Bonjour" + control + "Bcc: x@example.org")))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.answer()).isEqualTo("BAD_SUBJECT"));
        }
        assertThat(inboxes.getReceivedMessages()).isEmpty();
    }

    @Test
    void aDomainInAnyScriptIsWrittenInAscii() throws MessagingException {
        assertThat(sent(to("awa@école.example")).getAllRecipients())
                .extracting(Address::toString)
                .containsExactly("awa@xn--cole-9oa.example");
    }
}
