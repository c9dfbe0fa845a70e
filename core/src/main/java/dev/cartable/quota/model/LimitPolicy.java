package dev.cartable.quota.model;

import org.jspecify.annotations.Nullable;

/**
 * What happens near a limit and beyond it.
 *
 * @param warnPercent the soft limit: from so many percent of a limit on the user counts as warned, 1 to 100
 * @param gracePercent how far beyond a limit the user is still served, in percent of the limit, 0 to 1000
 * @param throttleTo the profile whose bandwidth serves the user beyond that, until the window ends; null to serve nothing
 */
public record LimitPolicy(
        int warnPercent, int gracePercent, @Nullable ProfileId throttleTo) {
    /** Warns from 80 %, no grace, serves nothing beyond a limit. */
    public static final LimitPolicy DENY = new LimitPolicy(80, 0, null);

    public LimitPolicy {
        if (warnPercent < 1 || warnPercent > 100) {
            throw new IllegalArgumentException("a warning at " + warnPercent + " % cannot be: 1 to 100");
        }
        if (gracePercent < 0 || gracePercent > 1_000) {
            throw new IllegalArgumentException("a grace of " + gracePercent + " % cannot be: 0 to 1000");
        }
    }
}
