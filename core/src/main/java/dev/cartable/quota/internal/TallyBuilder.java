package dev.cartable.quota.internal;

import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStatistics.Band;
import dev.cartable.quota.port.UsageStore.UserQuota;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up users one by one. Used by one thread. */
public final class TallyBuilder {
    private final Map<Slot, UsageStatistics.Tally> tallies = new LinkedHashMap<>();

    private record Slot(
            @Nullable ProfileId profile, @Nullable String level, Band band) {}

    /** Adds a user, unless they are inactive. */
    public void add(UserQuota userQuota, Resolution resolution, PerWindow<Traffic> counters, Window window) {
        if (!userQuota.user().active()) {
            return;
        }
        Candidate effective = resolution.effective();
        Traffic used = effective == null ? Traffic.NONE : counters.get(window);
        Band band = effective == null
                ? Band.NO_LIMIT
                : Band.of(used, effective.profile().limits(window));
        ProfileId profile = effective == null ? null : effective.profile().id();
        String level = effective == null ? null : effective.level();
        long bytes = used.total().bytes();
        tallies.merge(
                new Slot(profile, level, band),
                new UsageStatistics.Tally(profile, level, band, 1, BigInteger.valueOf(bytes), bytes, bytes),
                UsageStatistics.Tally::plus);
    }

    public List<UsageStatistics.Tally> all() {
        return List.copyOf(tallies.values());
    }
}
