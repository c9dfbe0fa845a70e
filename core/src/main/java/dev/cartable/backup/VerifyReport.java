package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import java.util.List;

/**
 * What a verification has found.
 *
 * @param file the archive's name
 * @param state the worst of the findings decides
 * @param findings those of the creation, which the manifest holds, and those of this verification
 */
public record VerifyReport(String file, BackupState state, Depth depth, List<Finding> findings) {
    public VerifyReport {
        requireNonNull(file, "file");
        requireNonNull(state, "state");
        requireNonNull(depth, "depth");
        findings = List.copyOf(findings);
    }

    /** Whether all of it could be verified and was found whole; a degraded backup is valid. */
    public boolean isValid() {
        return state == BackupState.VERIFIED || state == BackupState.DEGRADED;
    }
}
