package dev.cartable.spring.web.portal;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.map;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of a parents' portal take and answer. */
final class PortalDocs implements EndpointDocs {
    private static final Shape TOKEN = text(0, ActivationController.LONGEST_TOKEN);
    private static final Shape PASSWORD = text(0, ActivationController.LONGEST_PASSWORD);
    private static final Shape ANSWER = object().has("text", text())
            .has("answeredAt", instant())
            .has("state", word(NoticeAnswer.State.class))
            .named("CartableAnswer");

    private static EndpointDoc activation(String path, String summary) {
        return endpoint("POST", "/activation/" + path, summary)
                .problems(404, "UNKNOWN_TOKEN")
                .problems(409, "ACCOUNT_CLOSED", "NO_PUPIL")
                .problems(410, "EXPIRED", "USED", "SUPERSEDED", "ADDRESS_WITHDRAWN");
    }

    private static EndpointDoc unsubscribe(String method, String summary) {
        return endpoint(method, "/unsubscribe/{token}/", summary)
                .path("token", "The token of the link.")
                .answers(object().has("category", text())
                        .has("channel", text())
                        .has("before", truth().says("Whether it was declined before."))
                        .named("CartableUnsubscription"))
                .problems(404, "UNKNOWN_LINK")
                .problems(409, "MANDATORY");
    }

    private static EndpointDoc answer(String method, String summary) {
        return endpoint(method, "/answer/{token}/", summary)
                .path("token", "The token of the link.")
                .problems(404, "UNKNOWN_LINK")
                .problems(410, "EXPIRED", "NO_LONGER_ASKED");
    }

    private static EndpointDoc receipt(String method, String summary) {
        return endpoint(method, "/receipt/{token}/", summary)
                .path("token", "The token of the link.")
                .problems(404, "UNKNOWN_LINK")
                .problems(409, "ANSWER_NEEDED")
                .problems(410, "EXPIRED", "NO_LONGER_ASKED");
    }

    @Override
    public List<EndpointDoc> all() {
        return List.of(
                activation("", "Chooses the first password, by the token of a link.")
                        .takes(form().has("token", TOKEN)
                                .may(
                                        "code",
                                        text(0, 40).orNull().says("The code of a link that came by short message."))
                                .has("password", PASSWORD))
                        .answers(object().has("username", text().orNull()))
                        .problems(403, "WRONG_CODE")
                        .problems(409, "CODE_NEEDED")
                        .problems(410, "CODE_EXPIRED")
                        .problems(422, "WEAK_PASSWORD")
                        .problems(429, "TOO_MANY_ATTEMPTS"),
                activation("check/", "Says whether a token opens an account. Uses nothing up.")
                        .takes(form().has("token", TOKEN))
                        .answers(object().has("codeNeeded", truth())),
                endpoint("POST", "/activation/code/", "Sends a code by short message, if there is such an account.")
                        .takes(form().has("usernameOrLink", TOKEN))
                        .problems(429, "TOO_MANY_ATTEMPTS"),
                endpoint("POST", "/password/", "Replaces a password by another one.")
                        .takes(form().has("username", text(0, 255))
                                .has("currentPassword", PASSWORD)
                                .has("newPassword", PASSWORD))
                        .problems(403, "WRONG_USERNAME_OR_PASSWORD")
                        .problems(409, "ACCOUNT_CLOSED", "NO_PUPIL", "PASSWORD_EXPIRED", "SAME_PASSWORD")
                        .problems(422, "WEAK_PASSWORD")
                        .problems(429, "TOO_MANY_ATTEMPTS"),
                unsubscribe("GET", "Says what a link declines. Changes nothing."),
                unsubscribe("POST", "Declines notices. A body is not read."),
                answer("GET", "Says what a link asks for. Changes nothing.")
                        .answers(object().has("kind", text())
                                .has("type", word(NoticeAnswer.Type.class))
                                .has("values", map(text()))
                                .has("until", instant())
                                .has("answer", ANSWER.orNull())),
                receipt("GET", "Says what a link asks to have read. Changes nothing.")
                        .answers(object().has("kind", text())
                                .has("values", map(text()))
                                .has("until", instant())
                                .has("readAt", instant().orNull())),
                receipt("POST", "Says that a person has read a notice.")
                        .answers(object().has("readAt", instant()))
                        .problems(409, "ALREADY_ACCEPTED", "EMPTY", "TOO_LONG"),
                answer("POST", "Answers a notice.")
                        .takes(form().may(
                                        "text",
                                        text(0, NoticeAnswer.LONGEST_TEXT).orNull()))
                        .answers(ANSWER)
                        .problems(409, "ALREADY_ACCEPTED", "EMPTY", "TOO_LONG"));
    }
}
