package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.work.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was uploaded to the second place.
 *
 * @param place where that is
 * @param uploads the newest backup first
 */
public record UploadReport(String place, List<Upload> uploads, List<Finding> findings) {
    public UploadReport {
        requireNonNull(place, "place");
        uploads = List.copyOf(uploads);
        findings = List.copyOf(findings);
    }

    /** Whether every backup that should be there is. */
    public boolean isComplete() {
        return uploads.stream().allMatch(one -> one.state().isThere());
    }

    /** How many were uploaded, how many failed, and the bytes of those that were uploaded. */
    public Tally counts() {
        List<Upload> there =
                uploads.stream().filter(one -> one.state().isThere()).toList();
        return new Tally(
                there.size(),
                uploads.size() - there.size(),
                there.stream().mapToLong(Upload::bytes).sum());
    }

    /**
     * The upload of one backup.
     *
     * @param failure why it failed; null if it did not
     */
    public record Upload(
            BackupName file,
            long bytes,
            OffsiteState state,
            @Nullable BackupException failure) {
        public Upload {
            requireNonNull(file, "file");
            requireNonNull(state, "state");
        }
    }

    /** The numbers of a report. */
    public record Tally(long uploaded, long failed, long bytes) implements Counts {}
}
