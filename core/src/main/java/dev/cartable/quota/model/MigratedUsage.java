package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That a user's use was brought over from an older system: once for each user, so that it counts once.
 *
 * @param legacy what the older system said
 * @param day the day that its amount counts to; null if that day was over
 * @param week the week that its amount counts to; null if that week was over
 * @param month the month that its amount counts to; null if that month was over
 * @param cycle the validity that the total counts to
 * @param at when it was brought over
 */
public record MigratedUsage(
        LegacyUsage legacy,
        @Nullable LocalDate day,
        @Nullable LocalDate week,
        @Nullable LocalDate month,
        Instant cycle,
        Instant at) {
    public MigratedUsage {
        requireNonNull(legacy, "legacy");
        requireNonNull(cycle, "cycle");
        requireNonNull(at, "at");
    }

    /** The window that an amount counts to, as its counter's key; null if that window was over. */
    public @Nullable String key(Window window) {
        Object key = switch (window) {
            case DAY -> day;
            case WEEK -> week;
            case MONTH -> month;
            case CYCLE -> cycle;
        };
        return key == null ? null : key.toString();
    }

    /** What counts in a window: the older system's amount, or nothing if the window was over. */
    public Traffic counted(Window window) {
        return key(window) == null ? Traffic.NONE : legacy.traffic(window);
    }

    /** Whether it is about the same amounts, whenever they were so. */
    public boolean isOf(LegacyUsage other) {
        return legacy.total().equals(other.total())
                && legacy.day().equals(other.day())
                && legacy.week().equals(other.week())
                && legacy.month().equals(other.month());
    }
}
