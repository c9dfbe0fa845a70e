package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user has used in the windows that are open now.
 *
 * @param cycle of the profile that serves now; {@link Traffic#NONE} if none does
 */
public record Counters(Traffic day, Traffic week, Traffic month, Traffic cycle) {
    public static final Counters ZERO = new Counters(Traffic.NONE, Traffic.NONE, Traffic.NONE, Traffic.NONE);

    public Counters {
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
        requireNonNull(cycle, "cycle");
    }

    /**
     * Rolled over to the windows of {@code keys}, and carried over if they were counted under another assignment.
     *
     * @param usage what is stored; null if nothing is
     * @param before the profile that the stored counters were counted under; only needed to prorate
     */
    public static Counters of(
            @Nullable Usage usage,
            WindowKeys keys,
            Resolution resolution,
            CounterPolicy policy,
            @Nullable Profile before) {
        if (usage == null) {
            return ZERO;
        }
        Candidate now = resolution.effective();
        Instant cycle = resolution.cycleKey();
        Counters rolled = new Counters(
                usage.day().in(keys.day()),
                usage.week().in(keys.week()),
                usage.month().in(keys.month()),
                cycle == null ? Traffic.NONE : usage.cycle().in(cycle));
        if (now == null
                || usage.assignment() == null
                || usage.assignment().equals(now.assignment().id())) {
            return rolled;
        }
        return carried(rolled, policy, before, now.profile());
    }

    private static Counters carried(Counters rolled, CounterPolicy policy, @Nullable Profile before, Profile now) {
        return switch (policy) {
            case RESET -> ZERO;
            case KEEP -> new Counters(rolled.day, rolled.week, rolled.month, Traffic.NONE);
            case PRORATE ->
                new Counters(
                        prorated(rolled.day, before, now, Window.DAY),
                        prorated(rolled.week, before, now, Window.WEEK),
                        prorated(rolled.month, before, now, Window.MONTH),
                        Traffic.NONE);
        };
    }

    private static Traffic prorated(Traffic used, @Nullable Profile before, Profile now, Window window) {
        if (before == null
                || !(before.limits(window).total() instanceof Limit.AtMost old)
                || !(now.limits(window).total() instanceof Limit.AtMost fresh)
                || old.size().bytes() == 0) {
            return used;
        }
        return new Traffic(scaled(used.up(), fresh, old), scaled(used.down(), fresh, old));
    }

    private static long scaled(long bytes, Limit.AtMost to, Limit.AtMost from) {
        return BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(to.size().bytes()))
                .divide(BigInteger.valueOf(from.size().bytes()))
                .min(BigInteger.valueOf(Traffic.MAX))
                .longValue();
    }

    public Traffic of(Window window) {
        return switch (window) {
            case DAY -> day;
            case WEEK -> week;
            case MONTH -> month;
            case CYCLE -> cycle;
        };
    }
}
