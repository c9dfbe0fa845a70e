package dev.cartable.school.port;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The study sessions of the school's pupils, as the host has them now. Read-only; safe for use by several threads. */
public interface StudySessions {
    /**
     * The sessions that start from {@code first} to {@code last}, dates in the school's zone, by pupil, start and id, cancelled ones
     * too. Reads on demand. Close the stream.
     */
    Stream<StudySession> between(LocalDate first, LocalDate last);

    /** The sessions with these ids; those that are unknown are left out. */
    List<StudySession> sessions(Collection<String> ids);

    /** As {@link #between}, of these pupils alone. */
    List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last);
}
