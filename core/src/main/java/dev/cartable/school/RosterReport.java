package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import did, or would do.
 *
 * @param digest the digest of the plan
 * @param errors the first {@value ImportRoster#MAX_ERRORS} rows that could not be used
 * @param errorCount how many rows could not be used, those beyond {@code errors} too
 * @param linksLeftOut how many links were left out, by the role of the person in the guardian's place, which is not a
 *     guardian's; an empty role if that person has none
 */
public record RosterReport(
        RosterCounts counts,
        PlanDigest digest,
        List<RowError> errors,
        long errorCount,
        Map<String, Long> linksLeftOut) {
    public RosterReport {
        requireNonNull(counts, "counts");
        requireNonNull(digest, "digest");
        errors = List.copyOf(errors);
        linksLeftOut = Collections.unmodifiableMap(new TreeMap<>(linksLeftOut));
    }
}
