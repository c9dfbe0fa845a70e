package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.web.Client.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of another site cannot make a caller's browser change anything, and the host's own pages can. */
class CrossSiteTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String RESET = "/api/core/profile-usage/T1/reset_daily/";

    private final Client admin = HOST.as("root");

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Sec-Fetch-Site, none, 200",
        "Origin, https://elsewhere.example, 403",
        "Origin, http://localhost:1, 403",
        "Origin, null, 403",
        "X-Nothing, x, 200"
    })
    void aChangeIsTakenFromPagesOfTheHostAndFromPrograms(String header, String value, int status) {
        Reply reply = admin.post(RESET, null, header, value);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(reply.at("code")).isEqualTo("OTHER_SITE");
        }
    }

    @Test
    void theOriginIsTheHostsOwnAlsoBehindAProxyThatSaysSo() {
        assertThat(admin.post(RESET, null, "Origin", "http://localhost:" + HOST.portNumber())
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(
                                RESET,
                                null,
                                "Origin",
                                "http://cartable.school.example",
                                "X-Forwarded-Host",
                                "cartable.school.example")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aFrontEndThatTheHostLetsInWithCredentialsIsNoOtherSite() {
        Reply reply = admin.post(
                "/api/core/tasks/retention/on/", null, "Origin", SchoolHost.FRONT_END, "Sec-Fetch-Site", "same-site");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(SchoolHost.FRONT_END);
    }

    /** No browser adds a token by itself, as it does a password that it was given for the site. */
    @Test
    void aTokenIsSentByNoPageOfAnotherSite() {
        Reply token = HOST.anonymous()
                .post(RESET, null, "Authorization", SchoolHost.TOKEN_OF_ROOT, "Sec-Fetch-Site", "cross-site");
        Reply password = admin.post(RESET, null, "Sec-Fetch-Site", "cross-site");

        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(password.at("code")).isEqualTo("OTHER_SITE");
    }

    @Test
    void readingAndTheLinksOfMailsAreNotConcerned() {
        assertThat(admin.get("/api/core/profiles/", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(200);
        assertThat(HOST.anonymous()
                        .post("/api/core/unsubscribe/AAAA/", null, "Sec-Fetch-Site", "cross-site")
                        .at("code"))
                .isEqualTo("UNKNOWN_LINK");
    }
}
