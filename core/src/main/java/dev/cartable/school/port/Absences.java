package dev.cartable.school.port;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Absences and late arrivals of the school's pupils, as the host has them now. Read-only; safe for use by several threads. */
public interface Absences {
    /**
     * The absences of the days from {@code first} to {@code last}, dates in the school's zone, by pupil, day and id. Reads on demand.
     * Close the stream.
     */
    Stream<Absence> between(LocalDate first, LocalDate last);

    /** The absences with these ids; those that are unknown, or were withdrawn, are left out. */
    List<Absence> absences(Collection<String> ids);

    /** As {@link #between}, of these pupils alone. */
    List<Absence> of(Collection<PupilId> pupils, LocalDate first, LocalDate last);
}
