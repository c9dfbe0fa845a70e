package dev.cartable.mail;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** An outbox of activation mails in memory, with a clock that the test sets. */
final class QueuedMails implements InstantSource {
    private static final Kind KIND = Kind.of("account.activation");

    private volatile Instant now = Instant.parse("2026-11-02T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(this);

    /** Activation mails as they are: sent again if in doubt. */
    private record Activation() implements NoticeType {
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
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Sets the clock forward. Lines may do so one after the other. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    Outbox outbox() {
        return stores.outbox();
    }

    /** Whether each person has an address of another domain. */
    boolean domains;

    /** Queues mails to p0, p1 … */
    void queue(int count) {
        List<Notice> notices = IntStream.range(0, count)
                .mapToObj(number -> Notice.draft(KIND, new Subject("account", "a" + number), now)
                        .to(
                                new Recipient("account", "a" + number),
                                Channel.EMAIL,
                                EmailAddress.of("p" + number + (domains ? "@d" + number + ".example" : "@example.org")),
                                Locale.FRENCH))
                .toList();
        stores.unitOfWork().run(tx -> stores.outbox().add(tx, notices));
    }

    DispatchNotices.Report drain(JakartaMailCourier courier, DispatchSettings settings) {
        return Cartable.builder()
                .noticeStores(stores)
                .courier(courier)
                .noticeType(new Activation())
                .renderer((kind, language, channel, variables) -> new Words("Élève Çà", "Bonjour\n", null))
                .dispatch(settings)
                .school("Collège Exemple")
                .zone(ZoneOffset.UTC)
                .time(this)
                .anyThread(true)
                .build()
                .notices()
                .dispatch()
                .drain();
    }

    /** How to reach a server of the test. */
    static SmtpSettings.Builder settings(ScriptedServer server) {
        return SmtpSettings.builder("127.0.0.1")
                .port(server.port())
                .sender(Sender.of("school@example.org"))
                .localHost("client.example.org");
    }
}
