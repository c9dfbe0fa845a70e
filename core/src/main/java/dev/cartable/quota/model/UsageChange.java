package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes to the use of one day, or is taken from it because a later word says that it was another day's. No event stands for
 * it: whoever makes it sees to it that it happens once.
 *
 * @param keys the day, and the week and month that it is in
 * @param cycle the start of the cycle that it is charged to; null if it belongs to none of the assignment's cycles
 * @param assignment what it is counted under; null if no profile serves the user
 * @param up bytes added, or taken if negative; none at all still says that the windows have begun
 * @param down as {@code up}
 */
public record UsageChange(
        UserId user,
        WindowKeys keys,
        @Nullable Instant cycle,
        @Nullable Assignment assignment,
        long up,
        long down) {
    public UsageChange {
        requireNonNull(user, "user");
        requireNonNull(keys, "keys");
        if (cycle != null && assignment == null) {
            throw new IllegalArgumentException("a change for user " + user + " is charged to a cycle of no assignment");
        }
        if (Math.abs(up) > Traffic.MAX || Math.abs(down) > Traffic.MAX) {
            throw new IllegalArgumentException("a change of " + up + " bytes up and " + down
                    + " down is more than can be counted, which is " + Traffic.MAX + " in each direction");
        }
    }

    /** The change that counting an event makes. */
    public static UsageChange of(Charge charge) {
        Traffic traffic = charge.event().traffic();
        return new UsageChange(
                charge.event().user(),
                charge.keys(),
                charge.cycle(),
                charge.assignment(),
                traffic.up(),
                traffic.down());
    }

    /** Whether it adds nothing and takes nothing. */
    public boolean isNone() {
        return up == 0 && down == 0;
    }
}
