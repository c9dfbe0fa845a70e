package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored about one user's quota, read together.
 *
 * @param candidates what is assigned on the levels that were asked for, in no certain order
 * @param usage null if nothing has been recorded and no profile was assigned yet
 */
public record UserQuota(
        User user, List<Candidate> candidates, @Nullable Usage usage) {
    public UserQuota {
        requireNonNull(user, "user");
        candidates = List.copyOf(candidates);
    }
}
