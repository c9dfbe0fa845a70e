package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.web.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A write that is sent again under its key is answered again, and not carried out again. */
class KeyedRequestTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String NOTIFY = "/api/core/accounts/" + SchoolHost.OTHER_PARENT + "/notify/";
    private static final String BODY = "{\"subject\": \"Bonjour\", \"message\": \"Venez demain\"}";

    private static final String REFUSED = "{\"subject\": \"\", \"message\": \"x\"}";

    private final Client admin = HOST.as("root");
    private final String key = UUID.randomUUID().toString();

    private Reply send(String body) {
        return admin.post(NOTIFY, body, "Idempotency-Key", key);
    }

    /** As where the process ends between the write and its answer. */
    static void forgetAnswers(SchoolHost host) {
        execute(host, "UPDATE cartable_keyed_answer SET answer = NULL");
    }

    private static void execute(SchoolHost host, String sql) {
        try (Connection connection = host.bean(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFirstAnswerIsGivenAgain() {
        Reply first = send(BODY);
        Reply again = send(BODY);
        Reply other = send(BODY.replace("demain", "lundi"));
        Reply elsewhere = admin.post(NOTIFY.replace("notify", "deactivate"), null, "Idempotency-Key", key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("code")).isEqualTo("KEY_REUSED");
        assertThat(elsewhere.at("code")).isEqualTo("KEY_REUSED");
        assertThat(admin.post(NOTIFY, BODY).at("message"))
                .as("without a key it is another message")
                .isNotEqualTo(first.at("message"));
    }

    @Test
    void whatIsMadeIsAnsweredWithItsPlaceAndVersionAgain() {
        String body = "{\"name\": \"Keyed " + key + "\"}";

        Reply first = admin.post("/api/core/profiles/", body, "Idempotency-Key", key);
        Reply again = admin.post("/api/core/profiles/", body, "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void aRefusedRequestGivesItsKeyFree() {
        Reply refused = send(REFUSED);
        Reply mended = send(BODY);

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(mended.status()).as(mended.body()).isEqualTo(200);
    }

    /** What was refused for want of a thread was not done, and its client asks again under its key. */
    @Test
    void aTaskThatGotNoThreadIsRunWhenItIsAskedForAgain() {
        String run = "/api/core/tasks/account-check/run/";
        ThreadPoolTaskExecutor executor =
                HOST.context().getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class);
        executor.shutdown();
        try {
            Reply busy = admin.post(run, null, "Idempotency-Key", key);
            assertThat(busy.status()).as(busy.body()).isEqualTo(503);
            assertThat(busy.at("code")).isEqualTo("BUSY");
            assertThat(busy.header("Retry-After")).isNotEmpty();
        } finally {
            executor.initialize();
        }

        Reply begun = admin.post(run, null, "Idempotency-Key", key);
        Reply again = admin.post(run, null, "Idempotency-Key", key);

        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(begun.header("Location"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anotherCallersKeyIsAnotherKey() {
        for (String login : new String[] {"awa", "ben"}) {
            Reply reply = HOST.as(login)
                    .send("PATCH", "/api/core/preferences/", "{\"language\": \"fr\"}", "Idempotency-Key", key);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.header("Idempotency-Replayed")).isEmpty();
        }
    }

    @Test
    void whereTheOutcomeIsNotKnownOnlyWhatChangesNothingTwiceIsCarriedOutAgain() {
        assertThat(send(BODY).status()).isEqualTo(200);
        forgetAnswers(HOST);

        Reply soon = send(BODY);
        assertThat(soon.status()).isEqualTo(409);
        assertThat(soon.at("code")).isEqualTo("KEY_IN_USE");
        assertThat(soon.header("Retry-After")).isNotEmpty();

        execute(HOST, "UPDATE cartable_keyed_answer SET begun_at = begun_at - INTERVAL '6' MINUTE");
        assertThat(send(BODY).at("code")).isEqualTo("OUTCOME_UNKNOWN");

        String cancel = "{\"kind\": \"library.overdue\"}";
        String other = UUID.randomUUID().toString();
        admin.post("/api/core/messages/cancel/", cancel, "Idempotency-Key", other);
        forgetAnswers(HOST);
        Reply again = admin.post("/api/core/messages/cancel/", cancel, "Idempotency-Key", other);
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void theDatabaseAloneShowsNeitherKeyNorAnswer() throws SQLException {
        Reply first = send(BODY);
        try (Connection connection = HOST.bean(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM cartable_keyed_answer")) {
            int kept = 0;
            while (rows.next()) {
                String answer = String.valueOf(rows.getString("answer"));
                String bytes = answer.equals("null")
                        ? ""
                        : new String(Base64.getDecoder().decode(answer), StandardCharsets.ISO_8859_1);
                assertThat(rows.getString("key_sha256") + rows.getString("request_sha256") + answer + bytes)
                        .doesNotContain(key, String.valueOf(first.at("message")), "status");
                kept++;
            }
            assertThat(kept).isPositive();
        }
    }
}
