package dev.cartable.school.port;

import dev.cartable.school.model.WeeklyPlan;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The weekly plans of the school's pupils, as the host has them now. Read-only; safe for use by several threads. */
@FunctionalInterface
public interface WeeklyPlans {
    /** The plans that are valid on some day from {@code first} to {@code last}, by id. Reads on demand. Close the stream. */
    Stream<WeeklyPlan> validBetween(LocalDate first, LocalDate last);
}
