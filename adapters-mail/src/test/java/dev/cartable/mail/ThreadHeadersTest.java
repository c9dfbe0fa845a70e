package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The headers by which a mail program shows the mails about one invoice as one thread (RFC 5322, 3.6.4). */
class ThreadHeadersTest {
    private static final String THREAD = "0123456789abcdef0123456789abcdef";

    private final MessageComposer composer = new MessageComposer(
            Sender.of("school@example.org", "School"),
            null,
            "example.org",
            InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z")));

    private String headers(int number, @Nullable String thread) throws MessagingException, IOException {
        return Notices.headers(composer, number, null, thread);
    }

    @Test
    void aMailOfAThreadAnswersTheSameMessageAsTheOthersAndKeepsItsOwnId() throws MessagingException, IOException {
        for (int number = 1; number <= 2; number++) {
            String id = "0000000000000007000000000000000" + number;
            assertThat(headers(number, THREAD))
                    .isEqualTo("Date: Mon, 2 Nov 2026 08:00:00 +0000\r\n"
                            + "From: School <school@example.org>\r\n"
                            + "To: awa.diallo@example.org\r\n"
                            + "Message-ID: <" + id + "@example.org>\r\n"
                            + "In-Reply-To: <thread-" + THREAD + "@example.org>\r\n"
                            + "References: <thread-" + THREAD + "@example.org>\r\n"
                            + "Subject: Hello\r\n"
                            + "MIME-Version: 1.0\r\n"
                            + "Cartable-Notice: " + id + "\r\n"
                            + "Content-Language: fr\r\n"
                            + "Auto-Submitted: auto-generated\r\n"
                            + "Content-Type: text/plain; charset=UTF-8\r\n"
                            + "Content-Transfer-Encoding: 7bit\r\n");
        }
    }

    @Test
    void aMailWithoutAThreadHasNeitherHeader() throws MessagingException, IOException {
        assertThat(headers(1, null)).doesNotContain("In-Reply-To", "References");
    }
}
