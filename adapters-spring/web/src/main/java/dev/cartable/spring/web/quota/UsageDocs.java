package dev.cartable.spring.web.quota;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.lowerWord;
import static dev.cartable.spring.web.internal.openapi.Shape.number;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of use take and answer. */
final class UsageDocs implements EndpointDocs {
    static final Shape PERSON =
            object().has("id", hostId()).has("username", text().orNull()).named("CartableUserBrief");

    private static Shape usage() {
        Shape fields = object().has("id", hostId().says("The user's id."))
                .has("user", PERSON)
                .has("profile", ProfileDocs.BRIEF.orNull())
                .has("level", text().orNull().says("Which level gives the profile, such as user or promotion."))
                .has("state", lowerWord(Allowance.State.class))
                .has("is_active", truth().says("Whether a profile serves the user."))
                .has("is_served", truth().says("Whether the user may use the network now, be it slower than usual."))
                .has("exceeded", list(lowerWord(Window.class)));
        for (Window window : Window.values()) {
            String name = UsageRows.name(window);
            fields = fields.may("used_" + name, number().says("Bytes. Not there without a profile."))
                    .may("used_" + name + "_upload", number())
                    .may("used_" + name + "_download", number())
                    .may(ProfileRows.name(window), ProfileDocs.LIMIT)
                    .may("remaining_" + name, number().orNull().says("Bytes; null without a limit."))
                    .may("percent_" + name, number().orNull())
                    .may("next_reset_" + name, instant().orNull());
        }
        return fields.has("bandwidth_upload", number().orNull().says("kbit/s."))
                .has("bandwidth_download", number().orNull().says("kbit/s."))
                .has("session_timeout", number().orNull().says("Seconds."))
                .has("idle_timeout", number().orNull().says("Seconds."))
                .has("remaining_bytes", number().orNull())
                .has("is_throttled", truth())
                .has("at", instant());
    }

    private static EndpointDoc reset(String which, String what) {
        return endpoint("POST", "/profile-usage/{id}/reset_" + which + "/", "Takes the use of " + what + " away.")
                .path("id", "The user's id.")
                .answers(usage().has("reset", truth().says("Whether there was anything to take away."))
                        .named("CartableUsageReset"))
                .problems(404, "UNKNOWN_USER")
                .problems(409, "RUN_UNDER_WAY", "LEASE_LOST");
    }

    @Override
    public List<EndpointDoc> all() {
        Shape usage = usage().named("CartableUsage");
        return List.of(
                endpoint("GET", "/profile-usage/my_usage/", "Shows the caller's own use.")
                        .answers(usage)
                        .problems(404, "NO_USER"),
                endpoint("GET", "/profile-usage/{id}/", "Shows a user's use.")
                        .path("id", "The user's id.")
                        .answers(usage)
                        .problems(404, "UNKNOWN_USER"),
                reset("daily", "the day"),
                reset("weekly", "the week"),
                reset("monthly", "the month"),
                reset("all", "all windows"),
                endpoint("POST", "/profile-usage/{id}/add_usage/", "Adds use, as a test of a school's settings does.")
                        .path("id", "The user's id.")
                        .takes(form().has("bytes_used", number(0, Traffic.MAX)))
                        .answers(usage().has("counted", truth().says("False for a request that is sent again."))
                                .named("CartableUsageAdded"))
                        .problems(404, "UNKNOWN_USER")
                        .problems(409, "CONFLICT")
                        .problems(422, "IN_THE_FUTURE", "TOO_LATE"));
    }
}
