package dev.cartable.spring.web.person;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.anything;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.map;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.account.model.Account;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of people take and answer. */
final class PersonDocs implements EndpointDocs {
    private static final Shape USER = object().has("id", hostId())
            .has("userName", text())
            .has("email", text().orNull())
            .has("language", text().orNull())
            .has("promotion", hostId().orNull())
            .has("active", truth())
            .named("CartableUser");
    private static final Shape ME = object().has("name", text().says("What the history calls the caller."))
            .has("roles", list(word(Asker.Role.class)))
            .has("user", USER.orNull())
            .has(
                    "account",
                    object().has("id", id())
                            .has("username", text().orNull())
                            .has("guardian", hostId().orNull())
                            .has("state", word(Account.State.class))
                            .orNull())
            .has("pupil", hostId().orNull());
    private static final Shape CHILD = object().has("id", hostId())
            .has("givenName", text())
            .has("familyName", text())
            .has("promotion", hostId().orNull());
    private static final Shape DATA = object().has(
                    "exports",
                    list(object().has("person", text().says("Such as guardian:G1."))
                            .has("at", instant())
                            .has("tables", map(list(map(anything()))))));
    private static final Shape MESSAGE = object().has("id", id())
            .has("subject", text())
            .has("text", text())
            .has("link", text().orNull().says("The page that it leads to."))
            .has("arrivedAt", instant())
            .has("readAt", instant().orNull());
    private static final Shape PREFERENCES = object().has("language", text().orNull())
            .has("quietHours", text().orNull().says("Such as 21:00-07:00."))
            .has("quietZone", text().orNull())
            .has("digest", truth().orNull())
            .has(
                    "declined",
                    list(object().has("category", text()).has("channel", text()).has("since", instant())))
            .has("mandatory", list(text()).says("Categories that people cannot decline."))
            .named("CartablePreferences");

    @Override
    public List<EndpointDoc> all() {
        Shape topics =
                either(text(), list(text())).orNull().says("Each is a category and a channel, such as study:email.");
        return List.of(
                endpoint("GET", "/users/", "Lists the users of the network whom the caller may see.")
                        .answers(page(USER)),
                endpoint("GET", "/users/me/", "Shows the caller as a user of the network.")
                        .answers(USER)
                        .problems(404, "NO_USER"),
                endpoint("GET", "/users/{id}/", "Shows a user of the network.")
                        .path("id", "The user's id.")
                        .answers(USER)
                        .problems(404, "UNKNOWN_USER"),
                endpoint("GET", "/me/", "Says who the caller is here.").answers(ME),
                endpoint("GET", "/me/children/", "Lists the pupils whom the caller may see today as a parent.")
                        .answers(page(CHILD)),
                endpoint("GET", "/me/data/", "Gives what is stored about the caller, by table.")
                        .answers(DATA),
                endpoint("GET", "/inbox/", "Lists the caller's messages in the application, newest first.")
                        .answers(page(MESSAGE)),
                endpoint("POST", "/inbox/{id}/read/", "Marks a message as read; the first reading counts.")
                        .path("id", "The message's id.")
                        .problems(404, "UNKNOWN_MESSAGE"),
                endpoint("GET", "/preferences/", "Shows which notices the caller wants, and how.")
                        .answers(PREFERENCES)
                        .problems(404, "NO_NOTICES", "NO_PREFERENCES"),
                endpoint("PATCH", "/preferences/", "Makes all changes that the body names, or none.")
                        .takes(form().may("language", text(0, 35).orNull())
                                .may("quietHours", text(0, 40).orNull().says("Such as 21:00-07:00."))
                                .may("quietZone", text(0, 60).orNull().says("The school's zone by default."))
                                .may("digest", truth().orNull())
                                .may("decline", topics)
                                .may("accept", topics)
                                .named("CartablePreferenceChanges"))
                        .answers(PREFERENCES)
                        .problems(404, "NO_NOTICES", "NO_PREFERENCES")
                        .problems(409, "MANDATORY", "QUIET_TOO_LONG", "ALREADY_ERASED"));
    }
}
