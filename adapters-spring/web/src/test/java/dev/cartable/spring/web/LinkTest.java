package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.Accounts;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.GuardianId;
import dev.cartable.spring.web.Client.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of mails: who only opens one uses nothing up, and where they lead is what the settings say. */
class LinkTest {
    private static final String API = "/api/core";
    private static final FormHost FORM = FormHost.shared();

    /** What scanners of mail and browsers that fetch ahead send. */
    private static final List<List<String>> LOOKS = List.of(
            List.of("GET"),
            List.of("HEAD"),
            List.of("OPTIONS"),
            List.of("GET", "Purpose", "prefetch"),
            List.of("GET", "Sec-Purpose", "prefetch;prerender", "Sec-Fetch-Dest", "document"),
            List.of("GET", "User-Agent", "Mozilla/5.0 (compatible; SafeLinks)"));

    private final Browser browser = FORM.browser();

    private List<Reply> look(String path) {
        return LOOKS.stream()
                .map(look -> browser.send(
                        look.get(0), path, null, look.subList(1, look.size()).toArray(String[]::new)))
                .toList();
    }

    @Test
    void aLinkToActivateThatAMailScannerOpensIsStillUnused() {
        GuardianId parent = FORM.enrol();
        String token = FORM.activationToken(parent);

        look(API + "/activation/");
        look(API + "/activation/?token=" + token);
        look(API + "/activation/" + token + "/");
        look(API + "/activation/check/");
        Reply check = browser.own("POST", API + "/activation/check/", "{\"token\": \"" + token + "\"}");

        assertThat(check.status()).isEqualTo(200);
        assertThat(FORM.host.bean(Accounts.class).reasonAgainst(token)).isEmpty();
        Reply done = browser.own(
                "POST", API + "/activation/", "{\"token\": \"" + token + "\", \"password\": \"quatre grands chiens\"}");
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.at("username")).asString().startsWith("fanta.keita");
        Reply again = browser.own(
                "POST", API + "/activation/", "{\"token\": \"" + token + "\", \"password\": \"cinq petits chats\"}");
        assertThat(again.at("code")).isEqualTo("USED");
    }

    @Test
    void aLinkToDeclineOrToAnswerThatAMailScannerOpensChangesNothing() {
        GuardianId parent = FORM.enrol();
        List<String> tokens = FORM.askedAboutExcursion(parent);
        String answer = API + "/answer/" + tokens.get(0) + "/";
        String decline = API + "/unsubscribe/" + tokens.get(1) + "/";
        Notices notices = FORM.host.bean(Notices.class);

        assertThat(look(decline).get(0).status()).isEqualTo(200);
        assertThat(look(answer).get(0).status()).isEqualTo(200);

        assertThat(notices.preferences().of(Recipient.guardian(parent)).isEmpty())
                .isTrue();
        assertThat(answers(notices, parent)).isZero();
        assertThat(browser.own("POST", answer, "{\"text\": \"Elle vient\"}").status())
                .isEqualTo(200);
        assertThat(browser.send(
                                "POST",
                                decline,
                                "List-Unsubscribe=One-Click",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .as("the mail program's one click, without a session")
                .isEqualTo(200);
        assertThat(answers(notices, parent)).isOne();
        assertThat(notices.preferences().of(Recipient.guardian(parent)).isEmpty())
                .isFalse();
    }

    private static long answers(Notices notices, GuardianId parent) {
        try (Stream<NoticeAnswer> all = notices.answers().list(Set.of(NoticeAnswer.State.values()))) {
            return all.filter(each -> each.recipient().equals(Recipient.guardian(parent)))
                    .count();
        }
    }

    @Test
    void whereLinksLeadIsWhatTheSettingsSayAndNeverTheHostHeader() {
        GuardianId parent = FORM.enrol();
        String token = FORM.activationToken(parent);
        raw(FORM.port(), "GET /api/core/unsubscribe/abc/", "");

        String activate = FORM.mail();
        List<String> tokens = FORM.askedAboutExcursion(parent);
        String looked = raw(FORM.port(), "GET /api/core/answer/" + tokens.get(0) + "/", "");

        assertThat(activate)
                .contains("https://parents.example.org/activate#" + token)
                .doesNotContain("evil.example");
        assertThat(FORM.mail()).contains(FormHost.PORTAL + "/answer/").doesNotContain("evil.example");
        assertThat(looked).contains("200").doesNotContain("evil.example");
    }

    /** Of a signed-in caller, too: the next page, where a new thing is, and what a problem is about are paths. */
    @Test
    void noAnswerNamesTheHostThatTheRequestNamed() {
        SchoolHost open = SchoolHost.shared();
        String basic = "Authorization: Basic cm9vdDpzZWNyZXQ="; // root:secret
        int port =
                Integer.parseInt(String.valueOf(open.context().getEnvironment().getProperty("local.server.port")));

        String page = raw(port, "GET /api/core/users/?limit=1", "", basic);
        String made = raw(
                port,
                "POST /api/core/profiles/",
                "{\"name\": \"Host header\"}",
                basic,
                "Content-Type: application/json");
        String problem = raw(port, "GET /api/core/users/nobody/", "", basic);

        assertThat(page).contains("200", "\"/api/core/users/?").doesNotContain("evil.example");
        assertThat(made).contains("201", "Location: /api/core/profiles/").doesNotContain("evil.example");
        assertThat(problem).contains("404", "\"/api/core/users/nobody/\"").doesNotContain("evil.example");
    }

    /**
     * Nothing of ours asks a request where it came in: what builds an address can only take it from the settings. One class compares the
     * name of the host with the origin of a page, and builds nothing.
     */
    @Test
    void noCodeAsksARequestForTheNameOfItsHost() throws IOException {
        Path web = AccessMatrixTest.module();
        for (Path sources : List.of(web.resolve("src/main"), web.resolveSibling("src/main"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("internal/CrossSite.java"))
                        .toList();
                assertThat(java)
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file))
                                .doesNotContain(
                                        "getServerName",
                                        "getRequestURL",
                                        "ServletUriComponentsBuilder",
                                        "\"Host\"",
                                        "HttpHeaders.HOST",
                                        "X-Forwarded"));
            }
        }
    }

    /** What a server answers to a request whose Host header names another one. */
    private static String raw(int port, String methodAndPath, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                methodAndPath + " HTTP/1.1",
                "Host: evil.example",
                "X-Forwarded-Host: evil.example",
                "Connection: close",
                "Content-Length: " + body.length()));
        lines.addAll(List.of(headers));
        String request = String.join("\r\n", lines) + "\r\n\r\n" + body;
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
