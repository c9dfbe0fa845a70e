package dev.cartable.quota.internal;

import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** From counters as they are stored to what a user has used in the windows that are open now. */
public final class CounterRules {
    private static final PerWindow<Traffic> NONE = PerWindow.all(Traffic.NONE);

    private CounterRules() {}

    /**
     * Counters rolled over to the windows of {@code keys}, and carried over if they were counted under another assignment. The
     * cycle is that of the profile that serves now; {@link Traffic#NONE} if none does.
     *
     * @param usage what is stored; null if nothing is
     * @param before the profile that the stored counters were counted under; only needed to prorate
     */
    public static PerWindow<Traffic> current(
            @Nullable Usage usage,
            WindowKeys keys,
            Resolution resolution,
            CounterPolicy policy,
            @Nullable Profile before) {
        if (usage == null) {
            return NONE;
        }
        Candidate now = resolution.effective();
        WindowKeys open = keys.withCycle(resolution.cycleKey());
        PerWindow<Traffic> rolled = PerWindow.of(window -> {
            WindowKey key = open.of(window);
            return key == null ? Traffic.NONE : usage.counter(window).in(key);
        });
        if (now == null
                || usage.assignment() == null
                || usage.assignment().equals(now.assignment().id())) {
            return rolled;
        }
        return carried(rolled, policy, before, now.profile());
    }

    private static PerWindow<Traffic> carried(
            PerWindow<Traffic> rolled, CounterPolicy policy, @Nullable Profile before, Profile now) {
        return switch (policy) {
            case RESET -> NONE;
            case KEEP -> PerWindow.of(window -> window == Window.CYCLE ? Traffic.NONE : rolled.get(window));
            case PRORATE ->
                PerWindow.of(window ->
                        window == Window.CYCLE ? Traffic.NONE : prorated(rolled.get(window), before, now, window));
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
}
