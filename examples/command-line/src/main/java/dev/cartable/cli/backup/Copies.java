package dev.cartable.cli.backup;

import dev.cartable.backup.UploadReport;
import dev.cartable.backup.VerifyReport;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;

/** The second place of backups, as commands use it. */
final class Copies {
    private Copies() {}

    /** Uploads what is not there yet. */
    static Exit upload(Frame frame, BackupHost host) {
        UploadReport report =
                frame.withAmounts("backup.upload.bar", bar -> host.backups().upload(Steps.shown(frame, bar)));
        Rows rows = frame.report().allRows("uploads");
        for (UploadReport.Upload one : report.uploads()) {
            BackupException failure = one.failure();
            rows.add(Row.of("file", one.file())
                    .and("bytes", one.bytes())
                    .and("state", one.state())
                    .and("code", failure == null ? null : failure.code())
                    .and("why", failure == null ? "" : reason(frame, failure)));
        }
        frame.report().field("place", report.place());
        frame.report().counts(report.counts());
        FindingRows.add(frame, report.findings());
        frame.report()
                .say(
                        !report.isComplete()
                                ? "backup.upload.failed"
                                : report.uploads().isEmpty() ? "backup.upload.none" : "backup.uploaded",
                        Map.of("place", report.place()));
        boolean isGood = report.isComplete() && report.findings().isEmpty();
        return isGood ? Exit.DONE : Exit.DEGRADED;
    }

    static String reason(Frame frame, BackupException failure) {
        return frame.words().text("error." + failure.code(), failure.facts());
    }

    /** Uploads a backup that was just made. A failure is a warning: the backup is in the vault all the same. */
    static Exit uploadAfterwards(Frame frame, BackupHost host) {
        if (!host.hasOffsite()) {
            return Exit.DONE;
        }
        try {
            return upload(frame, host);
        } catch (BackupException e) {
            frame.report().warn("backup.upload.not-now", Map.of("reason", reason(frame, e)));
            return Exit.DEGRADED;
        }
    }

    /** Brings a copy into the vault. */
    static VerifyReport fetch(Frame frame, BackupHost host, BackupName name) {
        return frame.withAmounts("backup.fetch.bar", bar -> host.backups().fetch(name, Steps.shown(frame, bar)));
    }
}
