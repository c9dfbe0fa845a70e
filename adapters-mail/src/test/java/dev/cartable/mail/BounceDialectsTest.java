package dev.cartable.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.notice.port.BounceMailbox.Fault;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceMailbox.NoBounce;
import dev.cartable.notice.port.BounceMailbox.NotUnderstood;
import dev.cartable.notice.port.BounceMailbox.Reports;
import dev.cartable.school.model.EmailAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports of ten mail servers and providers about one message, and what else comes to such a mailbox. */
class BounceDialectsTest {
    private static final NoticeId NOTICE = new NoticeId(UUID.fromString("0190c0ff-ee00-7abc-8def-0123456789ab"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            postfix         | HARD      | 5.1.1  | awa.diallo@parents.example.org | 550 5.1.1 <awa.diallo@parents.example.org>: Recipient address rejected: User unknown in virtual mailbox table
            exim            | HARD      |        | awa.diallo@parents.example.org | host mail.parents.example.org [198.51.100.4]: 550 unknown user
            exim-expired    | SOFT      | 4.4.7  | awa.diallo@parents.example.org | 451 4.7.1 Greylisted, please come back later
            exchange        | HARD      | 5.1.10 | awa.diallo@parents.example.org | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient Awa.Diallo@Parents.example.org not found by SMTP address lookup
            gmail           | SOFT      | 5.2.2  | awa.diallo@parents.example.org | 552-5.2.2 The email account that you tried to reach is over quota. Please direct the recipient to 552 5.2.2 https://support.google.example/mail/?p=OverQuotaPerm
            qmail           | HARD      | 5.1.1  | awa.diallo@parents.example.org | Remote host said: 550 sorry, no mailbox here by that name (#5.1.1 - chkuser)
            sendmail        | HARD      | 5.1.2  | awa.diallo@parents.example.org | 5.1.2
            courier         | SOFT      | 5.7.1  | awa.diallo@parents.example.org | 554 5.7.1 Message rejected as spam by content scanner
            ses             | HARD      | 5.1.1  | awa+ecole@parents.example.org  | 550 5.1.1 <awa+ecole@parents.example.org>... User unknown
            yahoo-complaint | COMPLAINT |        | awa.diallo@parents.example.org | abuse Yahoo!-Mail-Feedback/2.0
            french-text     | HARD      |        | awa.diallo@parents.example.org | Motif : la boîte aux lettres est inconnue sur notre serveur (550 Adresse inconnue).
            """)
    void namesTheNoticeTheAddressAndWhy(String file, Bounce.Type type, String status, String address, String detail)
            throws IOException {
        for (String text : new String[] {text(file), text(file).replace("\n", "\r\n")}) {
            Mail mail = parse(text);

            assertThat(mail).isInstanceOf(Reports.class);
            assertThat(((Reports) mail).reports()).singleElement().satisfies(report -> {
                assertThat(report.notice()).isEqualTo(NOTICE);
                assertThat(report.type()).isEqualTo(type);
                assertThat(report.status()).isEqualTo(status);
                assertThat(report.addresses()).contains(EmailAddress.of(address));
                assertThat(report.detail()).isEqualTo(detail);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix-delay", "read-receipt", "out-of-office"})
    void isNoBounce(String file) throws IOException {
        assertThat(parse(text(file))).isInstanceOf(NoBounce.class);
    }

    @ParameterizedTest
    @CsvSource({"answer-of-a-parent, NO_REPORT", "broken, MALFORMED"})
    void isNotUnderstood(String file, Fault fault) throws IOException {
        assertThat(parse(text(file))).isEqualTo(new NotUnderstood("mail", fault));
    }

    @Test
    void aReportWithoutTheReturnedMessageNamesNoNotice() throws IOException {
        String text = text("postfix");
        String without = text.substring(0, text.indexOf("Content-Description: Undelivered Message"));

        assertThat(((Reports) parse(without)).reports())
                .extracting(BounceReport::notice)
                .containsOnlyNulls();
    }

    @Test
    void aReportThatAPersonForwardsIsNone() throws IOException {
        String forwarded = """
                From: awa@parents.example.org
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="m"

                --m
                Content-Type: message/rfc822

                """ + text("postfix") + "\n--m--\n";

        assertThat(parse(forwarded)).isEqualTo(new NotUnderstood("mail", Fault.NO_REPORT));
    }

    @Test
    void aReturnedMessageOfAnySizeIsReadNoFurtherThanItsHeaders() throws IOException {
        String text = text("exchange");
        String large = text.replace("Bonjour.\n", "QUJD".repeat(19).concat("\n").repeat(100_000));

        assertThat(((Reports) parse(large)).reports())
                .extracting(BounceReport::notice)
                .containsExactly(NOTICE);
    }

    @Test
    void whatIsNestedTooDeepIsRefused() throws IOException {
        StringBuilder text = new StringBuilder("MIME-Version: 1.0\n");
        for (int i = 0; i < 400; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }

        assertThat(parse(text.toString())).isEqualTo(new NotUnderstood("mail", Fault.OVERSIZED));
    }

    @Test
    void whatHasTooManyPartsOrTooLargeHeadersIsRefusedBeforeItIsTakenApart() throws IOException {
        String parts = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(20_000);
        String few = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(60);
        String headers = "X-Much: y\n".repeat(20_000) + "\nx";
        String noHeadersEnd = "X".repeat(300_000);

        for (String text : new String[] {parts, few, headers, noHeadersEnd}) {
            assertThat(parse(text)).isEqualTo(new NotUnderstood("mail", Fault.OVERSIZED));
        }
    }

    @Test
    void noBytesMakeItFail() throws IOException {
        byte[] report = text("postfix").getBytes(UTF_8);
        for (int i = 0; i < report.length; i += 7) {
            byte[] broken = report.clone();
            broken[i] = (byte) (broken[i] ^ 0x5A);
            assertThat(BounceParser.parse("mail", new ByteArrayInputStream(broken)))
                    .isNotNull();
            assertThat(BounceParser.parse("mail", new ByteArrayInputStream(report, 0, i)))
                    .isNotNull();
        }
    }

    private static Mail parse(String text) throws IOException {
        return BounceParser.parse("mail", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    static String text(String file) throws IOException {
        try (InputStream stream = BounceDialectsTest.class.getResourceAsStream("/bounces/" + file + ".eml")) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
