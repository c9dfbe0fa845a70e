package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox over a real conversation. */
class DispatchTest {
    private final QueuedMails mails = new QueuedMails();

    private void drain(JakartaMailCourier courier) {
        mails.drain(courier, DispatchSettings.defaults());
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
    void aServerThatShutsDownMidwayCostsOnlyTheMessageUnderWayAnAttempt() throws IOException {
        mails.queue(5);
        try (ScriptedServer server = new ScriptedServer((connection, command) -> switch (connection) {
                    case 1 -> command.equals("RCPT TO:<p2@example.org>") ? "421 shutting down" : null;
                    case 2 -> command.equals(ScriptedServer.GREETING) ? "421 shutting down" : null;
                    default -> null;
                });
                JakartaMailCourier courier = courier(server)) {
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 2L, NoticeState.QUEUED, 3L));
            mails.pass(Duration.ofSeconds(301));
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 5L));
            assertThat(ids(server)).hasSize(5).doesNotHaveDuplicates();
            assertThat(mails.outbox().history(NoticeFilter.all().in(NoticeState.SENT)))
                    .filteredOn(entry -> entry.attempts() > 1)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.notice().address()).hasToString("p2@example.org"));
        }
    }

    @Test
    void oneRecipientWhoDrawsA421HoldsNobodyElseUpAndIsGivenUpInTheEnd() throws IOException {
        mails.queue(21);
        try (ScriptedServer server = ScriptedServer.answering("RCPT TO:<p0@", "421 4.7.0 go away");
                JakartaMailCourier courier = courier(server)) {
            drain(courier);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 20L, NoticeState.QUEUED, 1L));
            for (int round = 0; round < 3; round++) {
                mails.pass(Duration.ofMinutes(5));
                drain(courier);
            }
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 20L, NoticeState.FAILED, 1L));
            assertThat(mails.outbox().history(NoticeFilter.all().in(NoticeState.FAILED)))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.notice().address()).hasToString("p0@example.org");
                        assertThat(entry.attempts()).isEqualTo(4);
                        assertThat(entry.reason()).contains("421 4.7.0 go away");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.7.0 too much from you", "550 5.7.1 your host is blocked", "530 5.7.0 log in first"})
    void threeRecipientsInARowWhoAreRefusedAlikePauseTheChannel(String refusal) throws IOException {
        mails.domains = true;
        mails.queue(20);
        try (ScriptedServer server = ScriptedServer.answering("RCPT", refusal);
                JakartaMailCourier courier = courier(server)) {
            DispatchNotices.Report report = mails.drain(courier, DispatchSettings.defaults());

            assertThat(server.commands().stream().filter(command -> command.startsWith("RCPT")))
                    .hasSize(3);
            assertThat(report.halts())
                    .singleElement()
                    .satisfies(halt -> assertThat(halt.reason()).contains(refusal));
            assertThat(mails.outbox().paused(Channel.EMAIL, mails.instant())).isPresent();
            assertThat(report.heldBack()).isEqualTo(17);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "450 4.2.0 greylisted"})
    void recipientsWhoAreRefusedForTheirOwnSakePauseNothing(String refusal) throws IOException {
        mails.queue(20);
        try (ScriptedServer server = ScriptedServer.answering("RCPT", refusal);
                JakartaMailCourier courier = courier(server)) {
            DispatchNotices.Report report = mails.drain(courier, DispatchSettings.defaults());

            assertThat(report.halts()).isEmpty();
            assertThat(report.failed() + report.retried()).isEqualTo(20);
        }
    }

    @Test
    void aMessageThatGoesInBetweenEndsARunOfRefusals() throws IOException {
        mails.queue(8);
        try (ScriptedServer server = new ScriptedServer(
                        (connection, command) -> command.matches("RCPT TO:<p[0134].*") ? "421 4.7.0 go away" : null);
                JakartaMailCourier courier = courier(server)) {
            DispatchNotices.Report report = mails.drain(courier, DispatchSettings.defaults());

            assertThat(report.halts()).isEmpty();
            assertThat(report.sent()).isEqualTo(4);
            assertThat(report.retried()).isEqualTo(4);
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
