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
 * @param copies about every copy of the second place, the newest first; empty if there is none
 * @param findings what was found when the backups that stay were read again, and why nothing was deleted in the second place
 */
public record PruneReport(
        KeepPolicy policy, List<PruneDecision> decisions, List<PruneDecision> copies, List<Finding> findings) {
    public PruneReport {
        requireNonNull(policy, "policy");
        decisions = List.copyOf(decisions);
        copies = List.copyOf(copies);
        findings = List.copyOf(findings);
    }

    /** How many backups stay in the vault, how many go, and how many bytes those that go have; and how many copies go. */
    public Tally counts() {
        List<PruneDecision> gone =
                decisions.stream().filter(one -> !one.isKept()).toList();
        return new Tally(
                decisions.size() - gone.size(),
                gone.size(),
                gone.stream().mapToLong(PruneDecision::bytes).sum(),
                copies.stream().filter(one -> !one.isKept()).count());
    }

    /** The numbers of a report. */
    public record Tally(long kept, long deleted, long freedBytes, long deletedCopies) implements Counts {}
}
