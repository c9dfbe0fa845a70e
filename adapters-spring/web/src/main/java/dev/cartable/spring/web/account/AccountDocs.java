package dev.cartable.spring.web.account;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.decimal;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.map;
import static dev.cartable.spring.web.internal.openapi.Shape.number;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.RunDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.ArrayList;
import java.util.List;

/** What the endpoints of accounts take and answer. */
final class AccountDocs implements EndpointDocs {
    private static final Shape ACCOUNT = object().has("id", id())
            .has("username", text().orNull())
            .has("guardian", hostId().orNull())
            .has("givenName", text().orNull())
            .has("familyName", text().orNull())
            .has("state", word(Account.State.class))
            .has("pupils", number())
            .has("orphaned", truth())
            .has("inactive", truth())
            .has("channel", text().orNull())
            .has("createdAt", instant())
            .has("activatedAt", instant().orNull())
            .has("lastSignInAt", instant().orNull())
            .has("activationExpiresAt", instant().orNull())
            .named("CartableAccount");
    private static final Shape COUNTS = map(number());
    private static final Shape FIGURES = object().has("entitled", number())
            .has("covered", number())
            .has("coveragePercent", decimal())
            .has("accounts", number())
            .has("activePercent", decimal())
            .has("activated", number())
            .has("activatedPercent", decimal())
            .has("byState", COUNTS)
            .has("email", number())
            .has("sms", number())
            .has("noChannel", COUNTS)
            .has("neverSignedIn", number())
            .has("inactive", number())
            .has("orphaned", number())
            .has("expired", number());
    private static final Shape FOUND = object().has("id", id())
            .has("username", text().orNull())
            .has("guardian", hostId().orNull())
            .has("findings", list(object().has("code", text()).has("detail", text().orNull())));

    private static EndpointDoc one(String method, String verb, String summary) {
        return endpoint(method, "/accounts/{id}/" + verb, summary)
                .path("id", "The account's id, its guardian's id, or the username.")
                .problems(404, "UNKNOWN_ACCOUNT");
    }

    /** The body of each kind of bulk work. */
    private static List<Shape> forms() {
        Shape texts = either(text(), list(text())).orNull();
        Shape max = number(0, Integer.MAX_VALUE).orNull().says("The limit of the brake.");
        Shape legacy = form().has("guardian", text())
                .has("username", text())
                .may("passwordHash", text().orNull())
                .may("lastSignInAt", text().orNull());
        return List.of(
                form().has("kind", word("generate"))
                        .may("guardians", texts)
                        .may("promotion", text(0, 255).orNull())
                        .may("limit", number(1, Integer.MAX_VALUE).orNull())
                        .may("emailOnly", truth().orNull())
                        .may("force", truth().orNull())
                        .may("includeChosen", truth().orNull())
                        .may("max", max),
                form().has("kind", word("resend"))
                        .may("accounts", texts)
                        .may("newPassword", truth().orNull())
                        .may("neverActivated", truth().orNull())
                        .may("expired", truth().orNull()),
                form().has("kind", word("cleanup"))
                        .may("graceDays", number(0, 3_650).orNull())
                        .may("max", max),
                form().has("kind", word("migrate")).has("accounts", list(legacy)));
    }

    @Override
    public List<EndpointDoc> all() {
        List<EndpointDoc> all = new ArrayList<>(List.of(
                endpoint("GET", "/accounts/", "Lists the accounts of parents.")
                        .query("filter", word(AccountStatus.Filter.class), "Only such accounts.")
                        .answers(page(ACCOUNT)),
                endpoint("GET", "/accounts/statistics/", "Says how far the school has come with its accounts.")
                        .answers(FIGURES),
                endpoint("GET", "/accounts/validation/", "Lists accounts with which something is not right.")
                        .answers(page(FOUND)
                                .may("counts", COUNTS.says("Of all accounts; with the first page alone."))
                                .may("byCode", COUNTS)),
                one("GET", "", "Shows an account.").answers(ACCOUNT).versioned(),
                one("POST", "deactivate/", "Closes an account: its parent is signed out, and signs in no more.")
                        .answers(ACCOUNT)
                        .tagged()
                        .problems(409, "ALREADY_DEACTIVATED", "ERASED"),
                one("POST", "reactivate/", "Opens a closed account again.")
                        .answers(ACCOUNT)
                        .tagged()
                        .problems(409, "NOT_DEACTIVATED", "ERASED"),
                one("POST", "notify/", "Queues a message to the parent.")
                        .takes(form().has("subject", text(0, 1_000)).has("message", text(0, 100_000)))
                        .answers(object().has("message", id()).has("channel", text()))
                        .problems(409, "DEACTIVATED", "ERASED", "DECLINED")
                        .problems(422, "NO_SUBJECT", "BAD_SUBJECT", "NO_MESSAGE", "MESSAGE_TOO_LONG")));
        all.addAll(RunDocs.bulk("/accounts/", "Account", forms()));
        return all;
    }
}
