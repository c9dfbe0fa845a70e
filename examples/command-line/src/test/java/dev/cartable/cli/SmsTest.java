package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cartable.cli.frame.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a gateway for short messages. */
class SmsTest {
    private static final String SETTINGS = """
            url=http://localhost:%d/send
            allow-private-addresses=true
            auth=header
            key-header=apiKey
            body=to={to}&text={text}
            id=/id
            reason=/message
            """;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile String answer = "{\"id\":\"m-1\"}";
    private final HttpServer server;

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    SmsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/send", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("apiKey"));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
        desk = Desk.withFile(folder);
        desk.environment().put("CARTABLE_SMS_KEY", "geheim-99");
        desk.environment().put("CARTABLE_COUNTRY", "GN");
        Files.writeString(
                folder.resolve("sms.properties"),
                SETTINGS.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTemplateShowsItsSegmentsAndTheCharactersThatCostMore() throws IOException {
        desk.run("init", "--zone", "Africa/Conakry");
        Json builtIn = desk.json("templates", "show", "reminder.absence.sms", "fr");
        assertThat(builtIn.text("encoding")).isEqualTo("GSM_7");
        assertThat(builtIn.get("segments").value()).hasToString("1");

        Files.writeString(folder.resolve("absence.txt"), "{pupil} : absent, غاب, le {day}");
        Desk.Result saved = desk.run("templates", "save", "reminder.absence.sms", "fr", "absence.txt");

        assertThat(saved.exit()).as(saved.err()).isZero();
        assertThat(saved.out()).contains("1 segment", "غ ا ب");
        assertThat(desk.run("templates", "save", "reminder.absence.sms", "fr", "absence.txt", "--lang", "fr")
                        .out())
                .contains("Ces caractères réduisent un segment", "غ ا ب");
    }

    @Test
    void aTestMessageTellsTheGatewaysOwnAnswer() {
        Json result = desk.json("sms", "test", "620 12 34 56", "--sms", "sms.properties", "--school", "Lycée Exemple");

        assertThat(result.text("answer")).isEqualTo("HTTP 201 m-1");
        assertThat(result.get("segments").value()).isEqualTo(1L);
        assertThat(keys).containsExactly("geheim-99");
        assertThat(bodies).singleElement().asString().startsWith("to=%2B224620123456&text=Lyc%C3%A9e%20Exemple");
    }

    @Test
    void aRefusalIsToldInTheGatewaysWordsWithoutTheKey() {
        status = 400;
        answer = "{\"message\":\"geheim-99 has no such number\"}";

        Desk.Result result = desk.run("sms", "test", "+224620123456", "--sms", "sms.properties");

        assertThat(result.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(result.err())
                .contains("HTTP 400: (secret) has no such number")
                .doesNotContain("geheim");
    }

    @Test
    void anUnknownOutcomeIsCalledOne() {
        status = 500;

        Desk.Result result = desk.run("sms", "test", "+224620123456", "--sms", "sms.properties");

        assertThat(result.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(result.err()).contains("not known", "HTTP 500");
    }

    @Test
    void aNumberThatCannotReceiveMessagesIsRefusedInBothLanguages() {
        assertThat(desk.run("sms", "test", "30 24 11 11", "--sms", "sms.properties")
                        .err())
                .contains("fixed line");
        assertThat(desk.run("sms", "test", "30 24 11 11", "--sms", "sms.properties", "--lang", "fr")
                        .err())
                .contains("ligne fixe");
        assertThat(bodies).isEmpty();
    }

    @Test
    void withoutAGatewayThereIsNothingToTest() {
        assertThat(desk.run("sms", "test", "620123456").err()).contains("--sms");
    }

    @Test
    void settingsThatCannotWorkNameTheSetting() throws IOException {
        Files.writeString(
                folder.resolve("bad.properties"),
                "url=http://gateway.example/\nauth=header\nbody=to={to}&text={text}\n");

        Desk.Result result = desk.run("sms", "test", "620123456", "--sms", "bad.properties", "--lang", "fr");

        assertThat(result.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(result.err()).contains("url n’est pas en https");
    }

    @Test
    void aFileWithASecretIsForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("sms.properties");
        Files.writeString(file, Files.readString(file) + "key=geheim-99\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(desk.run("sms", "test", "620123456", "--sms", "sms.properties")
                        .err())
                .contains("chmod 600")
                .doesNotContain("geheim");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(desk.run("sms", "test", "620123456", "--sms", "sms.properties")
                        .exit())
                .isZero();
    }

    @Test
    void aParentWithATelephoneAndNoAddressIsSentACode() throws IOException {
        Path roster = Files.createDirectory(folder.resolve("roster"));
        for (String file : List.of("orgs.csv", "users.csv", "relationships.csv")) {
            Files.writeString(
                    roster.resolve(file),
                    Files.readString(Desk.SAMPLE.resolve(file))
                            .replace("فاطمة,الزهراء,,,,,,,,", "فاطمة,الزهراء,,,,,620 12 34 56,,,"));
        }
        assertThat(desk.json("accounts", "generate", "--roster", roster.toString(), "--dry-run")
                        .count("sms"))
                .as("without a gateway")
                .isZero();

        Json made = desk.json("accounts", "generate", "--roster", roster.toString(), "--sms", "sms.properties");
        Json sent = desk.json("messages", "send", "--sms", "sms.properties", "--code-url", "https://e.example.org/c");
        Json stats = desk.json("accounts", "stats", "--sms", "sms.properties");

        assertThat(made.count("sms")).isOne();
        assertThat(made.count("noChannel") + 1)
                .isEqualTo(desk.json("accounts", "stats").count("noChannel"));
        assertThat(sent.count("sent")).isEqualTo(made.count("queued"));
        assertThat(bodies).singleElement().asString().contains("https%3A%2F%2Fe.example.org%2Fc%23", "code%20");
        assertThat(stats.count("sms")).isOne();
        assertThat(desk.json("accounts", "find", "G012", "--sms", "sms.properties")
                        .text("channel"))
                .isEqualTo("SMS");
        assertThat(desk.json("accounts", "find", "G012").text("channel")).isEqualTo("LETTER");
        assertThat(desk.json("accounts", "resend", "G012", "--sms", "sms.properties")
                        .count("sms"))
                .isOne();
    }

    @Test
    void aCopyThatMayNotSpeakSendsNoTest() {
        assertThat(desk.run("sms", "test", "620123456", "--sms", "sms.properties", "--speak", "false")
                        .exit())
                .isEqualTo(Exit.HELD.code());
        assertThat(bodies).isEmpty();
    }

    @Test
    void theDoctorLooksAtTheSettingsAndSendsNothing() throws IOException {
        assertThat(desk.run("doctor", "--sms", "sms.properties").out()).contains("sms test");
        Path file = folder.resolve("sms.properties");
        Files.writeString(file, Files.readString(file).replace("allow-private-addresses=true", "allow-plain=true"));
        assertThat(desk.run("doctor", "--sms", "sms.properties").out()).contains("No short message can leave");
        Files.writeString(file, "url=https://gateway.example/\nauth=header\n");
        assertThat(desk.run("doctor", "--sms", "sms.properties").exit()).isEqualTo(Exit.FINDING.code());

        assertThat(bodies).isEmpty();
    }
}
