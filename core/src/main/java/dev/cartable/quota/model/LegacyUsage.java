package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an older system has counted for a user.
 *
 * @param traffic what was used on the day of {@code asOf}, in its week and in its month; and, as the cycle, in total since the
 *     user's volume began, which is what a validity is for
 * @param asOf when this was so; null means now
 */
public record LegacyUsage(
        UserId user, PerWindow<Traffic> traffic, @Nullable Instant asOf) {
    public LegacyUsage {
        requireNonNull(user, "user");
        requireNonNull(traffic, "traffic");
    }
}
