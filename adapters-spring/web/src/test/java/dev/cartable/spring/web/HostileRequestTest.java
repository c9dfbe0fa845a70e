package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.cartable.quota.Quotas;
import dev.cartable.spring.web.AccessMatrixTest.Row;
import dev.cartable.spring.web.Client.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean harm: forged by another site, with fields or line breaks where none belong. */
class HostileRequestTest {
    private static final String PROFILES = "/api/core/profiles/";
    private static final SchoolHost OPEN = SchoolHost.shared();
    private static final FormHost FORM = FormHost.shared();

    private static List<String> profiles() {
        return FORM.host.bean(Quotas.class).profiles().all().stream()
                .map(profile -> profile.name())
                .toList();
    }

    @Test
    void aRequestThatAnotherSiteForgesWithTheAdministratorsCookiesChangesNothing() {
        Browser admin = FORM.browser().signIn("root");
        List<String> before = profiles();
        String body = "{\"name\": \"Forged\"}";

        for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
            Reply forged = admin.send("POST", PROFILES, body, "Content-Type", type, "Origin", "https://evil.example");
            assertThat(forged.status()).as(type).isEqualTo(403);
        }
        Reply guessed = admin.send(
                "POST", PROFILES, body, "Content-Type", "application/json", "X-CSRF-TOKEN", UUID.randomUUID() + "");
        assertThat(guessed.status()).isEqualTo(403);
        assertThat(profiles()).isEqualTo(before);

        assertThat(admin.own("POST", PROFILES, "{\"name\": \"Not forged\"}").status())
                .isEqualTo(201);
    }

    /** What a page of another site can send without asking first is no body of ours, also where the host checks no token. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void noEndpointReadsABodyThatABrowserSendsWithoutAskingFirst(String type) throws IOException {
        for (Row row : AccessMatrixTest.rows()) {
            String body = SampleRequests.body(OPEN, row);
            if (body != null) {
                String path = row.path().replaceAll("\\{[a-z]+}", "P1");
                Client client = row.path().equals("/reminders/") ? OPEN.as("awa.ba") : OPEN.as("root");
                Reply reply = client.send(row.method(), "/api/core" + path, body, "Content-Type", type);
                assertThat(reply.status()).as(row.name()).isIn(400, 415);
                assertThat(reply.at("code")).as(row.name()).isIn("JSON_NEEDED", "BAD_REQUEST");
            }
        }
    }

    @Test
    void noEndpointTakesAFieldThatIsNotItsOwn() throws IOException {
        int tried = 0;
        for (Row row : AccessMatrixTest.rows()) {
            String body = SampleRequests.body(OPEN, row);
            if (body == null) {
                continue;
            }
            Client client = "no".equals(row.roles().get("administrator")) ? OPEN.as("awa.ba") : OPEN.as("root");
            for (String more : List.of("\"roles\": [\"ADMIN\"]", "\"id\": \"P1\"", "\"actor\": \"root\"")) {
                String id = row.path().contains("{id}") ? "own" : "";
                Reply reply = SampleRequests.send(
                        client, OPEN, row, id, body.substring(0, body.length() - 1) + ", " + more + "}");
                assertThat(reply.status()).as(row.name() + ": " + reply.body()).isEqualTo(400);
                assertThat(reply.at("errors"))
                        .asInstanceOf(LIST)
                        .anySatisfy(error ->
                                assertThat(((Map<?, ?>) error).get("code")).isEqualTo("UNKNOWN_FIELD"));
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(40);
    }

    @Test
    void lineBreaksOfARequestGetIntoNoHeader() {
        Client admin = OPEN.as("root");
        String breaks = "%0d%0aSet-Cookie:%20forged=1";
        List<Reply> replies = List.of(
                admin.get("/api/core/users/?limit=1&cursor=" + breaks),
                admin.get("/api/core/profile-history/?user=" + breaks),
                admin.get("/api/core/documents/?pupil=P1" + breaks),
                admin.get("/api/core/messages/?state=" + breaks),
                admin.get("/api/core/users/?" + breaks + "=1"),
                OPEN.anonymous().get("/api/core/unsubscribe/" + breaks.replace("%0d%0a", "%E5%98%8A") + "/"),
                admin.post(PROFILES, "{\"name\": \"a\\r\\nSet-Cookie: forged=1 " + UUID.randomUUID() + "\"}"));

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.http().headers().map())
                        .doesNotContainKeys("Set-Cookie", "set-cookie")
                        .allSatisfy((name, values) -> assertThat(values).noneMatch(value -> value.contains("forged"))));
    }

    @Test
    void lineBreaksAndSecretsOfARequestGetIntoNoLog() {
        Browser admin = FORM.browser().signIn("root");
        String logged = logged(() -> {
            Reply failed = admin.send(
                    "GET",
                    "/api/core/users/s3cret/?limit=1%0aFORGED%20entry",
                    null,
                    "X-Breaks",
                    "yes",
                    "Idempotency-Key",
                    "s3cret");
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("directory", "Exception");
            Browser anyone = FORM.browser();
            for (String path :
                    List.of("/api/core/activation/check/", "/api/core/activation/code/", "/api/core/password/")) {
                anyone.own(
                        "POST",
                        path,
                        "{\"token\": \"s3cret\\nFORGED entry\", \"usernameOrLink\": \"s3cret\\nFORGED entry\", \"x\": 1}");
            }
            anyone.own("POST", "/api/core/activation/check/", "{\"token\": \"s3cret\\nFORGED entry\"}");
            anyone.own("POST", "/api/core/activation/code/", "{\"usernameOrLink\": \"s3cret\\nFORGED entry\"}");
            anyone.own(
                    "POST",
                    "/api/core/password/",
                    "{\"username\": \"x\\nFORGED entry\", \"currentPassword\": \"s3cret\", \"newPassword\": \"s3cret\"}");
        });

        assertThat(logged).contains("GET /api/core/users/{id}").contains("INTERNAL");
        assertThat(logged).doesNotContain("s3cret", "FORGED");
    }

    private static String logged(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
