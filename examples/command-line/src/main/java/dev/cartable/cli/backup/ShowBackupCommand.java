package dev.cartable.cli.backup;

import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Manifest;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup show}: what a backup holds, as its manifest says. */
@picocli.CommandLine.Command(name = "show")
final class ShowBackupCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--folder", paramLabel = "FOLDER")
    private @Nullable String folder;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            BackupName name = Chosen.named(frame, host, file);
            Manifest manifest = host.backups().list().show(name);
            report.field("file", name)
                    .field("createdAt", manifest.createdAt())
                    .field("zone", manifest.zone())
                    .field("product", manifest.product());
            report.say("backup.shown", Map.of("file", name, "createdAt", manifest.createdAt()));
            Manifest.Database database = manifest.database();
            if (database != null) {
                database(report, database.info());
            }
            Rows media = report.allRows("media");
            manifest.media()
                    .forEach(root -> media.add(Row.of("name", root.name())
                            .and("files", root.files())
                            .and("bytes", root.bytes())));
            Rows files = report.allRows("contents");
            manifest.files().stream()
                    .filter(one -> isIn(one.path()))
                    .forEach(one -> files.add(Row.of("path", one.path())
                            .and("size", one.size())
                            .and("modified", one.modified())
                            .and("sha256", one.sha256())));
            report.counts(manifest.counts());
            FindingRows.add(frame, manifest.findings());
            return Exit.DONE;
        }
    }

    private static void database(Report report, DatabaseInfo info) {
        report.field(
                "database",
                Row.of("kind", info.kind())
                        .and("version", info.version())
                        .and("name", info.name())
                        .and("tool", info.tool())
                        .and("schemaVersion", info.schemaVersion())
                        .and("hostMigration", info.hostMigration()));
        report.say(
                "backup.shown.database",
                Map.of("kind", info.kind(), "version", info.version(), "name", info.name(), "tool", info.tool()));
    }

    private boolean isIn(String path) {
        String within = folder;
        return within == null || path.equals(within) || path.startsWith(within.endsWith("/") ? within : within + "/");
    }
}
