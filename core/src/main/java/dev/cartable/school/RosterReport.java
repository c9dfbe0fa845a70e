package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;
import java.util.List;

/**
 * What an import did.
 *
 * @param digest that of the plan that was applied
 * @param errors the first {@value ImportRoster#MAX_ERRORS} rows that could not be used
 * @param errorCount how many rows could not be used, those beyond {@code errors} too
 */
public record RosterReport(RosterCounts counts, String digest, List<RowError> errors, long errorCount) {
    public RosterReport {
        requireNonNull(counts, "counts");
        requireNonNull(digest, "digest");
        errors = List.copyOf(errors);
    }
}
