package dev.cartable.mail;

import static dev.cartable.mail.Notices.notice;
import static dev.cartable.mail.ScriptedServer.HANG_UP;
import static dev.cartable.mail.ScriptedServer.STAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.port.Courier.Delivery.Blocked;
import dev.cartable.notice.port.Courier.Delivery.ChannelDown;
import dev.cartable.notice.port.Courier.Delivery.Refused;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a connection is kept, and when it is made anew. */
class ConnectionsTest {
    private Instant now = Instant.parse("2026-11-02T08:00:00Z");
    private final List<Duration> slept = new ArrayList<>();

    private static SmtpSettings.Builder settings(ScriptedServer server) {
        return SmtpSettings.builder("127.0.0.1")
                .port(server.port())
                .sender(Sender.of("school@example.org"))
                .localHost("client.example.org")
                .readTimeout(Duration.ofSeconds(5));
    }

    private JakartaMailCourier courier(SmtpSettings.Builder settings) {
        return new JakartaMailCourier(settings.build(), () -> now, duration -> {
            slept.add(duration);
            now = now.plus(duration);
        });
    }

    private static void assertSent(JakartaMailCourier courier, int from, int to) {
        for (int number = from; number <= to; number++) {
            assertThat(courier.deliver(notice(number))).as("message %s", number).isInstanceOf(Sent.class);
        }
    }

    @Test
    void messagesShareAConnectionUpToTheCap() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server).messagesPerConnection(10))) {
            assertSent(courier, 1, 10);
            assertThat(server.connections()).isEqualTo(1);
            assertSent(courier, 11, 25);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(server.messages()).hasSize(25);
            assertThat(server.commands()).filteredOn("QUIT"::equals).hasSize(2);
        }
    }

    @Test
    void aMessageThatMayNotGoLeavesNoContentAndEndsTheConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server))) {
            List<String> named = new ArrayList<>();
            courier.deliver(notice(1), () -> {
                named.addAll(server.commands());
                return false;
            });

            assertThat(named).as("sender and recipient come first").anyMatch(command -> command.startsWith("RCPT TO:"));
            assertThat(server.commands()).doesNotContain("DATA");
            assertThat(server.messages()).isEmpty();

            assertThat(courier.deliver(notice(2), () -> true)).isInstanceOf(Sent.class);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.messages()).hasSize(1);
        }
    }

    @Test
    void refusalsAlsoCountAgainstTheCapAndKeepTheConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("RCPT", "550 no");
                JakartaMailCourier courier = courier(settings(server).messagesPerConnection(3))) {
            for (int number = 1; number <= 6; number++) {
                assertThat(courier.deliver(notice(number))).isInstanceOf(Refused.class);
            }
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void restSaysGoodbyeAndTheNextMessageConnectsAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server))) {
            assertSent(courier, 1, 2);
            courier.release();
            courier.release();
            assertThat(server.commands()).last().isEqualTo("QUIT");
            assertSent(courier, 3, 3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatWasIdleForLongIsReplacedUnasked() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server).maxIdle(Duration.ofSeconds(30)))) {
            assertSent(courier, 1, 1);
            now = now.plusSeconds(30);
            assertSent(courier, 2, 2);
            assertThat(server.connections()).isEqualTo(1);
            now = now.plusSeconds(31);
            assertSent(courier, 3, 3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatWasDroppedWhileIdleIsReopenedAndTheMessageSentOnce() throws IOException {
        for (String farewell : List.of(HANG_UP, "421 4.4.2 idle for too long")) {
            try (ScriptedServer server = new ScriptedServer((connection, command) ->
                            connection == 1 && command.startsWith("MAIL") && isSecond(command) ? farewell : null);
                    JakartaMailCourier courier = courier(settings(server))) {
                mails = 0;
                assertSent(courier, 1, 2);
                assertThat(server.connections()).isEqualTo(2);
                assertThat(server.messages()).hasSize(2);
            }
        }
    }

    private int mails;

    private boolean isSecond(String command) {
        return command.startsWith("MAIL") && ++mails == 2;
    }

    @Test
    void aServerThatSaysGoodbyeToEveryConnectionIsAskedTwiceAndNoMore() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        command.startsWith("MAIL") && (connection > 1 || isSecond(command)) ? "421 no more" : null);
                JakartaMailCourier courier = courier(settings(server))) {
            assertSent(courier, 1, 1);
            assertThat(courier.deliver(notice(2))).isInstanceOf(ChannelDown.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aNewConnectionThatBreaksIsNotTriedAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("MAIL", HANG_UP);
                JakartaMailCourier courier = courier(settings(server))) {
            assertThat(courier.deliver(notice(1))).isInstanceOf(ChannelDown.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatSaidGoodbyeIsLeftEvenIfItStays() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        connection == 1 && command.startsWith("RCPT") ? "421 shutting down " + STAYS : null);
                JakartaMailCourier courier = courier(settings(server))) {
            assertThat(courier.deliver(notice(1))).isInstanceOf(Blocked.class);
            assertThat(server.commands()).last().isEqualTo("QUIT");
            assertSent(courier, 1, 2);
            assertThat(server.messages()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aMessageThatWasBegunIsNotBegunAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(".", HANG_UP);
                JakartaMailCourier courier = courier(settings(server))) {
            courier.deliver(notice(1));
            assertThat(server.commands()).filteredOn("."::equals).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void noThreadKeepsTheProcessAliveWhileAConnectionIsOpen() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server))) {
            List<Thread> before = lastingThreads();
            assertSent(courier, 1, 3);
            assertThat(lastingThreads()).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    private static List<Thread> lastingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .toList();
    }

    @Test
    void messagesArePacedEvenly() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server).messagesPerMinute(20))) {
            assertSent(courier, 1, 3);
            now = now.plusSeconds(1);
            assertSent(courier, 4, 4);
            now = now.plusSeconds(10);
            assertSent(courier, 5, 5);
            assertThat(slept).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(2));
        }
    }

    @Test
    void aClockThatGoesBackMakesNobodyWaitLongerThanOneTurn() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(settings(server).messagesPerMinute(20))) {
            assertSent(courier, 1, 1);
            now = now.minusSeconds(3600);
            assertSent(courier, 2, 2);
            assertThat(slept).containsExactly(Duration.ofSeconds(3));
        }
    }

    @Test
    void anInterruptedWaitEndsTheRoundAndKeepsTheInterrupt() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "")) {
            JakartaMailCourier courier =
                    new JakartaMailCourier(settings(server).messagesPerMinute(1).build(), () -> now, duration -> {
                        throw new InterruptedException();
                    });
            assertSent(courier, 1, 1);
            assertThat(courier.deliver(notice(2))).isInstanceOf(ChannelDown.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.messages()).hasSize(1);
            courier.close();
        }
    }
}
