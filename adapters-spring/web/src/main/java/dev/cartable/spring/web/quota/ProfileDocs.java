package dev.cartable.spring.web.quota;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.either;
import static dev.cartable.spring.web.internal.openapi.Shape.form;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.list;
import static dev.cartable.spring.web.internal.openapi.Shape.lowerWord;
import static dev.cartable.spring.web.internal.openapi.Shape.number;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;
import static dev.cartable.spring.web.internal.openapi.Shape.truth;
import static dev.cartable.spring.web.internal.openapi.Shape.word;

import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of profiles, their statistics and their holders take and answer. */
final class ProfileDocs implements EndpointDocs {
    static final Shape BRIEF = object().has("id", id())
            .has("name", text())
            .has("is_active", truth())
            .named("CartableProfileBrief");

    /** Bytes; null is not watched. */
    static final Shape LIMIT = either(number().orNull(), word(ProfileRows.UNLIMITED))
            .says("Bytes. unlimited is watched and never ends, null is not watched.")
            .named("CartableLimit");

    private static final String PROFILE_ID = "The profile's id.";

    private static final Shape PROFILE = profile().named("CartableProfile");
    private static final Shape FORM = formOf().named("CartableProfileForm");
    private static final Shape CHANGES = formOf().withoutNeeds().named("CartableProfileChanges");

    private static final Shape HOLDERS = object().has("direct", number().says("Those who hold it themselves."))
            .has("via_promotion", number())
            .has("other", number().says("Those of the school's default, or of a level of the host's."))
            .has("total", number())
            .named("CartableHolderCount");
    private static final Shape USAGE = object().has("average", number().orNull())
            .has("max", number().orNull())
            .has("min", number().orNull())
            .has("total", number())
            .says("Bytes in the window.")
            .named("CartableUsageFigures");
    private static final Shape FIGURES = object().has("profile", BRIEF)
            .has("users", HOLDERS)
            .has("usage", USAGE)
            .named("CartableProfileFigures");
    private static final Shape STATISTICS = object().has("window", lowerWord(Window.class))
            .has("at", instant())
            .has(
                    "summary",
                    object().has("total_profiles", number())
                            .has("active_profiles", number())
                            .has("inactive_profiles", number())
                            .has("limited_profiles", number())
                            .has("unlimited_profiles", number())
                            .has("unserved_users", number()))
            .has("top_profiles", list(FIGURES))
            .has("all_profiles", list(FIGURES));
    private static final Shape DETAIL = object().has("window", lowerWord(Window.class))
            .has("at", instant())
            .has("profile", PROFILE)
            .has("users", HOLDERS)
            .has("usage", USAGE)
            .has(
                    "distribution",
                    list(object().has("range", word("0-25", "25-50", "50-75", "75-90", "90-100", "100+", "unlimited"))
                            .has("users", number())));
    private static final Shape SERVED = object().has("id", hostId())
            .has("username", text())
            .has("promotion", hostId().orNull())
            .has("is_active", truth())
            .has("level", text().says("Which level gives the profile, such as user or promotion."));
    private static final Shape PROMOTION =
            object().has("id", hostId()).has("name", text().orNull()).has("user_count", number());

    private static Shape profile() {
        Shape fields = object().has("id", id())
                .has("name", text())
                .has("description", text())
                .has("bandwidth_upload", number().orNull().says("kbit/s."))
                .has("bandwidth_download", number().orNull().says("kbit/s."))
                .has("quota_type", word("limited", "unlimited"));
        for (Window window : Window.values()) {
            for (String part : List.of("", "_upload", "_download")) {
                fields = fields.has(ProfileRows.name(window) + part, LIMIT);
            }
        }
        return fields.has("validity_duration", number(1, 36_500).orNull())
                .has("validity_unit", lowerWord(Validity.Unit.class))
                .has("validity_start", lowerWord(Validity.Start.class))
                .has("session_timeout", number().orNull().says("Seconds."))
                .has("idle_timeout", number().orNull().says("Seconds."))
                .has("simultaneous_use", number().orNull())
                .has("warn_percent", number(1, 100))
                .has("grace_percent", number(0, 1_000))
                .has("throttle_to", id().orNull().says("The profile that serves those who have used up this one."))
                .has("is_active", truth());
    }

    private static Shape formOf() {
        Shape fields = form().has("name", text(1, 100))
                .may("description", text(0, 1_000).orNull())
                .may("bandwidth_upload", number(1, Integer.MAX_VALUE).orNull().says("kbit/s."))
                .may("bandwidth_download", number(1, Integer.MAX_VALUE).orNull().says("kbit/s."))
                .may("quota_type", word("limited", "unlimited").orNull());
        for (Window window : Window.values()) {
            for (String part : List.of("", "_upload", "_download")) {
                fields = fields.may(ProfileRows.name(window) + part, LIMIT);
            }
        }
        return fields.may("validity_duration", number(1, 36_500).orNull().says("In days without another unit."))
                .may("validity_unit", lowerWord(Validity.Unit.class).orNull())
                .may("validity_start", lowerWord(Validity.Start.class).orNull())
                .may("session_timeout", number(1, 315_360_000).orNull().says("Seconds."))
                .may("idle_timeout", number(1, 315_360_000).orNull().says("Seconds."))
                .may("simultaneous_use", number(1, Integer.MAX_VALUE).orNull())
                .may("warn_percent", number(1, 100).orNull())
                .may("grace_percent", number(0, 1_000).orNull())
                .may("throttle_to", id().orNull())
                .may("is_active", truth().orNull());
    }

    private static EndpointDoc one(String method, String path, String summary) {
        return endpoint(method, path, summary).path("id", PROFILE_ID).problems(404, "UNKNOWN_PROFILE");
    }

    private static EndpointDoc holder(String verb, String field, String unknown, String summary) {
        return one("POST", "/profiles/{id}/" + verb + "_" + field.replace("_id", "") + "/", summary)
                .takes(form().has(field, hostId()))
                .answers(object().has("profile", id())
                        .has(field, hostId())
                        .has("changed", truth())
                        .has("usages_updated", number())
                        .has("history", HistoryDocs.ENTRY.orNull()))
                .problems(404, unknown)
                .problems(409, "CHANGED_MEANWHILE");
    }

    @Override
    public List<EndpointDoc> all() {
        Shape window = lowerWord(Window.class);
        String whose = "Whose use is counted; cycle by default.";
        return List.of(
                endpoint("GET", "/profiles/", "Lists all profiles.").answers(page(PROFILE)),
                endpoint("GET", "/profiles/active/", "Lists the active profiles.")
                        .answers(page(PROFILE)),
                endpoint("POST", "/profiles/", "Makes a profile.")
                        .takes(FORM)
                        .answers(201, PROFILE)
                        .versioned()
                        .problems(404, "UNKNOWN_PROFILE")
                        .problems(409, "NAME_TAKEN")
                        .problems(422, "THROTTLES_IN_A_CIRCLE"),
                one("GET", "/profiles/{id}/", "Shows a profile.")
                        .answers(PROFILE)
                        .versioned(),
                one("PUT", "/profiles/{id}/", "Replaces all fields of a profile.")
                        .takes(FORM)
                        .answers(PROFILE)
                        .versioned()
                        .problems(409, "NAME_TAKEN", "CHANGED_MEANWHILE")
                        .problems(422, "THROTTLES_IN_A_CIRCLE"),
                one("PATCH", "/profiles/{id}/", "Changes the fields of a profile that the body names.")
                        .takes(CHANGES)
                        .answers(PROFILE)
                        .versioned()
                        .problems(409, "NAME_TAKEN", "CHANGED_MEANWHILE")
                        .problems(422, "THROTTLES_IN_A_CIRCLE"),
                one("POST", "/profiles/{id}/deactivate/", "Deactivates a profile; profiles are never deleted.")
                        .answers(PROFILE)
                        .versioned()
                        .problems(409, "CHANGED_MEANWHILE"),
                endpoint("GET", "/profiles/statistics/", "Counts profiles and their use.")
                        .query("window", window, whose)
                        .answers(STATISTICS),
                one("GET", "/profiles/{id}/statistics_detail/", "Counts the use of one profile.")
                        .query("window", window, whose)
                        .answers(DETAIL),
                one("GET", "/profiles/{id}/users/", "Lists the active users whom a profile serves.")
                        .answers(page(SERVED)),
                one("GET", "/profiles/{id}/promotions/", "Lists the promotions that hold a profile.")
                        .answers(page(PROMOTION)),
                holder("assign", "user_id", "UNKNOWN_USER", "Gives a user this profile."),
                holder("assign", "promotion_id", "UNKNOWN_PROMOTION", "Gives a promotion this profile."),
                holder("unassign", "user_id", "UNKNOWN_USER", "Takes this profile from a user.")
                        .problems(409, "NOT_HELD"),
                holder("unassign", "promotion_id", "UNKNOWN_PROMOTION", "Takes this profile from a promotion.")
                        .problems(409, "NOT_HELD"));
    }
}
