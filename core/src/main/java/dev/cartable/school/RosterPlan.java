package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import dev.cartable.work.Brake;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import would do, as {@link ImportRoster#plan} found it; nothing of it is written until it is applied. It holds
 * counts and not rows: applying it reads the source again. Immutable.
 */
public final class RosterPlan {
    private final RosterSource source;
    private final Brake brake;
    private final RosterCounts counts;
    private final String digest;
    private final List<RowError> errors;
    private final long errorCount;
    private final Map<String, Long> linksLeftOut;

    RosterPlan(
            RosterSource source,
            Brake brake,
            RosterCounts counts,
            String digest,
            List<RowError> errors,
            long errorCount,
            Map<String, Long> linksLeftOut) {
        this.source = requireNonNull(source, "source");
        this.brake = requireNonNull(brake, "brake");
        this.counts = requireNonNull(counts, "counts");
        this.digest = requireNonNull(digest, "digest");
        this.errors = List.copyOf(errors);
        this.errorCount = errorCount;
        this.linksLeftOut = Collections.unmodifiableMap(new TreeMap<>(linksLeftOut));
    }

    RosterSource source() {
        return source;
    }

    Brake brake() {
        return brake;
    }

    /** What a person calls the source. */
    public String name() {
        return source.name();
    }

    public RosterCounts counts() {
        return counts;
    }

    /**
     * SHA-256 in hexadecimal over everything that the source says and what would become of each row. The order of the rows
     * does not matter. Two plans with the same digest do the same.
     */
    public String digest() {
        return digest;
    }

    /** The first {@value ImportRoster#MAX_ERRORS} rows that cannot be used. */
    public List<RowError> errors() {
        return errors;
    }

    /** How many rows cannot be used, those beyond {@link #errors()} too. */
    public long errorCount() {
        return errorCount;
    }

    /**
     * How many links are left out, by the role of the person in the guardian's place, which is not a guardian's; an empty role
     * if that person has none.
     */
    public Map<String, Long> linksLeftOut() {
        return linksLeftOut;
    }
}
