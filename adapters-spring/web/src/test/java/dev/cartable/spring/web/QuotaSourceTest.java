package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.cartable.Stores;
import dev.cartable.internal.json.Json;
import dev.cartable.notice.Notices;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.spring.web.Client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the system that Cartable replaces, with its paths, names and units, with and without the slash at the end. */
class QuotaSourceTest {
    private static final SchoolHost HOST = SchoolHost.shared();

    /** The profile of its documentation, but for the name. */
    private static final String STUDENT = """
            {
              "name": "%s",
              "description": "Profil standard pour étudiants",
              "bandwidth_upload": 5120,
              "bandwidth_download": 10240,
              "quota_type": "limited",
              "data_volume": 53687091200,
              "daily_limit": 5368709120,
              "weekly_limit": 32212254720,
              "monthly_limit": 107374182400,
              "validity_duration": 30,
              "session_timeout": 28800,
              "idle_timeout": 600,
              "simultaneous_use": 1,
              "is_active": true
            }""";

    private final Client admin = HOST.as("root");
    private UserId john = new UserId("unset");

    /** A user who belongs to this test alone. */
    @BeforeEach
    void enrol() {
        john = new UserId("john " + UUID.randomUUID());
        Stores stores = HOST.bean(Stores.class);
        stores.unitOfWork()
                .run(tx -> stores.userStore()
                        .save(tx, List.of(new User(john, john.value(), "john@example.org", "fr", null, true))));
    }

    private String path() {
        return "/api/core/profile-usage/" + john.value().replace(" ", "%20");
    }

    private String student() {
        Reply made = admin.post("/api/core/profiles/", STUDENT.formatted("Étudiant " + UUID.randomUUID()));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return String.valueOf(made.at("id"));
    }

    private void assign(String profile) {
        HOST.bean(Quotas.class).assign(Holder.of(john), ProfileId.parse(profile), "admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void aProfileComesBackAsItWasSentInTheSourcesNamesAndUnits(String slash) {
        String name = "Étudiant " + UUID.randomUUID();
        Reply made = admin.post("/api/core/profiles" + slash, STUDENT.formatted(name));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/core/profiles/" + made.at("id") + "/");
        Map<?, ?> sent = Json.readObject(STUDENT.formatted(name));
        sent.forEach((field, value) ->
                assertThat(made.at(String.valueOf(field))).as("%s", field).isEqualTo(value));
        assertThat(admin.get("/api/core/profiles/" + made.at("id") + slash).json())
                .isEqualTo(made.json());
        assertThat(admin.get("/api/core/profiles" + slash).results("name")).contains(name);
        assertThat(admin.get("/api/core/profiles/active" + slash).results("name"))
                .contains(name);
        assertThat(admin.post("/api/core/profiles/" + made.at("id") + "/deactivate" + slash, null)
                        .at("is_active"))
                .isEqualTo(false);
        assertThat(admin.get("/api/core/profiles/active" + slash).results("name"))
                .doesNotContain(name);
        assertThat(admin.get("/api/core/profiles" + slash).results("name")).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void useIsAddedReadAndReset(String slash) {
        assign(student());

        Reply added = admin.post(path() + "/add_usage" + slash, "{\"bytes_used\": 1073741824}");

        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(admin.get(path() + slash).json().entrySet())
                .contains(
                        Map.entry("used_today", 1_073_741_824L),
                        Map.entry("used_week", 1_073_741_824L),
                        Map.entry("used_month", 1_073_741_824L),
                        Map.entry("used_total", 1_073_741_824L),
                        Map.entry("daily_limit", 5_368_709_120L),
                        Map.entry("remaining_today", 4_294_967_296L),
                        Map.entry("percent_today", 20L),
                        Map.entry("bandwidth_upload", 5_120L),
                        Map.entry("session_timeout", 28_800L));
        assertThat(admin.post(path() + "/reset_daily" + slash, null).json().entrySet())
                .contains(
                        Map.entry("used_today", 0L), Map.entry("used_week", 1_073_741_824L), Map.entry("reset", true));
        assertThat(admin.post(path() + "/reset_weekly" + slash, null).at("used_week"))
                .isEqualTo(0L);
        assertThat(admin.post(path() + "/reset_monthly" + slash, null).json().entrySet())
                .contains(Map.entry("used_month", 0L), Map.entry("used_total", 1_073_741_824L));
        assertThat(admin.post(path() + "/reset_all" + slash, null).at("used_total"))
                .isEqualTo(0L);
        assertThat(HOST.bean(Quotas.class).check(john).window(Window.CYCLE).used())
                .isEqualTo(Traffic.NONE);
        try (var adjustments = HOST.bean(Stores.class).usage().adjustments(john)) {
            assertThat(adjustments.toList())
                    .hasSize(4)
                    .allMatch(one -> one.actor().equals("root"));
        }
        Reply history = admin.get("/api/core/profile-history/user_history" + slash + "?user_id="
                + john.value().replace(" ", "%20"));
        assertThat(history.results("change_type")).containsExactly("reset", "reset", "reset", "reset", "assigned");
        assertThat(history.results("changed_by")).containsExactly("root", "root", "root", "root", "admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void theSignedInUserReadsTheirOwnUse(String slash) {
        Reply mine = HOST.as("awa").get("/api/core/profile-usage/my_usage" + slash);

        assertThat(mine.status()).isEqualTo(200);
        assertThat(mine.at("user", "username")).isEqualTo("awa");
        assertThat(mine.at("level")).isEqualTo("promotion");
        assertThat(mine.at("used_today")).isInstanceOf(Long.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void whoHoldsAProfileIsListedAndCounted(String slash) {
        String profile = student();
        String of = "/api/core/profiles/" + profile;

        Reply assigned = admin.post(of + "/assign_user" + slash, "{\"user_id\": \"" + john.value() + "\"}");
        assertThat(assigned.json().entrySet()).contains(Map.entry("changed", true), Map.entry("usages_updated", 1L));
        assertThat(assigned.at("history", "new_profile")).asString().startsWith("Étudiant");
        assertThat(admin.get(of + "/users" + slash).results("id")).containsExactly(john.value());
        assertThat(admin.get(of + "/users" + slash).results("level")).containsExactly("user");
        assertThat(admin.get(of + "/promotions" + slash).results()).isEmpty();
        admin.post(path() + "/add_usage/", "{\"bytes_used\": 5000}");
        Reply detail = admin.get(of + "/statistics_detail" + slash);
        assertThat(detail.at("users")).isEqualTo(Map.of("direct", 1L, "via_promotion", 0L, "other", 0L, "total", 1L));
        assertThat(detail.at("usage"))
                .isEqualTo(Map.of("average", 5_000L, "max", 5_000L, "min", 5_000L, "total", 5_000L));
        assertThat(detail.at("profile", "id")).isEqualTo(profile);
        Reply statistics = admin.get("/api/core/profiles/statistics" + slash);
        assertThat(statistics.at("summary", "total_profiles"))
                .isEqualTo((long) HOST.bean(Quotas.class).profiles().all().size());
        assertThat(statistics.at("top_profiles")).asInstanceOf(LIST).hasSizeBetween(1, 5);
        assertThat(admin.post(of + "/unassign_user" + slash, "{\"user_id\": \"" + john.value() + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(of + "/users" + slash).results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void alertsAreMadeFilteredAndCheckedWithoutSending(String slash) {
        String profile = student();
        assign(profile);
        Reply made = admin.post("/api/core/profile-alerts" + slash, """
                {
                  "profile": "%s",
                  "alert_type": "quota_warning",
                  "threshold_percent": 80,
                  "notification_method": "email",
                  "message_template": "Attention {username}, vous avez utilisé {percent}%% de votre quota. Il reste {remaining_gb} Go.",
                  "is_active": true
                }""".formatted(profile));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        admin.post(path() + "/add_usage/", "{\"bytes_used\": 4563402752}");

        assertThat(admin.get("/api/core/profile-alerts" + slash + "?profile=" + profile)
                        .results("id"))
                .containsExactly(made.at("id"));
        assertThat(admin.get("/api/core/profile-alerts" + slash + "?is_active=true")
                        .results("id"))
                .contains(made.at("id"));
        assertThat(admin.get("/api/core/profile-alerts" + slash + "?is_active=false")
                        .results("id"))
                .doesNotContain(made.at("id"));
        long queued = queued();
        for (int again = 0; again < 2; again++) {
            Reply checked = admin.post("/api/core/profile-alerts/check_alerts" + slash, null);
            assertThat(checked.at("alerts"))
                    .asInstanceOf(LIST)
                    .anySatisfy(alert -> assertThat(Client.object(alert))
                            .containsEntry("current_percent", 85L)
                            .containsEntry("threshold_percent", 80L)
                            .containsEntry("alert_type", "quota_warning")
                            .containsEntry(
                                    "message",
                                    "Attention " + john.value()
                                            + ", vous avez utilisé 85% de votre quota. Il reste 0,75 Go."));
        }
        assertThat(queued()).as("nothing is sent").isEqualTo(queued);
    }

    private static long queued() {
        try (var notices = HOST.bean(Notices.class).list()) {
            return notices.count();
        }
    }

    @Test
    void theHistoryIsFilteredByUserAndByProfileAndReadPageByPage() {
        String one = student();
        String two = student();
        for (String profile : List.of(one, two, one, two, one)) {
            assign(profile);
        }
        String user = john.value().replace(" ", "%20");

        assertThat(admin.get("/api/core/profile-history/?user=" + user).results())
                .hasSize(5);
        assertThat(admin.get("/api/core/profile-history/?profile=" + two).results())
                .hasSize(4);
        assertThat(admin.get("/api/core/profile-history/?user=" + user + "&profile=" + one)
                        .results())
                .hasSize(5);
        List<Object> read = new ArrayList<>();
        Object next = "/api/core/profile-history/?limit=2&user=" + user;
        int pages = 0;
        while (next instanceof String path) {
            Reply page = admin.get(path);
            assertThat(page.results()).hasSizeBetween(1, 2);
            read.addAll(page.results("id"));
            next = page.at("next");
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(read)
                .containsExactlyElementsOf(
                        admin.get("/api/core/profile-history/?user=" + user).results("id"));
    }
}
