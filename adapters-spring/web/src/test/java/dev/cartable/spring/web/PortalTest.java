package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.Recipient;
import dev.cartable.spring.web.Client.Reply;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a parents' portal needs before anybody is signed in. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortalTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String API = "/api/core";

    private final Client anonymous = HOST.anonymous();

    @Test
    void aTokenThatOpensNothingSaysSoAndNothingOfAnybody() {
        for (String path : List.of("/activation/check/", "/activation/")) {
            String password = path.contains("check") ? "" : ", \"password\": \"trois petits chats\"";
            Reply reply =
                    anonymous.post(API + path, "{\"token\": \"AAAA-BBBB\"" + password + "}", "Accept-Language", "en");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.at("code")).isEqualTo("UNKNOWN_TOKEN");
        }
        assertThat(anonymous.get(API + "/activation/").status())
                .as("no GET takes a token")
                .isEqualTo(405);
    }

    @Test
    void anUnknownUserNameIsAnsweredAsAKnownOne() {
        Reply known = anonymous.post(API + "/activation/code/", "{\"usernameOrLink\": \"awa.ba\"}");
        Reply unknown = anonymous.post(API + "/activation/code/", "{\"usernameOrLink\": \"nobody.at.all\"}");

        assertThat(known.status()).isEqualTo(204);
        assertThat(unknown.status()).isEqualTo(known.status());
        assertThat(unknown.body()).isEqualTo(known.body());
    }

    /** The last one: attempts from this machine are refused for a while then. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aPasswordIsReplacedByWhoKnowsTheCurrentOneAndAttemptsAreLimited() {
        String path = API + "/password/";
        String body = "{\"username\": \"%s\", \"currentPassword\": \"%s\", \"newPassword\": \"%s\"}";
        assertThat(anonymous
                        .post(path, body.formatted("guessed.name", "wrong", "quatre grands chiens"))
                        .at("code"))
                .isEqualTo("WRONG_USERNAME_OR_PASSWORD");
        Reply weak = anonymous.post(path, body.formatted("awa.ba", "trois petits chats", "12345678"));
        assertThat(weak.at("code")).isEqualTo("WEAK_PASSWORD");
        assertThat(anonymous
                        .post(path, body.formatted("awa.ba", "trois petits chats", "quatre grands chiens"))
                        .status())
                .isEqualTo(204);
        assertThat(anonymous
                        .post(path, body.formatted("awa.ba", "quatre grands chiens", "trois petits chats"))
                        .status())
                .isEqualTo(204);
        Reply reply = weak;
        for (int i = 0; i < 30 && reply.status() != 429; i++) {
            reply = anonymous.post(path, body.formatted("attacked.name", "wrong" + i, "quatre grands chiens"));
        }
        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
    }

    @Test
    void aLinkThatWasNotMadeHereDeclinesNothing() {
        assertThat(anonymous.get(API + "/unsubscribe/abc/").at("code")).isEqualTo("UNKNOWN_LINK");
        assertThat(anonymous
                        .send(
                                "POST",
                                API + "/unsubscribe/abc",
                                "List-Unsubscribe=One-Click",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .at("code"))
                .isEqualTo("UNKNOWN_LINK");
        assertThat(anonymous.get(API + "/answer/abc/").at("code")).isEqualTo("UNKNOWN_LINK");
        PersonPreferences preferences =
                HOST.bean(Notices.class).preferences().of(Recipient.guardian(SchoolHost.PARENT));
        assertThat(preferences.declines(Category.STUDY, Channel.EMAIL)).isFalse();
    }

    @Test
    void aDocumentIsThePdfThatWasStored() {
        Reply file = HOST.as("awa.ba")
                .get(API + "/documents/" + SchoolHost.document("P1").value() + "/content/");

        assertThat(file.body()).isEqualTo("%PDF-1.7 nothing");
        assertThat(file.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(HOST.as("awa.ba").get(API + "/documents/?pupil=P1").results("kind"))
                .containsExactly("INVOICE");
    }
}
