package dev.cartable.mail;

import static dev.cartable.mail.Notices.notice;
import static dev.cartable.mail.ScriptedServer.GREETING;
import static dev.cartable.mail.ScriptedServer.HANG_UP;
import static dev.cartable.mail.ScriptedServer.MIDDLE;
import static dev.cartable.mail.ScriptedServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Delivery.Blocked;
import dev.cartable.notice.port.Courier.Delivery.ChannelDown;
import dev.cartable.notice.port.Courier.Delivery.Refused;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import dev.cartable.notice.port.Courier.Delivery.TryLater;
import dev.cartable.notice.port.Courier.Delivery.Unknown;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failure becomes which delivery, against a server that fails at each step. */
@Timeout(60)
class FailuresTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z"));

    /** Where the server falls silent; a busy machine must not take as long for the steps before. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static SmtpSettings settings(int port, Duration patience) {
        return SmtpSettings.builder("127.0.0.1")
                .port(port)
                .sender(Sender.of("school@example.org", "École"))
                .localHost("client.example.org")
                .connectTimeout(patience)
                .readTimeout(patience)
                .writeTimeout(patience)
                .build();
    }

    private static Delivery deliver(ScriptedServer server, RenderedNotice notice, String answer) {
        Duration patience = answer.equals(SILENCE) ? SHORT : PATIENCE;
        try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings(server.port(), patience), CLOCK)) {
            return courier.deliver(notice);
        }
    }

    private static Delivery deliverTo(String verb, String answer) throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(verb, answer)) {
            return deliver(server, notice(1), answer);
        }
    }

    @Test
    void aMessageIsSentWithTheAnswerAfterTheDot() throws IOException {
        assertThat(deliverTo("nothing", "")).isEqualTo(new Sent("250 2.0.0 taken as 4711"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SILENCE, HANG_UP, "421 shutting down", "500 what?", "garbage"})
    void aMessageStaysSentWhateverBecomesOfTheGoodbye(String answer) throws IOException {
        assertThat(deliverTo("QUIT", answer)).isInstanceOf(Sent.class);
    }

    @ParameterizedTest
    @CsvSource({"RCPT,450", "RCPT,451", "RCPT,452", "RCPT,499", "DATA,451", ".,450", ".,451", ".,452", ".,454"})
    void notNowIsTriedLater(String verb, int code) throws IOException {
        Delivery delivery = deliverTo(verb, code + " 4.2.1 not now");
        assertThat(delivery).isEqualTo(new TryLater(code + " 4.2.1 not now"));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT,550",
        "RCPT,551",
        "RCPT,552",
        "RCPT,553",
        "RCPT,554",
        "RCPT,501",
        "RCPT,599",
        "DATA,554",
        ".,550",
        ".,552",
        ".,554"
    })
    void neverIsRefused(String verb, int code) throws IOException {
        assertThat(deliverTo(verb, code + " 5.1.1 never")).isEqualTo(new Refused(code + " 5.1.1 never"));
    }

    @ParameterizedTest
    @ValueSource(strings = {GREETING, "EHLO", "MAIL"})
    void goodbyeBeforeARecipientIsNamedRestsTheChannelForFiveMinutes(String verb) throws IOException {
        assertThat(deliverTo(verb, "421 4.3.2 shutting down"))
                .isEqualTo(new ChannelDown("421 4.3.2 shutting down", Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({"RCPT,421,5", "DATA,421,5", ".,421,5", "RCPT,530,15", "RCPT,535,15"})
    void whatMayBeThisMessagesOwnFaultBlocksIt(String verb, int code, int minutes) throws IOException {
        assertThat(deliverTo(verb, code + " no")).isEqualTo(new Blocked(code + " no", Duration.ofMinutes(minutes)));
    }

    @ParameterizedTest
    @CsvSource({"MAIL,550,15", "MAIL,553,15", "MAIL,501,15", "MAIL,530,15", "MAIL,451,5", "MAIL,452,5"})
    void whatEveryMessageWouldMeetRestsTheChannel(String verb, int code, int minutes) throws IOException {
        Delivery delivery = deliverTo(verb, code + " no");
        assertThat(delivery).isEqualTo(new ChannelDown(code + " no", Duration.ofMinutes(minutes)));
    }

    @ParameterizedTest
    @CsvSource({"'554 no mail from you',15", "'450 busy',5", "'HTTP/1.1 400 Bad Request',1"})
    void aGreetingThatIsNoneRestsTheChannel(String greeting, int minutes) throws IOException {
        assertThat(deliverTo(GREETING, greeting))
                .isInstanceOfSatisfying(
                        ChannelDown.class, down -> assertThat(down.pause()).isEqualTo(Duration.ofMinutes(minutes)));
    }

    @ParameterizedTest
    @CsvSource({
        GREETING + "," + SILENCE,
        GREETING + "," + HANG_UP,
        "EHLO," + SILENCE,
        "EHLO," + HANG_UP,
        "MAIL," + SILENCE,
        "MAIL," + HANG_UP
    })
    void aLineLostBeforeTheRecipientIsTheChannels(String verb, String answer) throws IOException {
        assertThat(deliverTo(verb, answer))
                .isInstanceOfSatisfying(
                        ChannelDown.class, down -> assertThat(down.pause()).isEqualTo(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT," + SILENCE,
        "RCPT," + HANG_UP,
        "RCPT,garbage",
        "DATA," + SILENCE,
        "DATA," + HANG_UP,
        "DATA,garbage"
    })
    void aLineLostBeforeTheDotIsTriedLater(String verb, String answer) throws IOException {
        assertThat(deliverTo(verb, answer)).isInstanceOf(TryLater.class);
    }

    /** More than any buffer on the way holds, so that the dot cannot have left. */
    @ParameterizedTest
    @ValueSource(strings = {SILENCE, HANG_UP})
    void aLineLostWithinTheContentIsTriedLater(String answer) throws IOException {
        String text = "Une ligne de texte, et encore une.\n".repeat(200_000);
        try (ScriptedServer server = ScriptedServer.answering(MIDDLE, answer)) {
            Delivery delivery = deliver(server, notice(1, Notices.ADDRESS, "Long", text, null), answer);
            assertThat(delivery).isInstanceOf(TryLater.class);
            assertThat(server.commands()).doesNotContain(".");
        }
    }

    /** The content fills the first buffer; the server hangs up; what is left goes with the dot, into a dead line. */
    @Test
    void aDotThatCouldNotBeWrittenWasNotSent() throws IOException, MessagingException, SmtpFaultException {
        try (ScriptedServer server = ScriptedServer.answering(MIDDLE, HANG_UP)) {
            SmtpConnector connector = new SmtpConnector(settings(server.port(), PATIENCE));
            SmtpConversation conversation = connector.prepare();
            connector.connect(conversation);
            MimeMessage message = new MimeMessage((Session) null) {
                @Override
                public void writeTo(OutputStream out, String[] ignored) throws IOException {
                    out.write("Une ligne\r\n".repeat(800).getBytes(StandardCharsets.US_ASCII));
                    try {
                        server.awaitHangUp();
                    } catch (InterruptedException e) {
                        throw new IOException("interrupted", e);
                    }
                }
            };
            message.setFrom("school@example.org");
            message.setRecipients(Message.RecipientType.TO, Notices.ADDRESS);
            conversation.send(message);
            assertThat(SmtpVerdict.of(conversation, connector.answers(), Notices.ADDRESS)
                            .delivery())
                    .isInstanceOf(TryLater.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SILENCE, HANG_UP, "garbage", "354 what?"})
    void aLineLostAfterTheDotLeavesItUnknown(String answer) throws IOException {
        assertThat(deliverTo(".", answer)).isInstanceOf(Unknown.class);
    }

    @Test
    void noServerAtAllRestsTheChannel() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings(port, PATIENCE), CLOCK)) {
            assertThat(courier.deliver(notice(1)))
                    .isEqualTo(new ChannelDown(
                            "NO_CONNECTION: 127.0.0.1 port " + port + ": ConnectException: Connection refused",
                            Duration.ofMinutes(1)));
        }
    }

    @Test
    void anUnknownHostRestsTheChannel() {
        SmtpSettings settings = SmtpSettings.builder("nowhere.invalid")
                .sender(Sender.of("a@example.org"))
                .build();
        try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings, CLOCK)) {
            assertThat(courier.deliver(notice(1))).isInstanceOfSatisfying(ChannelDown.class, down -> {
                assertThat(down.answer()).startsWith("NO_CONNECTION: nowhere.invalid port 587: UnknownHostException");
                assertThat(down.pause()).isEqualTo(Duration.ofMinutes(1));
            });
        }
    }

    @Test
    void answersAreOneLineWithoutTheAddress() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(
                "RCPT",
                "550-5.1.1 <Awa.Diallo@Example.org>: no such user\r\n550 5.1.1 AWA.DIALLO is unknown\u0007 here")) {
            assertThat(deliver(server, notice(1), "550"))
                    .isEqualTo(new Refused("550-5.1.1 <(address)>: no such user 550 5.1.1 (address) is unknown here"));
        }
    }
}
