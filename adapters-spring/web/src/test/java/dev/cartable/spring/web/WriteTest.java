package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.Client.Reply;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No write loses another's, and none counts twice. */
class WriteTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String PROFILES = "/api/core/profiles/";

    private final Client admin = HOST.as("root");

    private Reply made() {
        return admin.post(PROFILES, "{\"name\": \"Written " + UUID.randomUUID() + "\", \"daily_limit\": 5}");
    }

    @Test
    void aWriteOfAnotherVersionThanTheOneThatWasReadIsRefused() {
        Reply made = made();
        String path = PROFILES + made.at("id") + "/";
        String read = made.header("ETag");
        assertThat(admin.get(path).header("ETag")).isEqualTo(read);

        Reply first = admin.send("PATCH", path, "{\"weekly_limit\": 7}", "If-Match", read);
        Reply second = admin.send("PATCH", path, "{\"daily_limit\": 9}", "If-Match", read);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEqualTo(read);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.at("code")).isEqualTo("VERSION_DIFFERS");
        assertThat(admin.get(path).at("daily_limit")).isEqualTo(5L);
        assertThat(admin.get(path).header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(admin.send("PATCH", path, "{\"daily_limit\": 9}", "If-Match", first.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(admin.send("PATCH", path, "{\"daily_limit\": null}").at("daily_limit"))
                .isNull();
    }

    @Test
    void whatReplacesEverythingHasToSayWhichVersion() {
        Reply made = made();
        String path = PROFILES + made.at("id") + "/";
        String body = "{\"name\": \"" + made.at("name") + "\", \"monthly_limit\": \"unlimited\"}";

        assertThat(admin.send("PUT", path, body).status()).isEqualTo(428);
        Reply replaced = admin.send("PUT", path, body, "If-Match", made.header("ETag"));

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.at("daily_limit")).as("no longer said").isNull();
        assertThat(replaced.at("monthly_limit")).isEqualTo("unlimited");
        assertThat(admin.get(path).json()).isEqualTo(replaced.json());
    }

    @Test
    void theSameHoldsForAlerts() {
        String profile = HOST.student().id().toString();
        Reply made = admin.post(
                "/api/core/profile-alerts/",
                "{\"profile\": \"" + profile + "\", \"alert_type\": \"quota_forecast\", \"is_active\": false}");
        String path = "/api/core/profile-alerts/" + made.at("id") + "/";
        String read = made.header("ETag");

        Reply first = admin.send(
                "PATCH",
                path,
                "{\"threshold_percent\": 90, \"notification_methods\": [\"email\", \"in_app\"]}",
                "If-Match",
                read);
        assertThat(first.at("threshold_percent")).isEqualTo(90L);
        assertThat(first.at("notification_methods")).isEqualTo(List.of("email", "in_app"));
        assertThat(admin.send("PATCH", path, "{\"threshold_percent\": 91}", "If-Match", read)
                        .status())
                .isEqualTo(412);
        assertThat(admin.get(path).json()).isEqualTo(first.json());
        assertThat(admin.send("PATCH", path, "{\"alert_type\": \"quota_exceeded\"}")
                        .status())
                .as("90 % does not fit")
                .isEqualTo(400);
        assertThat(admin.send("PATCH", path, "{\"message_template\": \"{nobody}\"}")
                        .at("code"))
                .isEqualTo("FAULTY_WORDS");
    }

    @Test
    void ofManyWhoWriteTheSameVersionOneDoes() throws Exception {
        Reply made = made();
        String path = PROFILES + made.at("id") + "/";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> done = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> admin.send(
                                    "PATCH",
                                    path,
                                    "{\"daily_limit\": " + (100 + i) + "}",
                                    "If-Match",
                                    made.header("ETag"))
                            .status()))
                    .toList();
            int written = 0;
            for (Future<Integer> status : done) {
                assertThat(status.get()).isIn(200, 409, 412);
                written += status.get() == 200 ? 1 : 0;
            }
            assertThat(written).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUnchangedProfileIsNotSentAgain() {
        Reply made = made();

        Reply again = admin.get(PROFILES + made.at("id") + "/", "If-None-Match", made.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void useThatIsSentAgainUnderItsKeyCountsOnce() {
        String key = UUID.randomUUID().toString();
        String path = "/api/core/profile-usage/T1/add_usage/";
        long before = used();

        Reply first = admin.post(path, "{\"bytes_used\": 700}", "Idempotency-Key", key);
        Reply again = admin.post(path, "{\"bytes_used\": 700}", "Idempotency-Key", key);
        Reply other = admin.post(path, "{\"bytes_used\": 800}", "Idempotency-Key", key);

        assertThat(List.of(first.status(), again.status(), other.status())).containsExactly(200, 200, 409);
        assertThat(first.at("counted")).isEqualTo(true);
        assertThat(again.at("counted")).isEqualTo(false);
        assertThat(other.at("code")).isEqualTo("CONFLICT");
        assertThat(used()).isEqualTo(before + 700);
        assertThat(admin.post(path, "{\"bytes_used\": 1}", "Idempotency-Key", " ")
                        .at("code"))
                .isEqualTo("BAD_IDEMPOTENCY_KEY");
    }

    /** Of a user whom no profile serves, the day's record. */
    private static long used() {
        Quotas quotas = HOST.bean(Quotas.class);
        return quotas.days(List.of(SchoolHost.TEACHER), LocalDate.EPOCH, LocalDate.of(9999, 1, 1)).values().stream()
                .flatMap(days -> days.values().stream())
                .mapToLong(traffic -> traffic.total().bytes())
                .sum();
    }

    @Test
    void aProfileThatIsSentAgainUnderAKeyIsMadeOnce() {
        String body = "{\"name\": \"Once " + UUID.randomUUID() + "\", \"daily_limit\": 12}";

        Reply first = admin.post(PROFILES, body, "Idempotency-Key", "a");
        Reply again = admin.post(PROFILES, body, "Idempotency-Key", "a");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(admin.post(PROFILES, body).at("code")).isEqualTo("NAME_TAKEN");
        assertThat(admin.post(PROFILES, body.replace(": 12}", ": 13}"), "Idempotency-Key", "a")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theLargestNumberOfBytesIsExact() {
        Reply made = admin.post(
                PROFILES, "{\"name\": \"Large " + UUID.randomUUID() + "\", \"data_volume\": 9223372036854775807}");

        assertThat(made.at("data_volume")).isEqualTo(Long.MAX_VALUE);
        Profile stored = HOST.bean(Quotas.class).profiles().named(String.valueOf(made.at("id")));
        assertThat(stored.limits()).containsOnlyKeys(Window.CYCLE);
    }
}
