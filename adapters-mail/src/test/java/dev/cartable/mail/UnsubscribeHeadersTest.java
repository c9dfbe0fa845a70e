package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.EmailAddress;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The headers of RFC 8058, byte for byte. */
class UnsubscribeHeadersTest {
    private static final URI LINK =
            URI.create("https://portal.example.org/unsubscribe/U1RVRFkgRU1BSUwgZ3VhcmRpYW46ZzE.AAECAwQFBgcICQoLDA0ODw");

    private final MessageComposer composer = new MessageComposer(
            Sender.of("school@example.org", "School"),
            EmailAddress.of("office@example.org"),
            "example.org",
            InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z")));

    private String headers(@Nullable URI unsubscribe) throws MessagingException, IOException {
        return Notices.headers(composer, 1, unsubscribe, null);
    }

    @Test
    void aMailThatCanBeDeclinedSaysHowInTwoHeadersBesideTheOthers() throws MessagingException, IOException {
        String id = "00000000000000070000000000000001";

        assertThat(headers(LINK))
                .isEqualTo("Date: Mon, 2 Nov 2026 08:00:00 +0000\r\n"
                        + "From: School <school@example.org>\r\n"
                        + "Reply-To: office@example.org\r\n"
                        + "To: awa.diallo@example.org\r\n"
                        + "Message-ID: <" + id + "@example.org>\r\n"
                        + "Subject: Hello\r\n"
                        + "MIME-Version: 1.0\r\n"
                        + "Cartable-Notice: " + id + "\r\n"
                        + "Content-Language: fr\r\n"
                        + "Auto-Submitted: auto-generated\r\n"
                        + "List-Unsubscribe: <" + LINK + ">\r\n"
                        + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                        + "Content-Type: text/plain; charset=UTF-8\r\n"
                        + "Content-Transfer-Encoding: 7bit\r\n");
    }

    /** A signature covers a header once for each time that it names it (RFC 6376, 5.4.2). */
    @Test
    void eachHeaderStandsOnceAndOnOneLine() throws MessagingException, IOException {
        List<String> lines = headers(LINK).lines().toList();

        assertThat(lines).allMatch(line -> line.matches("[A-Za-z-]+: .+") && line.length() <= 998);
        assertThat(lines.stream().map(line -> line.substring(0, line.indexOf(':'))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMailThatNobodyCanDeclineHasNeitherHeader() throws MessagingException, IOException {
        assertThat(headers(null)).doesNotContain("Unsubscribe");
    }
}
