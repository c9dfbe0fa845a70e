package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.port.RosterSource;
import dev.cartable.work.Brake;
import dev.cartable.work.PlanDigest;

/**
 * What an import would do, as {@link ImportRoster#plan} found it; nothing of it is written until it is applied. It holds
 * counts and not rows: applying it reads the source again. Immutable.
 */
public final class RosterPlan {
    private final RosterSource source;
    private final Brake brake;
    private final ImportRoster.Report report;

    RosterPlan(RosterSource source, Brake brake, ImportRoster.Report report) {
        this.source = requireNonNull(source, "source");
        this.brake = requireNonNull(brake, "brake");
        this.report = requireNonNull(report, "report");
    }

    RosterSource source() {
        return source;
    }

    Brake brake() {
        return brake;
    }

    /** What the import would report, if it were run now. */
    public ImportRoster.Report report() {
        return report;
    }

    public ImportRoster.Counts counts() {
        return report.counts();
    }

    /**
     * The digest of everything that the source says and of what would become of each row. The order of the rows does not
     * matter. Two plans with the same digest do the same.
     */
    public PlanDigest digest() {
        return report.digest();
    }
}
