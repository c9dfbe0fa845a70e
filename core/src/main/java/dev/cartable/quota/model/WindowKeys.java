package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/** Which day, week and month an instant falls in, each by its first day in the school's zone. */
public record WindowKeys(LocalDate day, LocalDate week, LocalDate month) {
    public WindowKeys {
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
    }
}
