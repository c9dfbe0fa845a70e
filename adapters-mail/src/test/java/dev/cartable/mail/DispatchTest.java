package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.NoticeState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The outbox over a real conversation. */
class DispatchTest {
    private final QueuedMails mails = new QueuedMails();

    private void drain(JakartaMailCourier courier) {
        mails.drain(courier, DispatchSettings.usual());
    }

    private JakartaMailCourier courier(ScriptedServer server) {
        return JakartaMailCourier.smtp(
                QueuedMails.settings(server).connections(1).build(), mails);
    }

    private static List<String> ids(ScriptedServer server) {
        Function<String, String> id = message -> message.lines()
                .filter(line -> line.startsWith("Message-ID:"))
                .findFirst()
                .orElseThrow();
        return server.messages().stream().map(id).toList();
    }

    @Test
    void aRoundSendsAllOnOneConnectionAndSaysGoodbye() throws IOException {
        mails.queue(30);
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(server)) {
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 30L));
            assertThat(ids(server)).hasSize(30).doesNotHaveDuplicates();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.commands()).last().isEqualTo("QUIT");
            drain(courier);
            assertThat(server.messages()).hasSize(30);
        }
    }

    @Test
    void aServerThatShutsDownMidwayCostsNoMessageAnAttempt() throws IOException {
        mails.queue(5);
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        connection == 1 && command.equals("RCPT TO:<p2@example.org>") ? "421 shutting down" : null);
                JakartaMailCourier courier = courier(server)) {
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 2L, NoticeState.QUEUED, 3L));
            mails.pass(Duration.ofSeconds(301));
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 5L));
            assertThat(ids(server)).hasSize(5).doesNotHaveDuplicates();
            assertThat(mails.outbox().history(NoticeState.SENT, null)).allMatch(entry -> entry.attempts() == 1);
        }
    }

    @Test
    void anAnswerThatNeverCameIsFollowedByTheSameMessageId() throws IOException {
        mails.queue(1);
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        connection == 1 && command.equals(".") ? ScriptedServer.TAKE_AND_HANG_UP : null);
                JakartaMailCourier courier = courier(server)) {
            drain(courier);
            assertThat(mails.outbox().counts()).doesNotContainKey(NoticeState.SENT);
            mails.pass(Duration.ofHours(1));
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 1L));
            assertThat(ids(server)).hasSize(2);
            assertThat(Set.copyOf(ids(server))).hasSize(1);
        }
    }
}
