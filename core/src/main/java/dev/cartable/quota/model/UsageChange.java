package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What comes to the use of one day, or is taken from it because a later reading says that it was another day's. No event stands
 * for it: its maker has to see to it that it happens once.
 *
 * @param keys the day, the week and month that it is in, and the cycle that it is charged to; without a cycle if it belongs to
 *     none of the assignment's cycles
 * @param assignment what it is counted under; null if no profile serves the user
 * @param amount what is added, or taken if negative, within {@link Traffic#MAX}; none at all still says that the windows have
 *     begun
 */
public record UsageChange(
        UserId user, WindowKeys keys, @Nullable Assignment assignment, TrafficSum amount) {
    public UsageChange {
        requireNonNull(user, "user");
        requireNonNull(keys, "keys");
        requireNonNull(amount, "amount");
        if (keys.cycle() != null && assignment == null) {
            throw new IllegalArgumentException("a change for user " + user + " is charged to a cycle of no assignment");
        }
        if (!amount.equals(amount.clamped())) {
            throw new IllegalArgumentException("a change of " + amount.up() + " bytes up and " + amount.down()
                    + " down is more than can be counted, which is " + Traffic.MAX + " in each direction");
        }
    }

    /** The change that counting an event makes. */
    public static UsageChange of(Charge charge) {
        return new UsageChange(
                charge.event().user(),
                charge.keys(),
                charge.assignment(),
                TrafficSum.of(charge.event().traffic()));
    }

    /**
     * An event, and the windows that it is charged to.
     *
     * @param keys the day, week, month and cycle that it fell in; without a cycle if it belongs to none of the assignment's cycles
     * @param assignment what it is counted under; null if no profile serves the user
     */
    public record Charge(
            UsageEvent event, WindowKeys keys, @Nullable Assignment assignment) {
        public Charge {
            requireNonNull(event, "event");
            requireNonNull(keys, "keys");
            if (keys.cycle() != null && assignment == null) {
                throw new IllegalArgumentException("event " + event.id() + " is charged to a cycle of no assignment");
            }
        }
    }
}
