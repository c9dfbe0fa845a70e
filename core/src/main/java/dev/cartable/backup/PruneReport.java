package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.work.Counts;
import java.util.List;

/**
 * What retention deletes, or has deleted.
 *
 * @param decisions about every backup of the vault, the newest first
 * @param findings what was found when the backups that stay were read again
 */
public record PruneReport(KeepPolicy policy, List<PruneDecision> decisions, List<Finding> findings) {
    public PruneReport {
        requireNonNull(policy, "policy");
        decisions = List.copyOf(decisions);
        findings = List.copyOf(findings);
    }

    /** How many backups stay, how many go, and how many bytes those that go have. */
    public Tally counts() {
        return new Tally(
                decisions.stream().filter(PruneDecision::isKept).count(),
                decisions.stream().filter(one -> !one.isKept()).count(),
                decisions.stream()
                        .filter(one -> !one.isKept())
                        .mapToLong(PruneDecision::bytes)
                        .sum());
    }

    /** The numbers of a report. */
    public record Tally(long kept, long deleted, long freedBytes) implements Counts {}
}
