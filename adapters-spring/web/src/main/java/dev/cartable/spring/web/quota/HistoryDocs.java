package dev.cartable.spring.web.quota;

import static dev.cartable.spring.web.internal.openapi.EndpointDoc.endpoint;
import static dev.cartable.spring.web.internal.openapi.Shape.hostId;
import static dev.cartable.spring.web.internal.openapi.Shape.id;
import static dev.cartable.spring.web.internal.openapi.Shape.instant;
import static dev.cartable.spring.web.internal.openapi.Shape.lowerWord;
import static dev.cartable.spring.web.internal.openapi.Shape.object;
import static dev.cartable.spring.web.internal.openapi.Shape.page;
import static dev.cartable.spring.web.internal.openapi.Shape.text;

import dev.cartable.quota.model.ProfileChange;
import dev.cartable.spring.web.internal.openapi.EndpointDoc;
import dev.cartable.spring.web.internal.openapi.EndpointDocs;
import dev.cartable.spring.web.internal.openapi.Shape;
import java.util.List;

/** What the endpoints of the history take and answer. */
final class HistoryDocs implements EndpointDocs {
    static final Shape ENTRY = object().has("id", id())
            .has("level", text().says("user, promotion, or a level of the host's."))
            .has("user", hostId().orNull())
            .has("promotion", hostId().orNull())
            .has("old_profile", text().orNull())
            .has("new_profile", text().orNull())
            .has("change_type", lowerWord(ProfileChange.Type.class))
            .has("reason", text())
            .has("changed_by", text().orNull().says("Who did it; null for callers who may not read it."))
            .has("changed_at", instant())
            .named("CartableHistoryEntry");

    @Override
    public List<EndpointDoc> all() {
        return List.of(
                endpoint("GET", "/profile-history/", "Lists changes of profiles that the caller may see, newest first.")
                        .query("user", hostId(), "Only of this user.")
                        .query("profile", id(), "Only of this profile.")
                        .answers(page(ENTRY))
                        .problems(404, "UNKNOWN_USER", "UNKNOWN_PROFILE"),
                endpoint("GET", "/profile-history/user_history/", "Lists changes of a user's profile, newest first.")
                        .needs("user_id", hostId(), "The user's id.")
                        .answers(page(ENTRY))
                        .problems(404, "UNKNOWN_USER"));
    }
}
