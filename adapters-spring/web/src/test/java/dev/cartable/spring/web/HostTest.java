package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.Quotas;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.ApiController;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The host stays the host: its chain decides first, its endpoints are its own, and nothing is served unasked. */
class HostTest {
    /** A chain that asks for a login, with the protection against forged requests that Spring Security has by default. */
    static class StrictChain {
        @Bean
        SecurityFilterChain strict(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(basic -> {})
                    .build();
        }

        @RestController
        static class Staff {
            @GetMapping("/staff")
            String staff() {
                return "for staff";
            }

            @GetMapping("/broken")
            String broken() {
                throw new IllegalStateException("of the host");
            }
        }
    }

    @Test
    void theHostsChainDecidesFirstAndItsEndpointsAreItsOwn() {
        try (SchoolHost host = SchoolHost.start(
                List.of(StrictChain.class, StrictChain.Staff.class), "cartable.web.prefix=/school/net")) {
            Client admin = host.as("root");

            Reply anonymous = host.anonymous().get("/school/net/profiles/");
            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.header("WWW-Authenticate"))
                    .as("of the host's chain")
                    .startsWith("Basic");
            assertThat(admin.post("/school/net/profiles/", "{\"name\": \"Forged\"}")
                            .status())
                    .as("no token of the host against forged requests")
                    .isIn(401, 403);
            assertThat(host.bean(Quotas.class).profiles().all()).hasSize(1);
            assertThat(admin.get("/school/net/profiles/").results()).hasSize(1);
            assertThat(admin.get("/api/core/profiles/").status()).isEqualTo(404);
            assertThat(admin.get("/staff").body()).isEqualTo("for staff");
            assertThat(admin.get("/staff?any=1").status()).isEqualTo(200);
            Reply broken = admin.get("/broken");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.header("Content-Type")).isNotEqualTo("application/problem+json");
        }
    }

    /** A policy of the host that shows no pupil once it is told to. */
    static class Hiding {
        private static final AtomicBoolean HIDES = new AtomicBoolean();

        @Bean
        AccessPolicy hiding() {
            return new AccessPolicy() {
                @Override
                public boolean may(Asker asker, Right right) {
                    return true;
                }

                @Override
                public Set<PupilId> visiblePupils(Asker asker, Collection<PupilId> pupils) {
                    return HIDES.get() ? Set.of() : Set.copyOf(pupils);
                }

                @Override
                public Set<UserId> visibleUsers(Asker asker, Collection<User> users) {
                    return Set.of();
                }

                @Override
                public Set<PromotionId> visiblePromotions(Asker asker, Collection<PromotionId> promotions) {
                    return Set.of();
                }

                @Override
                public Optional<Set<UserId>> ownUsers(Asker asker) {
                    return Optional.of(Set.of());
                }
            };
        }
    }

    @Test
    void whomTheHostsPolicyHidesIsInNoDocumentAndNoListOfReminders() {
        try (SchoolHost host = SchoolHost.start(List.of(SchoolHost.OpenChain.class, Hiding.class))) {
            Client admin = host.as("root");
            String document = "/api/core/documents/" + SchoolHost.document("P1") + "/";
            host.as("awa.ba").post("/api/core/reminders/", "{\"pupil\": \"P1\", \"text\": \"Pense à ton sac\"}");
            assertThat(admin.get(document).status()).isEqualTo(200);
            assertThat(admin.get("/api/core/reminders/").results("pupil")).contains("P1");

            Hiding.HIDES.set(true);

            assertThat(admin.get(document).status()).isEqualTo(404);
            assertThat(admin.get(document + "content/").status()).isEqualTo(404);
            assertThat(admin.get("/api/core/reminders/").results()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0"})
    void nothingIsServedUntilTheHostSaysSo(String enabled) {
        try (SchoolHost host =
                SchoolHost.start(List.of(SchoolHost.OpenChain.class), "cartable.web.enabled=" + enabled)) {
            assertThat(host.context().getBeanNamesForAnnotation(ApiController.class))
                    .isEmpty();
            assertThat(host.context().getBeanNamesForType(CurrentPerson.class)).isEmpty();
            assertThat(host.as("root").get("/api/core/profiles/").status()).isEqualTo(404);
        }
    }

    @Test
    void pagesOfOtherSitesGetNoPermissionToRead() {
        SchoolHost host = SchoolHost.shared();
        Reply reply = host.as("root").get("/api/core/profiles/", "Origin", "https://elsewhere.example");

        assertThat(reply.http().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(host.as("root").get("/api/core/profiles/").header("Cache-Control"))
                .contains("no-store");
    }
}
