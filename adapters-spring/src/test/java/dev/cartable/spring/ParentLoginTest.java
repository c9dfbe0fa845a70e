package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.Account;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.spring.WebHost.Answer;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parents' login as the README shows it, in a host with a user of its own. */
class ParentLoginTest {
    private static final String IN = "/parents/home";
    private static final String REFUSED = "/parents/login?error";

    @Configuration(proxyBeanMethods = false)
    @Import({ParentPaths.class, ParentPages.class, HostLoginTest.InlineProvider.class})
    static class Logins {
        @Bean
        Mails mails() {
            return new Mails();
        }
    }

    private final WebHost host = WebHost.withCartable(Logins.class);

    @AfterEach
    void stop() {
        host.close();
    }

    private String signIn(String username, String password) {
        return host.form("/parents/login", username, password).place();
    }

    @Test
    void aParentSignsInOnTheParentsPathsAloneAndItIsRecorded() {
        assertThat(host.get(IN).status()).isEqualTo(302);

        assertThat(signIn(WebHost.PARENT, WebHost.PASSWORD)).isEqualTo(IN);

        assertThat(host.get(IN).status()).isEqualTo(200);
        assertThat(host.get("/staff").status()).as("with the parent's session").isEqualTo(401);
        assertThat(host.parent().lastSignInAt()).isNotNull();
    }

    @Test
    void anotherParentActivatesTheAccountWithTheLinkAndSignsIn() {
        host.bean(Enrolment.class).enrol(8);
        host.bean(Notices.class).dispatch().drain();
        String token = "token=" + host.bean(Mails.class).token();
        String another = "aissatou.ba2";
        assertThat(host.post("/parents/activate", token + "&password=123").body())
                .contains("TOO_SHORT");

        Answer done = host.post("/parents/activate", token + "&password=" + WebHost.encoded("un autre mot"));

        assertThat(done.body()).contains("<b>" + another + "</b>");
        assertThat(signIn(another, WebHost.PASSWORD)).isEqualTo(REFUSED);
        assertThat(signIn(another, "un autre mot")).isEqualTo(IN);
    }

    /** Keeps the token of the last mail. */
    static final class Mails implements Courier {
        private static final Pattern LINK = Pattern.compile("https://parents.example.org/activate#(\\S+)");

        private volatile String text = "";

        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            text = notice.text();
            return new Delivery.Sent("");
        }

        @Override
        public void release() {}

        String token() {
            return LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void staffSignInOnTheirOwnPathsAlone() {
        assertThat(signIn("m.camara", "secret-word")).isEqualTo(REFUSED);
        assertThat(host.basic("/staff", "m.camara", "secret-word").status()).isEqualTo(200);
        assertThat(host.basic(IN, "m.camara", "secret-word").status()).isEqualTo(302);
    }

    @Test
    void fiveWrongPasswordsKeepAParentWaitingAndStaffNever() {
        for (int i = 0; i < 5; i++) {
            assertThat(signIn(WebHost.PARENT, "wrong")).isEqualTo(REFUSED);
            host.basic("/staff", "m.camara", "wrong");
        }

        assertThat(signIn(WebHost.PARENT, WebHost.PASSWORD)).isEqualTo(REFUSED);
        assertThat(host.bean(Accounts.class).limitSignIns().blockedUntil("m.camara"))
                .isEmpty();
        assertThat(host.basic("/staff", "m.camara", "secret-word").status()).isEqualTo(200);
    }

    @Test
    void aDeactivatedParentIsRefused() {
        host.change(
                account -> account.deactivated(Account.Deactivation.ORPHANED, Instant.parse("2026-09-02T12:00:00Z")));

        assertThat(signIn(WebHost.PARENT, WebHost.PASSWORD)).isEqualTo(REFUSED);
    }
}
