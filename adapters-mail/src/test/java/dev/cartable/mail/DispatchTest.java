package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryOutbox;
import dev.cartable.inmemory.InMemoryUnitOfWork;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.QueueNotice;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.model.Verdict;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.port.StillTrue;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The outbox over a real conversation. */
class DispatchTest {
    private static final Kind KIND = Kind.of("account.activation");

    private Instant now = Instant.parse("2026-11-02T08:00:00Z");
    private final InMemoryUnitOfWork work = new InMemoryUnitOfWork();
    private final InMemoryOutbox outbox = new InMemoryOutbox(work, () -> now);

    /** Activation mails as they are: sent again if in doubt. */
    private record Activation() implements StillTrue {
        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.SEND_AGAIN;
        }

        @Override
        public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
            return notices.stream().collect(Collectors.toMap(Notice::id, notice -> new Verdict.Tell(Map.of())));
        }

        @Override
        public Map<String, String> sample() {
            return Map.of();
        }
    }

    private void queue(int count) {
        List<Notice> notices = IntStream.range(0, count)
                .mapToObj(number -> new Notice(
                        new NoticeId(new UUID(7, number)),
                        KIND,
                        new Subject("account", "a" + number),
                        "1",
                        new Recipient("account", "a" + number),
                        Channel.EMAIL,
                        "",
                        "p" + number + "@example.org",
                        Locale.FRENCH,
                        Map.of(),
                        now,
                        now))
                .toList();
        work.run(tx -> new QueueNotice(outbox).queue(tx, notices));
    }

    private void drain(JakartaMailCourier courier) {
        new DispatchNotices(
                        work,
                        outbox,
                        List.of(courier),
                        List.of(new Activation()),
                        (kind, language, channel, variables) -> new Words("Élève Çà", "Bonjour\n", null),
                        () -> now,
                        DispatchSettings.usual())
                .drain();
    }

    private static SmtpSettings settings(ScriptedServer server) {
        return SmtpSettings.builder("127.0.0.1")
                .port(server.port())
                .sender(Sender.of("school@example.org"))
                .localHost("client.example.org")
                .connections(1)
                .build();
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
        queue(30);
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = JakartaMailCourier.smtp(settings(server), () -> now)) {
            drain(courier);
            assertThat(outbox.counts()).isEqualTo(Map.of(NoticeState.SENT, 30L));
            assertThat(ids(server)).hasSize(30).doesNotHaveDuplicates();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.commands()).last().isEqualTo("QUIT");
            drain(courier);
            assertThat(server.messages()).hasSize(30);
        }
    }

    @Test
    void aServerThatShutsDownMidwayCostsNoMessageAnAttempt() throws IOException {
        queue(5);
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        connection == 1 && command.equals("RCPT TO:<p2@example.org>") ? "421 shutting down" : null);
                JakartaMailCourier courier = JakartaMailCourier.smtp(settings(server), () -> now)) {
            drain(courier);
            assertThat(outbox.counts()).isEqualTo(Map.of(NoticeState.SENT, 2L, NoticeState.QUEUED, 3L));
            now = now.plusSeconds(301);
            drain(courier);
            assertThat(outbox.counts()).isEqualTo(Map.of(NoticeState.SENT, 5L));
            assertThat(ids(server)).hasSize(5).doesNotHaveDuplicates();
            assertThat(outbox.history(NoticeState.SENT, null)).allMatch(entry -> entry.attempts() == 1);
        }
    }

    @Test
    void anAnswerThatNeverCameIsFollowedByTheSameMessageId() throws IOException {
        queue(1);
        try (ScriptedServer server = new ScriptedServer((connection, command) ->
                        connection == 1 && command.equals(".") ? ScriptedServer.TAKE_AND_HANG_UP : null);
                JakartaMailCourier courier = JakartaMailCourier.smtp(settings(server), () -> now)) {
            drain(courier);
            assertThat(outbox.counts()).doesNotContainKey(NoticeState.SENT);
            now = now.plusSeconds(3600);
            drain(courier);
            assertThat(outbox.counts()).isEqualTo(Map.of(NoticeState.SENT, 1L));
            assertThat(ids(server)).hasSize(2);
            assertThat(Set.copyOf(ids(server))).hasSize(1);
        }
    }
}
