package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an older system has counted for a user.
 *
 * @param total since the user's volume began, which is what a validity is for
 * @param day on the day of {@code asOf}
 * @param week in the week of {@code asOf}
 * @param month in the month of {@code asOf}
 * @param asOf when this was so; null means now
 */
public record LegacyUsage(
        UserId user,
        Traffic total,
        Traffic day,
        Traffic week,
        Traffic month,
        @Nullable Instant asOf) {
    public LegacyUsage {
        requireNonNull(user, "user");
        requireNonNull(total, "total");
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
    }

    /** What was counted in a window. */
    public Traffic traffic(Window window) {
        return switch (window) {
            case DAY -> day;
            case WEEK -> week;
            case MONTH -> month;
            case CYCLE -> total;
        };
    }
}
