package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.UserAllowance;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds what an id of a request names, as far as the caller may see it. All else is 404. */
final class Known {
    private final Quotas quotas;
    private final Users users;
    private final AccessPolicy policy;

    Known(Quotas quotas, Users users, AccessPolicy policy) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.users = requireNonNull(users, "users");
        this.policy = requireNonNull(policy, "policy");
    }

    Profile profile(String id) {
        return Ids.parse(id)
                .flatMap(uuid -> quotas.profiles().find(new ProfileId(uuid)))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PROFILE", "profile", id));
    }

    User user(Asker asker, String id) {
        return id(id, UserId::new)
                .map(user -> users.byId(Set.of(user)).get(user))
                .filter(user -> isVisible(asker, user))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_USER", "user", id));
    }

    UserAllowance allowance(Asker asker, String id) {
        return id(id, UserId::new)
                .flatMap(quotas::find)
                .filter(found -> isVisible(asker, found.user()))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_USER", "user", id));
    }

    private boolean isVisible(Asker asker, User user) {
        return policy.visibleUsers(asker, List.of(user)).contains(user.id());
    }

    Promotion promotion(Asker asker, String id) {
        return id(id, PromotionId::new)
                .filter(promotion ->
                        policy.visiblePromotions(asker, Set.of(promotion)).contains(promotion))
                .map(promotion -> users.promotions(Set.of(promotion)).get(promotion))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PROMOTION", "promotion", id));
    }

    Set<UserId> visible(Asker asker, Map<UserId, User> some) {
        return policy.visibleUsers(asker, some.values());
    }

    Set<PromotionId> visiblePromotions(Asker asker, Set<PromotionId> some) {
        return policy.visiblePromotions(asker, some);
    }

    /** The users whom a caller may see, where they are few. */
    Optional<Set<UserId>> ownUsers(Asker asker) {
        return policy.ownUsers(asker);
    }

    /** An id of the host's; a text that can be none names nothing. */
    private static <T> Optional<T> id(String text, Function<String, T> type) {
        try {
            return Optional.of(type.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
