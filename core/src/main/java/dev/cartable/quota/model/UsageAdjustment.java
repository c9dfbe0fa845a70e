package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.util.UUID;

/**
 * A correction of a counter that no event stands for: a reset, a migration, a repair, or what a reset had taken of use that
 * turns out to be of another window. What a counter says is what its days add
 * up to, and its adjustments. One of nothing, to a cycle, notes that the user came to it only then.
 *
 * @param key the window
 * @param amount what was added, or taken if negative
 */
public record UsageAdjustment(
        UUID id, UserId user, WindowKey key, TrafficSum amount, String cause, String actor, Instant at) {
    public UsageAdjustment {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(key, "key");
        requireNonNull(amount, "amount");
        WellFormedText.require("the cause of an adjustment", cause);
        WellFormedText.require("the actor of an adjustment", actor);
        requireNonNull(at, "at");
    }

    /** Whether it changes nothing, and notes when the user came to a cycle that had begun before. */
    public boolean isArrival() {
        return key.window() == Window.CYCLE && amount.isZero();
    }
}
