package dev.cartable.spring.web.quota;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.lowerWord;
import static dev.cartable.spring.web.internal.openapi.Shape.number;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.alert.model.Alert;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of alerts take and answer. */
final class AlertDocs implements EndpointDocs {
    private static final Shape ALERT = object().has("id", id())
            .has("profile", id())
            .has("profile_name", text().orNull())
            .has("alert_type", lowerWord(Alert.Type.class))
            .has("threshold_percent", number(1, 1_000))
            .has("hysteresis_percent", number(0, Alert.MOST_HYSTERESIS))
            .has("notification_method", text().says("The first of notification_methods."))
            .has("notification_methods", list(text()))
            .has("windows", list(lowerWord(Window.class)))
            .has("message_template", text().orNull())
            .has("is_active", truth())
            .named("CartableAlert");

    private static final Shape FORM = fields().named("CartableAlertForm");
    private static final Shape CHANGES = fields().withoutNeeds().named("CartableAlertChanges");

    private static Shape fields() {
        Shape channel = text(1, 32).says("email, sms, in_app, or a channel of the host's.");
        Shape channels = either(channel, list(channel)).orNull();
        Shape window = lowerWord(Window.class);
        return form().has("profile", id())
                .has("alert_type", lowerWord(Alert.Type.class))
                .may("threshold_percent", number(1, 1_000).orNull())
                .may("hysteresis_percent", number(0, Alert.MOST_HYSTERESIS).orNull())
                .may("notification_method", channels)
                .may("notification_methods", channels)
                .may("windows", either(window, list(window)).orNull())
                .may("message_template", text(0, 4_000).orNull().says("Words with variables such as {username}."))
                .may("is_active", truth().orNull());
    }

    private static EndpointDoc one(String method, String summary) {
        return endpoint(method, "/profile-alerts/{id}/", summary)
                .path("id", "The alert's id.")
                .answers(ALERT)
                .versioned()
                .problems(404, "UNKNOWN_ALERT");
    }

    @Override
    public List<EndpointDoc> all() {
        Shape fired = object().has("user", UsageDocs.PERSON)
                .has("alert", id())
                .has("profile", id())
                .has("alert_type", lowerWord(Alert.Type.class))
                .has("window", lowerWord(Window.class))
                .has("threshold_percent", number())
                .has("current_percent", number())
                .has("message", text())
                .has("would_notify", truth());
        return List.of(
                endpoint("GET", "/profile-alerts/", "Lists alerts.")
                        .query("profile", id(), "Only of this profile.")
                        .query("is_active", word("true", "false", "1", "0"), "Only those that are active, or are not.")
                        .answers(page(ALERT))
                        .problems(404, "UNKNOWN_PROFILE"),
                endpoint("POST", "/profile-alerts/", "Makes an alert.")
                        .takes(FORM)
                        .answers(201, ALERT)
                        .versioned()
                        .problems(404, "UNKNOWN_PROFILE")
                        .problems(422, "FAULTY_WORDS"),
                one("GET", "Shows an alert."),
                one("PUT", "Replaces all fields of an alert.")
                        .takes(FORM)
                        .problems(404, "UNKNOWN_PROFILE")
                        .problems(409, "CHANGED_MEANWHILE")
                        .problems(422, "FAULTY_WORDS"),
                one("PATCH", "Changes the fields of an alert that the body names.")
                        .takes(CHANGES)
                        .problems(404, "UNKNOWN_PROFILE")
                        .problems(409, "CHANGED_MEANWHILE")
                        .problems(422, "FAULTY_WORDS"),
                endpoint("POST", "/profile-alerts/check_alerts/", "Says which alerts would fire now. Sends nothing.")
                        .answers(object().has("checked_users", number())
                                .has("triggered_count", number())
                                .has("sent", number(0, 0))
                                .has("alerts", list(fired))));
    }
}
