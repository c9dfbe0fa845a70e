package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a caller sees in lists: parents their children while they may, staff the promotions that they supervise. */
class FamilyTest {
    private static final SchoolHost HOST = SchoolHost.shared();

    private static List<@Nullable Object> usersOf(String login) {
        return HOST.as(login)
                .get("/api/core/profiles/" + HOST.student().id() + "/users/")
                .results("id");
    }

    @Test
    void staffSeeTheirOwnPromotionsInLists() {
        HOST.bean(Quotas.class).assign(Holder.of(SchoolHost.CM2), HOST.student().id(), "test");
        HOST.bean(Quotas.class)
                .assign(Holder.of(SchoolHost.CLEO), HOST.student().id(), "test");
        String promotions = "/api/core/profiles/" + HOST.student().id() + "/promotions/";

        assertThat(usersOf("root")).containsExactly("P1", "P2", "P3");
        assertThat(usersOf("teacher")).containsExactly("P1", "P2");
        assertThat(usersOf("other.teacher")).containsExactly("P3");
        assertThat(HOST.as("root").get(promotions).results("id")).containsExactly("CM2");
        assertThat(HOST.as("teacher").get(promotions).results("user_count")).containsExactly(2L);
        assertThat(HOST.as("other.teacher").get(promotions).results()).isEmpty();
    }

    @Test
    void pagesOfUsersFollowEachOtherAndShowNobodyElse() {
        String path = "/api/core/profiles/" + HOST.student().id() + "/users/?limit=1";
        HOST.bean(Quotas.class).assign(Holder.of(SchoolHost.CM2), HOST.student().id(), "test");
        HOST.bean(Quotas.class)
                .assign(Holder.of(SchoolHost.CLEO), HOST.student().id(), "test");

        Client.Reply first = HOST.as("teacher").get(path);
        Client.Reply second = HOST.as("teacher").get(String.valueOf(first.at("next")));

        assertThat(first.results("id")).containsExactly("P1");
        assertThat(second.results("id")).containsExactly("P2");
        assertThat(second.at("next")).as("cleo is not counted either").isNull();
    }

    @Test
    void theHistoryOfAPupilOrAParentIsTheirOwnAndNamesNoActor() {
        Quotas quotas = HOST.bean(Quotas.class);
        for (UserId user : List.of(SchoolHost.AWA, SchoolHost.BEN)) {
            quotas.assign(Holder.of(user), HOST.student().id(), "Mme Direction");
            quotas.unassign(Holder.of(user), "Mme Direction");
        }

        for (String login : List.of("awa", "awa.ba")) {
            Client.Reply history = HOST.as(login).get("/api/core/profile-history/");
            assertThat(history.results("user")).as(login).isNotEmpty().containsOnly("P1");
            assertThat(history.body()).doesNotContain("Direction");
        }
        assertThat(HOST.as("teacher").get("/api/core/profile-history/").results("user"))
                .contains("P1", "P2")
                .doesNotContain("P3");
        assertThat(HOST.as("root").get("/api/core/profile-history/?limit=200").results("user"))
                .contains("P1", "P2", "P3");
    }

    /** A pupil and a member of the staff may have one id in two tables of the host. */
    @Test
    void aUserOfAnotherPromotionWhoHasAPupilsIdIsNotThisPupil() {
        Stores stores = HOST.bean(Stores.class);
        User awa = requireNonNull(
                HOST.bean(Users.class).byId(List.of(SchoolHost.AWA)).get(SchoolHost.AWA));
        save(stores, new User(awa.id(), "namesake", null, null, SchoolHost.SIXTH, true));
        try {
            assertThat(HOST.as("awa.ba").get("/api/core/profile-usage/P1/").status())
                    .isEqualTo(404);
        } finally {
            save(stores, awa);
        }
        assertThat(HOST.as("awa.ba").get("/api/core/profile-usage/P1/").status())
                .isEqualTo(200);
    }

    private static void save(Stores stores, User user) {
        stores.unitOfWork().run(tx -> stores.userStore().save(tx, List.of(user)));
    }
}
