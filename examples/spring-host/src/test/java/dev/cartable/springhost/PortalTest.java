package dev.cartable.springhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.test.CartableFakes;
import dev.cartable.spring.test.FakeCouriers;
import dev.cartable.spring.test.TestOutbox;
import dev.cartable.springhost.Browser.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

/** The whole portal by HTTP: what the parents' front end asks for, and that the staff's login is as it was. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@CartableFakes
class PortalTest {
    private static final String PASSWORD = "trois petits chats";
    private static final Pattern LINK = Pattern.compile("http://localhost:8080/parents/activation\\.html#(\\S+)");

    @Autowired
    TestOutbox outbox;

    @Autowired
    FakeCouriers couriers;

    private Browser browser;

    @BeforeEach
    void open(@Autowired Environment environment) {
        browser = new Browser(environment.getRequiredProperty("local.server.port"));
    }

    @Test
    void aParentActivatesSignsInAndSeesTheirOwnChildren() {
        assertThat(browser.get("/parents/api/me/children/").status()).isEqualTo(401);
        assertThat(browser.get("/parents/activation.html").body()).contains("Choisissez votre mot de passe");

        assertThat(activate("short").body()).contains("WEAK_PASSWORD");
        assertThat(activate(PASSWORD).body()).contains("aissatou.ba");
        assertThat(activate(PASSWORD).status()).as("the link is used").isEqualTo(410);

        assertThat(browser.form("/parents/sign-in", "aissatou.ba", "wrong").status())
                .isEqualTo(401);
        assertThat(browser.form("/parents/sign-in", "aissatou.ba", PASSWORD).status())
                .isEqualTo(204);
        assertThat(browser.get("/parents/api/me/children/").body())
                .contains("Binta", "Ali")
                .doesNotContain("Fanta");
        assertThat(browser.get("/parents/api/profile-usage/1/").body()).contains("2147483648");
        assertThat(browser.get("/parents/api/profile-usage/3/").status())
                .as("another's child")
                .isEqualTo(404);

        assertThat(browser.get("/staff/pupils").status())
                .as(
                        "a parent is signed in on their paths alone, and a stranger, not a user without the right, on all others")
                .isIn(302, 401);
        assertThat(browser.post("/parents/sign-out", "").status()).isEqualTo(204);
        assertThat(browser.get("/parents/api/me/children/").status()).isEqualTo(401);
    }

    @Test
    void aRequestThatAnotherSiteForgesIsRefused() {
        assertThat(browser.withoutToken("/parents/api/activation/", "{\"token\":\"x\",\"password\":\"y\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theStaffSignInAsTheyAlwaysDidAndParentsDoNotGetIn() {
        assertThat(browser.basic("/staff/pupils", "secretariat", "craie et tableau")
                        .body())
                .contains("\"prenom\":\"Fanta\"");
        assertThat(browser.basic("/parents/api/me/children/", "secretariat", "craie et tableau")
                        .status())
                .isEqualTo(401);

        activate(PASSWORD);
        assertThat(browser.basic("/staff/pupils", "aissatou.ba", PASSWORD).status())
                .isEqualTo(401);
    }

    /** By the link in the mail. */
    private Answer activate(String password) {
        outbox.send();
        Matcher link = LINK.matcher(
                couriers.email().sentTo("aissatou@example.org").get(0).text());
        assertThat(link.find()).isTrue();
        return browser.post(
                "/parents/api/activation/", "{\"token\":\"" + link.group(1) + "\",\"password\":\"" + password + "\"}");
    }
}
