package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one window of a user stands.
 *
 * @param limits what the profile says
 * @param remaining what may still be used until the tightest limit; null if there is none
 * @param percent the highest percentage over its limits, rounded down; null if it has none
 * @param nextResetAt when the window ends and counting begins anew; null if it never does
 */
public record WindowAllowance(
        Window window,
        Traffic used,
        Profile.Limits limits,
        @Nullable DataSize remaining,
        @Nullable Integer percent,
        @Nullable Instant nextResetAt) {
    public WindowAllowance {
        requireNonNull(window, "window");
        requireNonNull(used, "used");
        requireNonNull(limits, "limits");
    }

    /** What so much use leaves of these limits. */
    public static WindowAllowance of(
            Window window, Traffic used, Profile.Limits limits, @Nullable Instant nextResetAt) {
        List<Measured> measured = measured(used, limits);
        return new WindowAllowance(window, used, limits, remaining(measured, 0), percent(measured), nextResetAt);
    }

    /** A limit of the window and what it is compared with. */
    private record Measured(DataSize used, DataSize limit) {}

    private List<Measured> measured() {
        return measured(used, limits);
    }

    private static List<Measured> measured(Traffic used, Profile.Limits limits) {
        List<Measured> measured = new ArrayList<>(3);
        measure(measured, limits.total(), used.up() + used.down());
        measure(measured, limits.up(), used.up());
        measure(measured, limits.down(), used.down());
        return measured;
    }

    private static void measure(List<Measured> measured, Limit limit, long used) {
        if (limit instanceof Limit.AtMost most) {
            measured.add(new Measured(DataSize.ofBytes(used), most.size()));
        }
    }

    private static @Nullable Integer percent(List<Measured> measured) {
        Integer highest = null;
        for (Measured one : measured) {
            int percent = one.limit().percentUsed(one.used());
            highest = highest == null ? percent : Math.max(highest, percent);
        }
        return highest;
    }

    /**
     * What comes of it if use goes on at the same rate.
     *
     * @param percent the highest percentage of its limits at the end of the window, rounded down
     * @param usedUpAfter after how long from now the first limit is used up; null if nothing is used
     */
    public record Projection(int percent, @Nullable Duration usedUpAfter) {}

    /**
     * What comes of this window if use goes on as it did.
     *
     * @param passed over how long what is used was used; more than none
     * @param left how long the window goes on
     * @return empty if it has no limit
     */
    public Optional<Projection> projected(Duration passed, Duration left) {
        BigInteger gone = BigInteger.valueOf(passed.toSeconds());
        BigInteger all = gone.add(BigInteger.valueOf(left.toSeconds()));
        Integer percent = null;
        BigInteger seconds = null;
        for (Measured measured : measured()) {
            BigInteger used = BigInteger.valueOf(measured.used().bytes());
            BigInteger limit = BigInteger.valueOf(measured.limit().bytes()).max(BigInteger.ONE);
            int projected = used.multiply(all)
                    .multiply(BigInteger.valueOf(100))
                    .divide(gone.multiply(limit))
                    .min(BigInteger.valueOf(Integer.MAX_VALUE))
                    .intValue();
            percent = percent == null ? projected : Math.max(percent, projected);
            if (used.signum() > 0) {
                BigInteger until =
                        limit.subtract(used).max(BigInteger.ZERO).multiply(gone).divide(used);
                seconds = seconds == null ? until : seconds.min(until);
            }
        }
        return percent == null
                ? Optional.empty()
                : Optional.of(new Projection(
                        percent,
                        seconds == null || seconds.bitLength() > 40 ? null : Duration.ofSeconds(seconds.longValue())));
    }

    /** What may still be used until the tightest limit and so many percent of it more are used up; null if there is none. */
    public @Nullable DataSize remainingWith(int gracePercent) {
        return remaining(measured(), gracePercent);
    }

    private static @Nullable DataSize remaining(List<Measured> measured, int gracePercent) {
        DataSize least = null;
        for (Measured one : measured) {
            DataSize left = one.limit().plusPercent(gracePercent).minus(one.used());
            least = least == null || left.compareTo(least) < 0 ? left : least;
        }
        return least;
    }

    /** Whether so much more can be used before a limit, and so many percent of it more, are passed. */
    public boolean hasRoomFor(Traffic more, int gracePercent) {
        for (Measured one : measured(used.plus(more), limits)) {
            if (one.used().compareTo(one.limit().plusPercent(gracePercent)) > 0) {
                return false;
            }
        }
        return true;
    }

    /** This one when so much more has been used. */
    public WindowAllowance plus(Traffic more) {
        return of(window, used.plus(more), limits, nextResetAt);
    }

    /** Whether a limit is used up, also where grace still lets the user pass. */
    public boolean isUsedUp() {
        return isBeyond(0);
    }

    /** Whether a limit and so many percent of it more are used up. */
    public boolean isBeyond(int gracePercent) {
        for (Measured one : measured()) {
            if (one.used().compareTo(one.limit().plusPercent(gracePercent)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
