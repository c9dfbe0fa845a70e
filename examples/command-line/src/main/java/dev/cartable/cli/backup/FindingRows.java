package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.List;
import java.util.Map;

/** What was found about a backup, as people and programs read it. */
final class FindingRows {
    private FindingRows() {}

    static void add(Frame frame, List<Finding> findings) {
        Rows rows = frame.report().hiddenRows("findings");
        for (Finding finding : findings) {
            Row row = Row.of("code", finding.code().name())
                    .and("state", finding.code().state())
                    .and("reason", frame.words().text("finding." + finding.code(), finding.facts()));
            finding.facts().forEach(row::and);
            rows.add(row);
            frame.report().afterwards("finding." + finding.code(), finding.facts());
        }
    }

    /** What to do with a backup that does not count. */
    static void advise(Frame frame, String file, BackupState state) {
        if (state != BackupState.VERIFIED) {
            frame.report().afterwards("backup.advice." + state, Map.of("file", file));
        }
    }

    static Exit exit(BackupState state) {
        return switch (state) {
            case VERIFIED -> Exit.DONE;
            case DEGRADED -> Exit.DEGRADED;
            case COULD_NOT_VERIFY -> Exit.UNVERIFIED;
            case INVALID -> Exit.FAILED;
        };
    }
}
