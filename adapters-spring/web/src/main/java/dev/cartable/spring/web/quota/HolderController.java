package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.AssignProfile;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Who holds a profile: whom it serves, and which users and promotions it is given to. */
@ApiController(docs = ProfileDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profiles/{id}")
final class HolderController {
    private final Quotas quotas;
    private final Users users;
    private final Known known;
    private final HolderReader holders;

    HolderController(Quotas quotas, Users users, Known known) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.users = requireNonNull(users, "users");
        this.known = requireNonNull(known, "known");
        this.holders = new HolderReader(quotas, users, known);
    }

    @GetMapping({"/users", "/users/"})
    @Requires(Right.READ_PROFILES)
    Answer users(@PathVariable("id") String id, Asker asker, PageRequest page) {
        Profile profile = known.profile(id);
        return page.answer(
                holders.users(asker, profile, page.after()),
                served -> served.user().id().value(),
                served -> served.stream().map(HolderController::row).toList());
    }

    private static Row row(HolderReader.Served served) {
        User user = served.user();
        return Row.of("id", user.id())
                .and("username", user.userName())
                .and("promotion", user.promotion())
                .and("is_active", user.active())
                .and("level", Words.lowered(served.level()));
    }

    @GetMapping({"/promotions", "/promotions/"})
    @Requires(Right.READ_PROFILES)
    Answer promotions(@PathVariable("id") String id, Asker asker) {
        List<PromotionId> ids = holders.promotions(asker, known.profile(id));
        Map<PromotionId, Promotion> named = users.promotions(ids);
        return Answer.ok(Row.of("next", null)
                .and(
                        "results",
                        ids.stream().map(each -> row(each, named.get(each))).toList()));
    }

    private Row row(PromotionId id, @Nullable Promotion promotion) {
        try (Stream<User> members = users.of(id)) {
            return Row.of("id", id)
                    .and("name", promotion == null ? null : promotion.name())
                    .and("user_count", members.filter(User::active).count());
        }
    }

    @PostMapping({"/assign_user", "/assign_user/"})
    @Requires(Right.ASSIGN_PROFILES)
    Answer assignUser(@PathVariable("id") String id, Asker asker, Body body) {
        Profile profile = known.profile(id);
        User user = known.user(asker, named(body, "user_id"));
        return assigned(profile, Holder.of(user.id()), asker);
    }

    @PostMapping({"/assign_promotion", "/assign_promotion/"})
    @Requires(Right.ASSIGN_PROFILES)
    Answer assignPromotion(@PathVariable("id") String id, Asker asker, Body body) {
        Profile profile = known.profile(id);
        Promotion promotion = known.promotion(asker, named(body, "promotion_id"));
        return assigned(profile, Holder.of(promotion.id()), asker);
    }

    @PostMapping({"/unassign_user", "/unassign_user/"})
    @Requires(Right.ASSIGN_PROFILES)
    Answer unassignUser(@PathVariable("id") String id, Asker asker, Body body) {
        Profile profile = known.profile(id);
        User user = known.user(asker, named(body, "user_id"));
        return unassigned(profile, Holder.of(user.id()), asker);
    }

    @PostMapping({"/unassign_promotion", "/unassign_promotion/"})
    @Requires(Right.ASSIGN_PROFILES)
    Answer unassignPromotion(@PathVariable("id") String id, Asker asker, Body body) {
        Profile profile = known.profile(id);
        Promotion promotion = known.promotion(asker, named(body, "promotion_id"));
        return unassigned(profile, Holder.of(promotion.id()), asker);
    }

    private static String named(Body body, String field) {
        String id = body.text(field, 255);
        body.end();
        return id;
    }

    private Answer assigned(Profile profile, Holder holder, Asker asker) {
        return answer(profile, holder, quotas.assign(holder, profile.id(), asker.name()));
    }

    private Answer unassigned(Profile profile, Holder holder, Asker asker) {
        if (!holders.holds(holder, profile)) {
            throw ProblemException.of(409, "NOT_HELD", Map.of("holder", holder.id()));
        }
        return answer(profile, holder, quotas.unassign(holder, asker.name()));
    }

    private static Answer answer(Profile profile, Holder holder, AssignProfile.Done done) {
        return Answer.ok(Row.of("profile", profile.id())
                .and(Words.lowered(holder.level()) + "_id", holder.id())
                .and("changed", done.change().isPresent())
                .and("usages_updated", done.usages())
                .and(
                        "history",
                        done.change()
                                .map(change -> HistoryRows.row(change, true))
                                .orElse(null)));
    }
}
