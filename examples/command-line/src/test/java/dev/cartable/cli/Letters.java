package dev.cartable.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Messages of a host's own kind, which are sent again when it is not known whether they arrived. */
final class Letters implements NoticeType {
    private static final Kind KIND = Kind.of("test.letter");

    private Letters() {}

    /** A school that sends them. */
    static CartableBuilder school(JdbcStores stores) {
        return Cartable.builder()
                .stores(stores)
                .noticeType(new Letters())
                .renderer((kind, language, channel, variables) -> new Renderer.Words("A letter", "Read it.", null))
                .zone(ZoneOffset.UTC)
                .school("Test School")
                .anyThread(true);
    }

    /** A pool as hosts have one, which finds out by itself that a connection is dead. */
    static HikariDataSource pool(String url, String user) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword("");
        pool.setMaximumPoolSize(6);
        pool.setMinimumIdle(0);
        return pool;
    }

    static JakartaMailCourier courier(int port, int connections, int messagesPerConnection) {
        return JakartaMailCourier.smtp(SmtpSettings.builder("127.0.0.1")
                .port(port)
                .localHost("localhost")
                .connections(connections)
                .messagesPerConnection(messagesPerConnection)
                .build());
    }

    /** Queues one letter for each number. */
    static void queue(JdbcStores stores, int from, int to, Instant now) {
        List<Notice> letters =
                IntStream.range(from, to).mapToObj(number -> to(number, now)).toList();
        stores.unitOfWork().run(tx -> stores.outbox().add(tx, letters));
    }

    /** A letter to the recipient that the server calls {@code p} and the number. */
    static Notice to(int number, Instant now) {
        return Notice.draft(KIND, new Subject("letter", "l" + number), now)
                .to(
                        new Recipient("guardian", "g" + number),
                        Channel.EMAIL,
                        EmailAddress.of("p" + number + "@example.org"),
                        Locale.ENGLISH);
    }

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
