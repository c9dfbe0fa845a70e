package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.cartable.notice.EditPreferences;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Recipient;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.spring.web.Client.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People read who they are, whom they may see, and what they get. */
class PersonTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String API = "/api/core";

    @Test
    void aParentSeesTheChildrenWhomTheyMaySeeToday() {
        Reply children = HOST.as("awa.ba").get(API + "/me/children/");

        assertThat(children.results("id")).as("not barred, not over").containsExactly("P1");
        assertThat(children.results("givenName")).containsExactly("Awa");
        assertThat(HOST.as("awa").get(API + "/me/children/").results()).isEmpty();
        assertThat(HOST.as("root").get(API + "/me/children/").results()).isEmpty();
    }

    @Test
    void everyoneReadsWhoTheyAreHere() {
        Reply parent = HOST.as("awa.ba").get(API + "/me/");
        assertThat(parent.at("roles")).isEqualTo(List.of("PARENT"));
        assertThat(parent.at("account", "username")).isEqualTo("awa.ba");
        assertThat(parent.at("account", "guardian")).isEqualTo("G1");
        assertThat(parent.at("user")).isNull();
        Reply pupil = HOST.as("awa").get(API + "/me/");
        assertThat(pupil.at("user", "id")).isEqualTo("P1");
        assertThat(pupil.at("pupil")).isEqualTo("P1");
        assertThat(pupil.at("account")).isNull();
        assertThat(HOST.as("awa").get(API + "/users/me/").at("userName")).isEqualTo("awa");
    }

    @Test
    void staffSeeTheUsersOfTheirPromotionsAndThemselves() {
        assertThat(HOST.as("teacher").get(API + "/users/").results("id")).containsExactly("P1", "P2", "T1");
        assertThat(HOST.as("other.teacher").get(API + "/users/").results("id")).containsExactly("P3", "T2");
        Reply first = HOST.as("teacher").get(API + "/users/?limit=2");
        assertThat(HOST.as("teacher").get(String.valueOf(first.at("next"))).results("id"))
                .containsExactly("T1");
        assertThat(HOST.as("root").get(API + "/users/?limit=200").results("id"))
                .contains("A1", "P1", "P2", "P3", "T1", "T2");
    }

    /** Grades before their release, what names payers and guardians, and who made a change. */
    @Test
    void thePupilsOwnDataLeavesOutWhatTheSchoolAloneGives() {
        HOST.bean(Quotas.class).assign(Holder.of(SchoolHost.AWA), HOST.student().id(), "Mme Direction");
        HOST.bean(Quotas.class).unassign(Holder.of(SchoolHost.AWA), "Mme Direction");

        Reply data = HOST.as("awa").get(API + "/me/data/");

        assertThat(data.body())
                .contains("\"pupil\":", "\"awa\"")
                .doesNotContain("\"document\"", "\"guardianship\"", "\"grade\"", "\"billing_payer\"", "Direction");
    }

    @Test
    void theirOwnDataIsAllThatIsStoredAndNoSecret() {
        Reply data = HOST.as("awa.ba").get(API + "/me/data/");

        assertThat(data.at("exports")).asInstanceOf(LIST).hasSize(1);
        assertThat(data.body()).contains("guardian:G1", "awa.ba@example.org").doesNotContain("Ben", "Cleo", "pbkdf2");
        assertThat(data.header("Cache-Control")).contains("no-store");
    }

    @Test
    void aMessageIsReadOnceAndByItsOwnRecipientAlone() {
        String path = API + "/inbox/" + SchoolHost.message("cleo") + "/read/";
        assertThat(HOST.as("cleo").get(API + "/inbox/").results("readAt")).hasSize(1);
        assertThat(HOST.as("ben").post(path, null).status()).isEqualTo(404);
        assertThat(HOST.as("root").post(path, null).status()).isEqualTo(404);
        assertThat(HOST.as("cleo").get(API + "/inbox/").results().toString()).contains("readAt=null");

        assertThat(HOST.as("cleo").post(path, null).status()).isEqualTo(204);

        Object read = HOST.as("cleo").get(API + "/inbox/").results("readAt").get(0);
        assertThat(read).isNotNull();
        assertThat(HOST.as("cleo").post(path, null).status()).isEqualTo(204);
        assertThat(HOST.as("cleo").get(API + "/inbox/").results("readAt")).containsExactly(read);
        assertThat(HOST.as("cleo").get(API + "/inbox/").results("text")).containsExactly("Pour cleo");
    }

    @Test
    void preferencesAreChangedTogetherOrNotAtAll() {
        Client ben = HOST.as("ben");
        String path = API + "/preferences/";

        Reply changed = ben.send(
                "PATCH",
                path,
                "{\"language\": \"en\", \"quietHours\": \"21:00-07:00\", \"digest\": false, \"decline\": [\"study:email\"]}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().entrySet())
                .contains(
                        Map.entry("language", "en"),
                        Map.entry("quietHours", "21:00-07:00"),
                        Map.entry("quietZone", "Africa/Conakry"),
                        Map.entry("digest", false));
        assertThat(String.valueOf(changed.at("declined"))).contains("STUDY", "EMAIL");

        Reply refused = ben.send(
                "PATCH", path, "{\"language\": \"fr\", \"decline\": [\"payments:email\"]}", "Accept-Language", "en");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("code")).isEqualTo("MANDATORY");
        assertThat(ben.get(path).json()).isEqualTo(changed.json());

        assertThat(ben.send("PATCH", path, "{\"quietHours\": \"21:00-20:00\"}").at("code"))
                .isEqualTo("QUIET_TOO_LONG");
        assertThat(ben.send("PATCH", path, "{\"quietHours\": \"late\", \"decline\": [\"x\"], \"language\": \"!\"}")
                        .status())
                .isEqualTo(400);
        Reply cleared = ben.send(
                "PATCH",
                path,
                "{\"language\": null, \"quietHours\": null, \"digest\": null, \"accept\": \"study:email\"}");
        assertThat(cleared.json().entrySet()).contains(Map.entry("declined", List.of()));
        assertThat(cleared.at("language")).isNull();
    }

    /** A pupil gets notices as a pupil and as a user of the network. */
    @Test
    void whatAPersonWantsHoldsInAllTheirCapacitiesOrInNone() {
        Recipient pupil = Recipient.pupil(new PupilId(SchoolHost.AWA.value()));
        Recipient user = Recipient.user(SchoolHost.AWA);
        EditPreferences preferences = HOST.bean(Notices.class).preferences();

        assertThat(HOST.as("awa")
                        .send("PATCH", API + "/preferences/", "{\"digest\": true}")
                        .status())
                .isEqualTo(200);

        assertThat(preferences.of(pupil).digest()).isTrue();
        assertThat(preferences.of(user).digest()).isTrue();
        Recipient none = Recipient.user(new UserId("x".repeat(255)));
        Recipient tooLong = new Recipient("user", "x".repeat(5_000));
        assertThatThrownBy(() -> preferences.change(List.of(none, tooLong), List.of(new Change.Digest(true))))
                .isInstanceOf(RuntimeException.class);
        assertThat(preferences.of(none).digest()).as("not in one alone").isNull();
        HOST.as("awa").send("PATCH", API + "/preferences/", "{\"digest\": null}");
    }
}
