package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From when on pupils and guardians may see the grades, averages, ranks and documents of a class's term.
 *
 * @param releasedAt in milliseconds
 */
public record ReportRelease(ClassTerm classTerm, Instant releasedAt) {
    public ReportRelease {
        requireNonNull(classTerm, "classTerm");
        releasedAt = releasedAt.truncatedTo(ChronoUnit.MILLIS);
    }
}
