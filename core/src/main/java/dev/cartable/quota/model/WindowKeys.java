package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The windows that an instant falls in.
 *
 * @param cycle null where there is none, or where it is not known for whom
 */
public record WindowKeys(
        WindowKey day,
        WindowKey week,
        WindowKey month,
        @Nullable WindowKey cycle) {
    public WindowKeys {
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
    }

    /** The window of a kind; null for a cycle that is not there. */
    public @Nullable WindowKey of(Window window) {
        return switch (window) {
            case DAY -> day;
            case WEEK -> week;
            case MONTH -> month;
            case CYCLE -> cycle;
        };
    }

    /** The same day, week and month with the cycle that begins at an instant; without one if it is null. */
    public WindowKeys withCycle(@Nullable Instant start) {
        return new WindowKeys(day, week, month, start == null ? null : WindowKey.cycle(start));
    }

    /** The local day. */
    public LocalDate date() {
        return day.firstDay();
    }
}
