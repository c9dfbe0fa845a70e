package dev.cartable.school.port;

import dev.cartable.school.model.WeeklyPlan;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The weekly plans of the school's pupils, as the host has them now. Read-only; safe for use by several threads. */
public interface WeeklyPlans {
    /** The plans that are valid on some day from {@code first} to {@code last}, by id. Reads on demand. Close the stream. */
    Stream<WeeklyPlan> validBetween(LocalDate first, LocalDate last);

    /** The plans with these ids; those that are unknown are left out. */
    List<WeeklyPlan> plans(Collection<String> ids);
}
