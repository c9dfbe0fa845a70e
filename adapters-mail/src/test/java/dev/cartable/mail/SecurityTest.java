package dev.cartable.mail;

import static dev.cartable.mail.Notices.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Delivery.ChannelDown;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** TLS and logins, against a server that knows both. */
class SecurityTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z"));
    private static final String PASSWORD = "pässwörd:@/%";

    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static SSLContext otherHost;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<SMTPServer> servers = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException {
        tls = TestTls.context(folder, "dns:localhost,ip:127.0.0.1");
        otherHost = TestTls.context(folder, "dns:elsewhere.example.org");
    }

    @AfterEach
    void stopServers() {
        servers.forEach(SMTPServer::stop);
    }

    private SMTPServer.Builder server() {
        return SMTPServer.port(0).messageHandler((context, from, to, data) -> taken.add(to));
    }

    private SMTPServer start(SMTPServer.Builder builder) {
        SMTPServer server = builder.build();
        servers.add(server);
        server.start();
        return server;
    }

    private SMTPServer.Builder withLogin(SMTPServer.Builder server) {
        return server.requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals("école") || !password.equals(PASSWORD)) {
                        throw new LoginFailedException("535 5.7.8 bad credentials for " + user + " / " + password);
                    }
                }));
    }

    private static SmtpSettings.Builder to(SMTPServer server, Security security) {
        return SmtpSettings.builder("localhost")
                .port(server.getPortAllocated())
                .security(security)
                .tls(tls)
                .localHost("client.example.org")
                .sender(Sender.of("school@example.org"));
    }

    private static Delivery deliver(SmtpSettings.Builder settings) {
        try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings.build(), CLOCK)) {
            return courier.deliver(notice(1));
        }
    }

    private static void assertDown(Delivery delivery, Fault fault, String words) {
        assertThat(delivery).isInstanceOfSatisfying(ChannelDown.class, down -> {
            assertThat(down.answer()).contains(words);
            assertThat(down.pause()).isEqualTo(fault.pause());
        });
    }

    @Test
    void startTlsIsUsedBeforeAnythingIsSaid() {
        SMTPServer server = start(server().requireTLS().startTlsSocketFactory(tls));
        assertThat(deliver(to(server, Security.STARTTLS))).isInstanceOf(Sent.class);
        assertThat(taken).containsExactly(Notices.ADDRESS);
    }

    @Test
    void aServerWithoutStartTlsGetsNothingWhereItIsRequired() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "")) {
            SmtpSettings settings = SmtpSettings.builder("127.0.0.1")
                    .port(server.port())
                    .security(Security.STARTTLS)
                    .login("user", PASSWORD)
                    .localHost("client.example.org")
                    .build();
            try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings, CLOCK)) {
                assertDown(courier.deliver(notice(1)), Fault.NO_STARTTLS, "NO_STARTTLS");
            }
            assertThat(server.commands()).allMatch(command -> command.startsWith("EHLO"));
        }
    }

    @Test
    void aServerThatTakesStartTlsBackGetsNothing() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) -> command.startsWith("EHLO")
                ? "250-scripted\r\n250 STARTTLS"
                : command.equals("STARTTLS") ? "454 4.7.0 TLS not available" : null)) {
            SmtpSettings settings = SmtpSettings.builder("127.0.0.1")
                    .port(server.port())
                    .security(Security.STARTTLS)
                    .localHost("client.example.org")
                    .build();
            try (JakartaMailCourier courier = JakartaMailCourier.smtp(settings, CLOCK)) {
                assertDown(courier.deliver(notice(1)), Fault.NO_STARTTLS, "454 4.7.0 TLS not available");
            }
            assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void tlsFromTheFirstByteWorks() {
        SMTPServer server = start(server().serverSocketFactory(tls));
        assertThat(deliver(to(server, Security.TLS))).isInstanceOf(Sent.class);
        assertThat(taken).hasSize(1);
    }

    @Test
    void anUnknownCertificateEndsTheTalk() throws GeneralSecurityException {
        for (Security security : List.of(Security.STARTTLS, Security.TLS)) {
            SMTPServer server = start(
                    security == Security.TLS
                            ? server().serverSocketFactory(tls)
                            : server().enableTLS().startTlsSocketFactory(tls));
            assertDown(deliver(to(server, security).tls(SSLContext.getDefault())), Fault.TLS_FAILED, "TLS_FAILED: ");
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void aCertificateOfAnotherHostEndsTheTalk() {
        SMTPServer server = start(server().enableTLS().startTlsSocketFactory(otherHost));
        assertDown(deliver(to(server, Security.STARTTLS).tls(otherHost)), Fault.TLS_FAILED, "localhost");
        assertThat(taken).isEmpty();
    }

    @Test
    void aPlainServerOnATlsPortIsNoTls() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "")) {
            Delivery delivery = deliver(SmtpSettings.builder("localhost")
                    .port(server.port())
                    .security(Security.TLS)
                    .sender(Sender.of("school@example.org")));
            assertDown(delivery, Fault.TLS_FAILED, "TLS_FAILED: SSLException");
        }
    }

    @Test
    void aLoginOfAnyLettersWorks() {
        SMTPServer server = start(withLogin(server()).requireTLS().startTlsSocketFactory(tls));
        assertThat(deliver(to(server, Security.STARTTLS).login("école", PASSWORD)))
                .isInstanceOf(Sent.class);
    }

    @Test
    void aWrongLoginRestsTheChannelWithoutShowingTheLogin() {
        SMTPServer server = start(withLogin(server()).requireTLS().startTlsSocketFactory(tls));
        Delivery delivery = deliver(to(server, Security.STARTTLS).login("director", "wrong-secret"));
        assertDown(delivery, Fault.LOGIN_REFUSED, "535");
        assertThat(delivery.answer()).doesNotContain("wrong-secret", "director");
    }

    @Test
    void aLoginThatTheServerRepeatsIsMasked() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) -> command.startsWith("EHLO")
                ? "250-scripted\r\n250 AUTH PLAIN"
                : command.startsWith("AUTH") ? "535 no: wrong-secret is not director's" : null)) {
            Delivery delivery = deliver(
                    SmtpSettings.builder("localhost").port(server.port()).login("director", "wrong-secret"));
            assertThat(delivery.answer()).isEqualTo("535 no: (password) is not (user)'s");
        }
    }

    @Test
    void aMissingLoginRestsTheChannel() {
        SMTPServer server = start(withLogin(server()).requireTLS().startTlsSocketFactory(tls));
        assertDown(deliver(to(server, Security.STARTTLS)), Fault.LOGIN_WANTED, "530");
    }

    @Test
    void aLoginThatNoServerAsksForIsNotLeftOutInSilence() {
        SMTPServer server = start(server().requireTLS().startTlsSocketFactory(tls));
        assertDown(deliver(to(server, Security.STARTTLS).login("user", PASSWORD)), Fault.NO_LOGIN_OFFERED, "NO_LOGIN");
        assertThat(taken).isEmpty();
    }

    @Test
    void loginsThatAreLostOnTheWayAreNoWrongPasswords() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) -> command.startsWith("EHLO")
                ? "250-scripted\r\n250 AUTH PLAIN"
                : command.startsWith("AUTH") ? ScriptedServer.HANG_UP : null)) {
            Delivery delivery = deliver(SmtpSettings.builder("localhost")
                    .port(server.port())
                    .sender(Sender.of("school@example.org"))
                    .login("user", PASSWORD));
            assertDown(delivery, Fault.LINE_LOST, "CONNECTION_LOST");
        }
    }

    @Test
    void aTemporaryFailureOfTheLoginRestsTheChannel() throws IOException {
        try (ScriptedServer server = new ScriptedServer((connection, command) -> command.startsWith("EHLO")
                ? "250-scripted\r\n250 AUTH PLAIN"
                : command.startsWith("AUTH") ? "454 4.7.0 directory is down" : null)) {
            Delivery delivery = deliver(SmtpSettings.builder("localhost")
                    .port(server.port())
                    .sender(Sender.of("school@example.org"))
                    .login("user", PASSWORD));
            assertThat(delivery).isEqualTo(new ChannelDown("454 4.7.0 directory is down", Duration.ofMinutes(15)));
        }
    }
}
