package dev.cartable.quota;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.WindowAllowance;

/**
 * How much more a user may use before the first window is full: of both directions together, and of each. All of them count.
 *
 * @param total bytes, 0 or more; {@link #ENDLESS} if nothing limits them
 * @param up as {@code total}
 * @param down as {@code total}
 */
record Headroom(long total, long up, long down) {
    /** So much that it is never used up. */
    public static final long ENDLESS = Long.MAX_VALUE;

    private static final Headroom NONE = new Headroom(0, 0, 0);

    public Headroom {
        if (total < 0 || up < 0 || down < 0) {
            throw new IllegalArgumentException(
                    "room of " + total + " bytes, " + up + " up and " + down + " down is negative");
        }
    }

    /** The room that an answer leaves, its grace included. A profile that throttles has room for everything. */
    public static Headroom of(Allowance allowance) {
        Candidate effective = allowance.resolution().effective();
        if (effective == null || !allowance.isServed()) {
            return NONE;
        }
        Headroom room = new Headroom(ENDLESS, ENDLESS, ENDLESS);
        LimitPolicy limitPolicy = effective.profile().limitPolicy();
        if (limitPolicy.throttleTo() == null) {
            for (WindowAllowance window : allowance.windows()) {
                room = room.within(window, limitPolicy.gracePercent());
            }
        }
        return room;
    }

    private Headroom within(WindowAllowance window, int gracePercent) {
        Traffic used = window.used();
        return new Headroom(
                Math.min(total, left(window.limits().total(), used.up() + used.down(), gracePercent)),
                Math.min(up, left(window.limits().up(), used.up(), gracePercent)),
                Math.min(down, left(window.limits().down(), used.down(), gracePercent)));
    }

    private static long left(Limit limit, long used, int gracePercent) {
        return limit instanceof Limit.AtMost most
                ? most.size()
                        .plusPercent(gracePercent)
                        .minus(DataSize.ofBytes(used))
                        .bytes()
                : ENDLESS;
    }

    /** What is left when so much has been used, which may be more than there was room for. */
    public Headroom minus(Traffic used) {
        return new Headroom(
                Math.max(0, total - used.up() - used.down()),
                Math.max(0, up - used.up()),
                Math.max(0, down - used.down()));
    }
}
