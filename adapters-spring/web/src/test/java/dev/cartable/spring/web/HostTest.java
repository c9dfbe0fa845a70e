package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.Quotas;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.ApiController;
import java.util.List;
import java.util.Locale;
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
